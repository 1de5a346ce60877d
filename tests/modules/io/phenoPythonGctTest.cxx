#include "phenoProfilesFormat.h"
#include "phenoPython.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("our GCT has the lines that pycytominer writes of the same profiles")
{
  const std::string python = PythonWith("pycytominer, pandas");
  if (python.empty())
  {
    PHENO_SKIP("no Python with pycytominer");
  }
  const TemporaryFolder folder;
  Profiles              profiles;
  profiles.metadata.Add("Metadata_Plate", Table::Text{ "P", "P" });
  profiles.metadata.Add("Metadata_Well", Table::Text{ "A01", "A02" });
  profiles.features = { "Cells_a", "Nuclei_b" };
  profiles.values = { 0.25, 2, -3.5, 1e-9 };
  WriteProfiles(folder / "p.csv.gz", profiles, ProfilesFormat::CsvGz);
  WriteProfiles(folder / "ours.gct", profiles, ProfilesFormat::Gct);
  CHECK(RunPython(python, folder.Path(), R"(
import pandas as pd
from pycytominer.cyto_utils import write_gct
write_gct(pd.read_csv("p.csv.gz"), "theirs.gct")
def lines(name):
    rows = [line.rstrip("\r\n").split("\t") for line in open(name)]
    return [row if k < 5 else row[:2] + [float(cell) for cell in row[2:]] for k, row in enumerate(rows)]
ours, theirs = lines("ours.gct"), lines("theirs.gct")
assert len(ours) == len(theirs) == 7
for a, b in zip(ours, theirs):
    same = [x == y or (x == "NA" and y in ("", "nan")) for x, y in zip(a, b)]
    assert len(a) == len(b) and all(same), (a, b)
)"));
}
