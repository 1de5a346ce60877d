#include "phenoCrops.h"
#include "phenoPython.h"
#include "phenoProfiles.h"
#include "phenoValueCodec.h"

using namespace pheno;

TEST_CASE("numpy and json open crops and profiles")
{
  const std::string python = test::PythonWith("numpy");
  if (python.empty())
  {
    PHENO_SKIP("no Python with numpy");
  }
  const test::TemporaryFolder folder;
  const Table                 table({ "Metadata_Well" }, { { "A01" }, { "A02" } });
  const Crops                 crops =
    Crops::Own(std::vector<std::uint16_t>{ 1, 2, 3, 4, 5, 6, 7, 65535 }, { 2, 2, 1, 2 }, { "a", "b" }, table);
  SaveValue(Ptr<Crops>(std::make_shared<Crops>(crops)), folder.Path(), "crops");
  Profiles profiles;
  profiles.metadata = table;
  profiles.features = { "f1", "f2", "f3" };
  profiles.values = { 1, 2, 3, 4, 5, 0.1 };
  SaveValue(Ptr<Profiles>(std::make_shared<Profiles>(profiles)), folder.Path(), "profiles");
  CHECK(test::RunPython(python, folder.Path(), R"(
import json, numpy as np
p = np.load("crops/pixels.npy", mmap_mode="r")
assert p.shape == (2, 2, 1, 2) and p.dtype == np.uint16 and p[1, 1, 0, 1] == 65535, p
assert json.load(open("crops/crops.json"))["channels"] == ["a", "b"]
v = np.load("profiles/values.npy")
assert v.dtype == np.float64 and v.tolist() == [[1, 2, 3], [4, 5, 0.1]], v
assert json.load(open("profiles/features.json"))["features"] == ["f1", "f2", "f3"]
np.save("by_numpy.npy", np.arange(6, dtype=np.float32).reshape(2, 3))
)"));
}
