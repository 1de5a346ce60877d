#include "phenoCsv.h"
#include "phenoGct.h"
#include "phenoProfilesFormat.h"
#include "phenoTestFiles.h"

#include <cmath>

using namespace pheno;
using namespace pheno::test;

namespace
{
Profiles
MakeProfiles()
{
  Profiles profiles;
  profiles.metadata.Add("Metadata_Plate", Table::Text{ "P", "P" });
  profiles.metadata.Add("Metadata_Well", Table::Text{ "A01", "A02" });
  profiles.features = { "Cells_a", "Cells_b", "Cells_c" };
  profiles.values = { 0.1, 2, std::nan(""), -1e-7, 5, 6 };
  return profiles;
}
} // namespace

TEST_CASE("a compressed CSV holds the plain one and no name, time or system")
{
  const TemporaryFolder folder;
  WriteProfiles(folder / "p.csv", MakeProfiles(), ProfilesFormat::Csv);
  WriteProfiles(folder / "p.csv.gz", MakeProfiles(), ProfilesFormat::CsvGz);
  fs::create_directories(folder / "elsewhere");
  WriteProfiles(folder / "elsewhere/q.csv.gz", MakeProfiles(), ProfilesFormat::CsvGz);
  CHECK(Read(folder / "p.csv") ==
        "Metadata_Plate,Metadata_Well,Cells_a,Cells_b,Cells_c\nP,A01,0.1,2,\nP,A02,-1e-07,5,6\n");
  const std::string bytes = Read(folder / "p.csv.gz");
  CHECK(bytes == Read(folder / "elsewhere/q.csv.gz"));
  CHECK(bytes.substr(0, 8) == std::string("\x1F\x8B\x08\0\0\0\0\0", 8)); // deflate, no flags, no time
  CHECK(bytes[9] == '\xFF');                                             // system unknown
  CHECK(FormatCsv(ReadCsv(folder / "p.csv.gz")) == Read(folder / "p.csv"));
  REQUIRE(std::system(("gzip -t " + (folder / "p.csv.gz").string()).c_str()) == 0);
}

TEST_CASE("GCT 1.3: wells are columns, metadata rows stand above the features")
{
  CHECK(FormatGct(MakeProfiles()) == "#1.3\n"
                                     "3\t2\t1\t2\n"
                                     "id\tcp_feature_name\tSAMPLE_0\tSAMPLE_1\n"
                                     "Plate\tNA\tP\tP\n"
                                     "Well\tNA\tA01\tA02\n"
                                     "Cells_a\tCells_a\t0.1\t-1e-07\n"
                                     "Cells_b\tCells_b\t2\t5\n"
                                     "Cells_c\tCells_c\tNaN\t6\n");
  Profiles tabbed = MakeProfiles();
  tabbed.metadata.Set("Metadata_Well", Table::Text{ "A01", "A\t2" });
  CHECK_HOLDS(MessageOf([&] { FormatGct(tabbed); }), "has a tab or a line break");
  Profiles narrow = MakeProfiles();
  narrow.precision = Profiles::Precision::Float32;
  narrow.values[0] = static_cast<float>(0.1);
  CHECK_HOLDS(FormatGct(narrow), "Cells_a\tCells_a\t0.1\t");
}

TEST_CASE("names of formats are their endings")
{
  for (const std::string name : { "csv", "csv.gz", "parquet", "h5ad", "gct" })
  {
    CHECK(EndingOf(ProfilesFormatFromName(name)) == name);
  }
  CHECK_HOLDS(MessageOf([] { ProfilesFormatFromName("xlsx"); }), "expected csv, csv.gz, parquet, h5ad or gct");
}
