#include "phenoCsv.h"
#include "phenoNpy.h"
#include "phenoParquet.h"
#include "phenoReadProfiles.h"
#include "phenoTestFiles.h"
#include "phenoValueCodec.h"

#include <algorithm>
#include <cmath>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** As CellProfiler's output is seen: image columns, objects, measurements. */
const char * const kCellProfiler = "Image_Metadata_Plate,Image_Metadata_Well,Image_Count_Cells,Cells_AreaShape_Area,"
                                   "Cytoplasm_AreaShape_Area,Nuclei_AreaShape_Area,Comment\n"
                                   "P1,a1,10,1.5,2.5,3.5,first\n"
                                   "P1,B02,20,4.5,5.5,,second\n";

bool
Says(const std::vector<std::string> & notes, const std::string & words)
{
  return std::any_of(notes.begin(), notes.end(), [&words](const std::string & note) { return Holds(note, words); });
}

std::string
Refusal(const fs::path & path, const ReadProfilesOptions & options = {}, const Ptr<Table> & rows = nullptr)
{
  return MessageOf([&] { ReadProfiles(path, rows, options); });
}

ReadProfilesOptions
By(FeatureRule::By by, std::vector<std::string> list = {})
{
  ReadProfilesOptions options;
  options.features.by = by;
  options.features.list = std::move(list);
  return options;
}
} // namespace

TEST_CASE("features of a CellProfiler table are found by prefix, and what was taken is said")
{
  const TemporaryFolder folder;
  Write(folder / "p.csv", kCellProfiler);
  const ProfilesRead read = ReadProfiles(folder / "p.csv", nullptr, {});
  const Profiles &   profiles = read.profiles;
  CHECK(profiles.features ==
        std::vector<std::string>{ "Cells_AreaShape_Area", "Cytoplasm_AreaShape_Area", "Nuclei_AreaShape_Area" });
  CHECK(std::vector<double>(profiles.values.begin(), profiles.values.begin() + 5) ==
        std::vector<double>{ 1.5, 2.5, 3.5, 4.5, 5.5 });
  CHECK(std::isnan(profiles.values[5]));
  CHECK(profiles.precision == Profiles::Precision::Float64);
  CHECK(profiles.metadata.Names() ==
        std::vector<std::string>{
          "Metadata_Plate", "Metadata_Well", "Metadata_Count_Cells", "Metadata_Comment", "Metadata_Well_Original" });
  CHECK(profiles.metadata.Texts("Metadata_Well") == Table::Text{ "A01", "B02" });
  CHECK(profiles.metadata.Texts("Metadata_Well_Original") == Table::Text{ "a1", "B02" });
  CHECK(Says(read.notes,
             "2 rows; 3 features by the prefixes Cells_, Cytoplasm_, Nuclei_: Cells_AreaShape_Area to "
             "Nuclei_AreaShape_Area"));
  CHECK(Says(read.notes, "4 columns are metadata: Metadata_Plate, Metadata_Well, Metadata_Count_Cells, Comment"));
  CHECK(Says(read.notes, "Image_Metadata_Well to Metadata_Well"));
  CHECK(Says(read.notes, "wells are spelt as in A01 for a1"));
  CHECK(read.warnings.empty());
}

TEST_CASE("tables with any delimiter, compressed or not, give the same profiles")
{
  const TemporaryFolder folder;
  std::string           tabs = kCellProfiler, semicolons = kCellProfiler;
  std::replace(tabs.begin(), tabs.end(), ',', '\t');
  std::replace(semicolons.begin(), semicolons.end(), ',', ';');
  Write(folder / "p.csv", kCellProfiler);
  Write(folder / "p.tsv", tabs);
  Write(folder / "p.txt", semicolons);
  REQUIRE(std::system(("gzip -k " + (folder / "p.tsv").string()).c_str()) == 0);
  const Profiles expected = ReadProfiles(folder / "p.csv", nullptr, {}).profiles;
  for (const std::string name : { "p.tsv", "p.txt", "p.tsv.gz" })
  {
    CAPTURE(name);
    const Profiles found = ReadProfiles(folder / name, nullptr, {}).profiles;
    CHECK(found.features == expected.features);
    CHECK(FormatCsv(found.metadata) == FormatCsv(expected.metadata));
    CHECK(found.values[4] == expected.values[4]);
  }
}

TEST_CASE("features by list, by prefixes given and by numbers")
{
  const TemporaryFolder folder;
  Write(folder / "p.csv", kCellProfiler);
  const auto featuresBy = [&](const ReadProfilesOptions & options) {
    return ReadProfiles(folder / "p.csv", nullptr, options).profiles.features;
  };
  CHECK(featuresBy(By(FeatureRule::By::List, { "Nuclei_AreaShape_Area", "Cells_AreaShape_Area" })) ==
        std::vector<std::string>{ "Nuclei_AreaShape_Area", "Cells_AreaShape_Area" });
  ReadProfilesOptions nuclei = By(FeatureRule::By::Prefix);
  nuclei.features.prefixes = { "Nuclei_" };
  CHECK(featuresBy(nuclei) == std::vector<std::string>{ "Nuclei_AreaShape_Area" });
  // The count of cells has a known name, Comment is text: neither is a feature.
  CHECK(featuresBy(By(FeatureRule::By::Numeric)) ==
        std::vector<std::string>{ "Cells_AreaShape_Area", "Cytoplasm_AreaShape_Area", "Nuclei_AreaShape_Area" });
  CHECK(FeatureRuleFromName("numeric") == FeatureRule::By::Numeric);
  CHECK_HOLDS(MessageOf([] { FeatureRuleFromName("guess"); }), "expected declared_or_prefix, list, prefix or numeric");
}

TEST_CASE("a rule that takes nothing and names that are not there are one clear sentence")
{
  const TemporaryFolder folder;
  Write(folder / "p.csv", "Metadata_Plate,Metadata_Well,f1,f2\nP,A01,1,x\n");
  CHECK_HOLDS(
    Refusal(folder / "p.csv"),
    "p.csv: no feature was found by the prefixes Cells_, Cytoplasm_, Nuclei_ among 4 columns: Metadata_Plate, "
    "Metadata_Well, f1, f2; say which columns are features");
  CHECK_HOLDS(Refusal(folder / "p.csv", By(FeatureRule::By::List, { "f1", "F2" })),
              "1 of the 2 listed features are no columns of the file: 'F2' (nearest: 'f2')");
  CHECK_HOLDS(Refusal(folder / "p.csv", By(FeatureRule::By::List, { "Metadata_Well" })),
              "columns that begin with Metadata_ are no features");
  CHECK_HOLDS(Refusal(folder / "p.csv", By(FeatureRule::By::List, { "f2" })), "column 'f2', row 1: expected a number");
  ReadProfilesOptions renames = By(FeatureRule::By::Numeric);
  renames.renames = { { "f3", "Metadata_x" } };
  CHECK_HOLDS(Refusal(folder / "p.csv", renames), "rename: the file has no column 'f3'; the nearest is 'f");
  renames.renames = { { "f2", "Metadata_Well" } };
  CHECK_HOLDS(Refusal(folder / "p.csv", renames), "there is such a column already");
  renames.renames = { { "f2", "role" } };
  CHECK_HOLDS(Refusal(folder / "p.csv", renames), "expected a name that begins with Metadata_");
  Write(folder / "none.csv", "Metadata_Well,Cells_a\n");
  CHECK_HOLDS(Refusal(folder / "none.csv"), "has no rows");
  Write(folder / "all.csv", "Cells_a\n1\n");
  CHECK_HOLDS(Refusal(folder / "all.csv"), "has no column beside its features");
  Write(folder / "p.xlsx", "PK");
  CHECK_HOLDS(Refusal(folder / "p.xlsx"), "is of no known format");
}

TEST_CASE("columns of the SPC frames and renames get our names")
{
  const TemporaryFolder folder;
  Write(folder / "p.csv", "plate,well,treatment,compound_name,compound_uM,moa,group,Z1\nP,A01,DMSO,DMSO,0,DMSO,x,1\n");
  ReadProfilesOptions options = By(FeatureRule::By::Numeric);
  options.renames = { { "group", "Metadata_role" } };
  const Profiles profiles = ReadProfiles(folder / "p.csv", nullptr, options).profiles;
  CHECK(profiles.features == std::vector<std::string>{ "Z1" });
  CHECK(profiles.metadata.Names() == std::vector<std::string>{ "Metadata_Plate",
                                                               "Metadata_Well",
                                                               "Metadata_treatment",
                                                               "Metadata_compound_name",
                                                               "Metadata_compound_uM",
                                                               "Metadata_moa",
                                                               "Metadata_role" });
}

TEST_CASE("a second row of a plate and well is refused unless rows are cells")
{
  const TemporaryFolder folder;
  Write(folder / "p.csv", "plate,well,Cells_a\nP,A01,1\nQ,A01,2\nP,a1,3\n");
  CHECK_HOLDS(Refusal(folder / "p.csv"),
              "1 of 3 rows repeat a plate and well that stands above them (well A01 of plate P in rows 1 and 3)");
  ReadProfilesOptions cells;
  cells.cells = true;
  CHECK(ReadProfiles(folder / "p.csv", nullptr, cells).profiles.Rows() == 3);
}

TEST_CASE("infinite values become missing, empty features stay, odd wells keep their names, each counted")
{
  const TemporaryFolder folder;
  Write(folder / "p.csv", "plate,well,Cells_a,Cells_b,Cells_c\nP,A01,inf,1,\nP,A02,-inf,2,NA\nP,pool,3,4,nan\n");
  const ProfilesRead read = ReadProfiles(folder / "p.csv", nullptr, {});
  CHECK(std::isnan(read.profiles.values[0]));
  CHECK(std::isnan(read.profiles.values[3]));
  CHECK(read.profiles.values[6] == 3);
  CHECK(read.profiles.Columns() == 3);
  CHECK(Says(read.warnings, "2 infinite values of 1 features are taken as missing: Cells_a"));
  CHECK(Says(read.warnings, "1 of 3 features have no value in any row: Cells_c"));
  CHECK(Says(read.warnings, "1 wells have no name such as B02 and keep theirs: pool"));
}

TEST_CASE("an array is described by the rows of a table, whose numbers are no features")
{
  const TemporaryFolder    folder;
  const std::vector<float> values{ 1, 2, 3, 4, 5, 6 };
  WriteNpy(folder / "e.npy", NpyArray::Type::Float32, { 2, 3 }, values.data());
  const auto rows =
    std::make_shared<const Table>(Table({ "plate", "well", "cells" }, { { "P", "A01", "7" }, { "P", "A02", "8" } }));
  for (const auto by : { FeatureRule::By::DeclaredOrPrefix, FeatureRule::By::Numeric })
  {
    const Profiles profiles = ReadProfiles(folder / "e.npy", rows, By(by)).profiles;
    CHECK(profiles.features == std::vector<std::string>{ "Z1", "Z2", "Z3" });
    CHECK(profiles.values == std::vector<double>{ 1, 2, 3, 4, 5, 6 });
    CHECK(profiles.precision == Profiles::Precision::Float32);
    CHECK(profiles.metadata.Texts("Metadata_cells") == Table::Text{ "7", "8" });
  }
  CHECK_HOLDS(Refusal(folder / "e.npy"), "needs a table on the port 'wells'");
  WriteNpy(folder / "s.npy", NpyArray::Type::Float32, { 1, 6 }, values.data());
  CHECK_HOLDS(Refusal(folder / "s.npy", {}, rows), "has 1 rows, the table of wells has 2");
  WriteNpy(folder / "c.npy", NpyArray::Type::Float32, { 1, 2, 3 }, values.data());
  CHECK_HOLDS(Refusal(folder / "c.npy", {}, rows), "has 3 dimensions, expected 2");
}

TEST_CASE("a folder of files is read one below the other; other columns or features are refused")
{
  const TemporaryFolder folder;
  Write(folder / "in/b/Q.csv", "Metadata_Plate,Metadata_Well,Cells_a\nQ,A01,2\n");
  Write(folder / "in/a/P.csv", "Metadata_Plate,Metadata_Well,Cells_a\nP,A01,1\n");
  Write(folder / "in/notes.md", "not a table");
  CHECK(ReadProfiles(folder / "in", nullptr, {}).profiles.values == std::vector<double>{ 1, 2 });
  Write(folder / "in/c.csv", "Metadata_Plate,Metadata_Well,Cells_b\nR,A01,1\n");
  CHECK_HOLDS(Refusal(folder / "in"), "c.csv beside the files before it: the table to append has a column 'Cells_b'");
  fs::create_directories(folder / "empty");
  CHECK_HOLDS(Refusal(folder / "empty"), "holds no .csv");
}

TEST_CASE("what we wrote comes back as it was, from every form")
{
  Profiles profiles;
  profiles.metadata.Add("Metadata_Plate", Table::Text{ "P", "P" });
  profiles.metadata.Add("Metadata_Well", Table::Text{ "A01", "A02" });
  profiles.metadata.Add("Metadata_Dose", Table::Real{ 0.1, 2 });
  profiles.features = { "x", "y" };
  profiles.values = { 0.5, 2, 3, std::nan("") };
  profiles.precision = Profiles::Precision::Float32;
  const TemporaryFolder folder;
  const auto            value = Ptr<Profiles>(std::make_shared<Profiles>(profiles));
  std::vector<fs::path> paths{ SaveValue(value, folder.Path(), "saved") };
  ExportValue(value, folder.Path(), "p");
  paths.push_back(folder / "p.csv");
  if (HasParquet())
  {
    paths.push_back(folder / "p.parquet");
  }
  for (const fs::path & path : paths)
  {
    CAPTURE(path.string());
    const ProfilesRead read = ReadProfiles(path, nullptr, {});
    CHECK(read.profiles.features == profiles.features);
    CHECK(read.profiles.values[2] == 3);
    CHECK(std::isnan(read.profiles.values[3]));
    CHECK(read.profiles.metadata.Numbers("Metadata_Dose") == Table::Real{ 0.1, 2 });
    CHECK(Says(read.notes, "2 features as the file declares them: x to y"));
    CHECK((read.profiles.precision == Profiles::Precision::Float32) == (path.extension() != ".csv"));
  }
}
