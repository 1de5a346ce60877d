#include "phenoPython.h"
#include "phenoProfiles.h"
#include "phenoTable.h"
#include "phenoValueCodec.h"

#include <limits>

using namespace pheno;

TEST_CASE("pandas opens our tables and profiles, and we open its Parquet files")
{
  const std::string python = test::PythonWith("pandas, pyarrow");
  if (python.empty())
  {
    PHENO_SKIP("no Python with pandas and pyarrow");
  }
  const test::TemporaryFolder folder;
  Profiles                    profiles;
  profiles.metadata.Add("Metadata_Well", Table::Text{ "A01", "say \"hi\", you" });
  profiles.metadata.Add("Metadata_Dose", Table::Real{ 0.1, std::numeric_limits<double>::quiet_NaN() });
  profiles.features = { "f1", "f2" };
  profiles.values = { 0.5, 2, 3, std::numeric_limits<double>::quiet_NaN() };
  profiles.precision = Profiles::Precision::Float32;
  if (ExportValue(Ptr<Profiles>(std::make_shared<Profiles>(profiles)), folder.Path(), "p").back().extension() !=
      ".parquet")
  {
    PHENO_SKIP("this build has no Parquet");
  }
  REQUIRE(test::RunPython(python, folder.Path(), R"(
import json, numpy as np, pandas as pd, pyarrow.parquet as pq
p = pd.read_parquet("p.parquet")
c = pd.read_csv("p.csv")
assert list(p.columns) == list(c.columns) == ["Metadata_Well", "Metadata_Dose", "f1", "f2"], p.columns
assert p["f1"].dtype == np.float32 and p["Metadata_Dose"].dtype == np.float64
assert p["Metadata_Well"].tolist() == c["Metadata_Well"].tolist() == ["A01", 'say "hi", you']
assert np.array_equal(p["f2"].to_numpy(), np.array([2, np.nan], np.float32), equal_nan=True)
assert np.array_equal(c["Metadata_Dose"], [0.1, np.nan], equal_nan=True)
meta = pq.read_schema("p.parquet").metadata
assert json.loads(meta[b"pheno.features"]) == ["f1", "f2"], meta
assert pq.ParquetFile("p.parquet").metadata.row_group(0).column(0).compression == "ZSTD"
assert np.load("p.npy").dtype == np.float32
d = pd.DataFrame({"Metadata_Plate": pd.Categorical(["x", "y", "x"]), "Metadata_Site": pd.array([1, None, 3], "Int64"),
                  "Metadata_Ok": [True, False, True], "Metadata_Day": pd.to_datetime(["2020-01-02"] * 3),
                  "Cells_a": np.array([1, 2, 3], np.float32), "Cells_b": np.array([4, 5, 6], np.int16)}, index=[5, 6, 7])
d.to_parquet("by_pandas.parquet")
d.drop(columns=["Metadata_Day"]).to_csv("by_pandas.csv", index=False)
pd.DataFrame({"a": [[1, 2]]}).to_parquet("nested.parquet")
)"));
  const auto back = std::get<Ptr<Profiles>>(ImportValue(ValueType::Profiles, folder / "by_pandas.parquet"));
  CHECK(back->features == std::vector<std::string>{ "Cells_a", "Cells_b" });
  CHECK(back->values == std::vector<double>{ 1, 4, 2, 5, 3, 6 });
  CHECK(back->precision == Profiles::Precision::Float32);
  CHECK(back->metadata.Texts("Metadata_Plate") == Table::Text{ "x", "y", "x" });
  CHECK(back->metadata.Texts("Metadata_Site") == Table::Text{ "1", "", "3" });
  CHECK(back->metadata.Texts("Metadata_Ok") == Table::Text{ "1", "0", "1" });
  CHECK_HOLDS(back->metadata.Cell(0, "Metadata_Day"), "2020-01-02");
  CHECK(std::get<Ptr<Profiles>>(ImportValue(ValueType::Profiles, folder / "by_pandas.csv"))->values == back->values);
  CHECK_HOLDS(test::MessageOf([&] { ImportValue(ValueType::Table, folder / "nested.parquet"); }),
              "column 'a' is of type list");
}
