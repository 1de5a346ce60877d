#include "phenoH5ad.h"
#include "phenoPython.h"
#include "phenoReadProfiles.h"

#include <cmath>

using namespace pheno;
using namespace pheno::test;

namespace
{
Profiles
MakeProfiles()
{
  Profiles profiles;
  profiles.metadata.Add("Metadata_Plate", Table::Text{ "P", "\xC3\x84" });
  profiles.metadata.Add("Metadata_Well", Table::Text{ "A01", "" });
  profiles.metadata.Add("Metadata_Dose", Table::Real{ 0.1, std::nan("") });
  profiles.metadata.Add("Metadata_Count", Table::Integer{ 7, -8 });
  profiles.features = { "f1", "f2", "f3" };
  profiles.values = { 0.5, 2, 3, std::nan(""), 5, -6 };
  return profiles;
}
} // namespace

TEST_CASE("profiles go through .h5ad with types and precision, in the same bytes each time")
{
  if (!HasH5ad())
  {
    PHENO_SKIP("this build has no HDF5");
  }
  const TemporaryFolder folder;
  Profiles              profiles = MakeProfiles();
  for (const auto precision : { Profiles::Precision::Float64, Profiles::Precision::Float32 })
  {
    profiles.precision = precision;
    WriteH5ad(folder / "p.h5ad", profiles);
    WriteH5ad(folder / "q.h5ad", profiles);
    CHECK(Read(folder / "p.h5ad") == Read(folder / "q.h5ad"));
    const Profiles back = ReadH5ad(folder / "p.h5ad");
    CHECK(back.features == profiles.features);
    CHECK(back.precision == precision);
    CHECK(std::isnan(back.values[3]));
    CHECK(back.values[0] == 0.5);
    CHECK(back.values[5] == -6);
    CHECK(back.metadata.Names() == profiles.metadata.Names());
    CHECK(std::get<Table::Text>(back.metadata.At("Metadata_Plate").cells) == Table::Text{ "P", "\xC3\x84" });
    CHECK(std::isnan(std::get<Table::Real>(back.metadata.At("Metadata_Dose").cells)[1]));
    CHECK(std::get<Table::Integer>(back.metadata.At("Metadata_Count").cells) == Table::Integer{ 7, -8 });
  }
  WriteH5ad(folder / "none.h5ad", profiles.Select({}));
  CHECK(ReadH5ad(folder / "none.h5ad").Rows() == 0);

  Write(folder / "text.h5ad", "no HDF5 at all");
  CHECK_HOLDS(MessageOf([&] { ReadH5ad(folder / "text.h5ad"); }), "text.h5ad: cannot be read as an HDF5 file");
  const std::string whole = Read(folder / "p.h5ad");
  Write(folder / "cut.h5ad", whole.substr(0, whole.size() / 2));
  CHECK_HOLDS(MessageOf([&] { ReadH5ad(folder / "cut.h5ad"); }), "cut.h5ad: ");
  CHECK_HOLDS(MessageOf([&] { WriteH5ad(folder / "no/such.h5ad", profiles); }), "cannot be written as an HDF5 file");
}

TEST_CASE("anndata opens our files, and we open its files of every encoding")
{
  const std::string python = PythonWith("anndata, scipy, pandas");
  if (python.empty() || !HasH5ad())
  {
    PHENO_SKIP("no Python with anndata, or this build has no HDF5");
  }
  const TemporaryFolder folder;
  WriteH5ad(folder / "ours.h5ad", MakeProfiles());
  REQUIRE(RunPython(python, folder.Path(), R"(
import anndata as ad, numpy as np, pandas as pd, scipy.sparse as sp, h5py
a = ad.read_h5ad("ours.h5ad")
assert a.shape == (2, 3) and a.X.dtype == np.float64, a
assert np.array_equal(a.X, [[.5, 2, 3], [np.nan, 5, -6]], equal_nan=True)
assert list(a.var_names) == ["f1", "f2", "f3"] and list(a.obs_names) == ["0", "1"]
assert list(a.obs.columns) == ["Metadata_Plate", "Metadata_Well", "Metadata_Dose", "Metadata_Count"]
assert a.obs["Metadata_Plate"].tolist() == ["P", "\u00c4"] and a.obs["Metadata_Well"].tolist() == ["A01", ""]
assert np.array_equal(a.obs["Metadata_Dose"], [.1, np.nan], equal_nan=True)
assert a.obs["Metadata_Count"].tolist() == [7, -8]
a.write_h5ad("again.h5ad")

x = np.array([[0, 1.5, 0], [2.5, 0, 0], [0, 0, -3]], np.float32)
obs = pd.DataFrame({"plate": ["P", "P", "Q"], "Metadata_Well": pd.Categorical(["A01", None, "B02"]),
                    "Metadata_site": pd.array([1, None, 3], dtype="Int64"), "Metadata_ok": [True, False, True],
                    "Metadata_maybe": pd.array([True, None, False], dtype="boolean"),
                    "Metadata_dose": np.array([.5, np.nan, 2], np.float32),
                    "Metadata_level": pd.Categorical([10, 20, 10])}, index=["x", "y", "z"])
var = pd.DataFrame({"note": ["a", "b", "c"]}, index=["Cells_a", "Cells_b", "Metadata_n"])
for name, matrix in (("dense", x), ("csr", sp.csr_matrix(x)), ("csc", sp.csc_matrix(x)), ("wide", x.astype(np.float64))):
    ad.AnnData(matrix, obs=obs, var=var).write_h5ad(name + ".h5ad")
with h5py.File("dense.h5ad", "r+") as f:
    f.copy("X", "spare")
import shutil
for name in ("list", "shape", "old"):
    shutil.copy("dense.h5ad", name + ".h5ad")
with h5py.File("list.h5ad", "r+") as f:
    f["obs"]["plate"].attrs["encoding-type"] = "awkward-array"
with h5py.File("shape.h5ad", "r+") as f:
    del f["X"]
    f["X"] = x[:2]
with h5py.File("old.h5ad", "r+") as f:
    del f["obs"]
    f["obs"] = np.zeros(3, dtype=[("a", "i4")])
)"));
  const Profiles again = ReadH5ad(folder / "again.h5ad");
  CHECK(again.metadata.Texts("Metadata_Plate") == Table::Text{ "P", "\xC3\x84" });
  CHECK(again.values[5] == -6);
  for (const std::string name : { "dense", "csr", "csc", "wide" })
  {
    CAPTURE(name);
    const Profiles found = ReadH5ad(folder / (name + ".h5ad"));
    CHECK(found.values == std::vector<double>{ 0, 1.5, 0, 2.5, 0, 0, 0, 0, -3 });
    CHECK((found.precision == Profiles::Precision::Float32) == (name != "wide"));
    CHECK(found.metadata.Texts("obs_name") == Table::Text{ "x", "y", "z" });
    CHECK(found.metadata.Texts("plate") == Table::Text{ "P", "P", "Q" });
    CHECK(found.metadata.Texts("Metadata_Well") == Table::Text{ "A01", "", "B02" });
    CHECK(found.metadata.Texts("Metadata_site") == Table::Text{ "1", "", "3" });
    CHECK(found.metadata.Texts("Metadata_ok") == Table::Text{ "1", "0", "1" });
    CHECK(found.metadata.Texts("Metadata_maybe") == Table::Text{ "1", "", "0" });
    CHECK(found.metadata.Texts("Metadata_dose") == Table::Text{ "0.5", "", "2" });
    CHECK(found.metadata.Texts("Metadata_level") == Table::Text{ "10", "20", "10" });
  }
  // What X declares are the features, but metadata by its name goes to the metadata.
  ReadProfilesOptions options;
  options.cells = true;
  const Profiles read = ReadProfiles(folder / "csr.h5ad", nullptr, options).profiles;
  CHECK(read.features == std::vector<std::string>{ "Cells_a", "Cells_b" });
  CHECK(read.metadata.Texts("Metadata_n") == Table::Text{ "0", "0", "-3" });
  CHECK(read.metadata.Has("Metadata_Plate"));

  CHECK_HOLDS(MessageOf([&] { ReadH5ad(folder / "list.h5ad"); }),
              "column 'plate' of obs is encoded as 'awkward-array'");
  CHECK_HOLDS(MessageOf([&] { ReadH5ad(folder / "shape.h5ad"); }), "X has the shape 2 x 3, expected 3 rows of obs x 3");
  CHECK_HOLDS(MessageOf([&] { ReadH5ad(folder / "old.h5ad"); }), "has no group 'obs', expected an AnnData file");
}
