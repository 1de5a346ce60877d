#include "phenoProfiles.h"
#include "phenoTable.h"
#include "phenoTestFiles.h"
#include "phenoValueCodec.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace pheno;

namespace
{
bool
WithParquet()
{
  const auto profiles = std::make_shared<Profiles>();
  profiles->metadata.Add("Metadata_Well", Table::Text{});
  const test::TemporaryFolder folder;
  return ExportValue(Ptr<Profiles>(profiles), folder.Path(), "p").back().extension() == ".parquet";
}

Profiles
MakeProfiles(Profiles::Precision precision, std::size_t rows)
{
  Profiles profiles;
  profiles.precision = precision;
  profiles.features = { "f.1", "f2" };
  Table::Text    wells;
  Table::Real    doses;
  Table::Integer counts;
  for (std::size_t i = 0; i < rows; ++i)
  {
    wells.push_back(i % 3 == 0 ? "" : "\xC3\x84" + std::to_string(i));
    doses.push_back(i % 5 == 0 ? std::numeric_limits<double>::quiet_NaN() : 0.1 * static_cast<double>(i));
    counts.push_back(static_cast<std::int64_t>(i) - 7);
    profiles.values.push_back(static_cast<float>(0.1 * static_cast<double>(i)));
    profiles.values.push_back(i % 7 == 0 ? std::numeric_limits<double>::quiet_NaN() : -static_cast<double>(i));
  }
  profiles.metadata.Add("Metadata_Well", wells);
  profiles.metadata.Add("Metadata_Dose", doses);
  profiles.metadata.Add("Metadata_Count", counts);
  return profiles;
}

bool
Same(const std::vector<double> & a, const std::vector<double> & b)
{
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) {
           return x == y || (std::isnan(x) && std::isnan(y));
         });
}
} // namespace

TEST_CASE("profiles go through Parquet with types, precision and list of features")
{
  if (!WithParquet())
  {
    PHENO_SKIP("this build has no Parquet");
  }
  const test::TemporaryFolder folder;
  for (const auto precision : { Profiles::Precision::Float32, Profiles::Precision::Float64 })
  {
    for (const std::size_t rows : { 0, 1, 1000 })
    {
      CAPTURE(rows);
      const Profiles profiles = MakeProfiles(precision, rows);
      const fs::path path = ExportValue(Ptr<Profiles>(std::make_shared<Profiles>(profiles)), folder.Path(), "p").back();
      const auto     back = std::get<Ptr<Profiles>>(ImportValue(ValueType::Profiles, path));
      CHECK(back->features == profiles.features);
      CHECK(Same(back->values, profiles.values));
      CHECK(back->metadata.Names() == profiles.metadata.Names());
      CHECK(std::get<Table::Text>(back->metadata.At("Metadata_Well").cells) ==
            profiles.metadata.Texts("Metadata_Well"));
      CHECK(Same(std::get<Table::Real>(back->metadata.At("Metadata_Dose").cells),
                 profiles.metadata.Numbers("Metadata_Dose")));
      CHECK(std::get<Table::Integer>(back->metadata.At("Metadata_Count").cells) ==
            std::get<Table::Integer>(profiles.metadata.At("Metadata_Count").cells));

      const auto table = std::get<Ptr<Table>>(ImportValue(ValueType::Table, path));
      CHECK(table->Names() ==
            std::vector<std::string>{ "Metadata_Well", "Metadata_Dose", "Metadata_Count", "f.1", "f2" });
    }
  }
  // The precision is that of all real columns: metadata of 64 bits beside features of 32 do not widen the features.
  const auto     narrow = std::make_shared<Profiles>(MakeProfiles(Profiles::Precision::Float32, 4));
  const fs::path path = ExportValue(Ptr<Profiles>(narrow), folder.Path(), "n").back();
  CHECK(std::get<Ptr<Profiles>>(ImportValue(ValueType::Profiles, path))->precision == Profiles::Precision::Float32);

  // Errors.
  test::Write(folder / "bad.parquet", "PAR1 but no more");
  CHECK_HOLDS(test::MessageOf([&] { ImportValue(ValueType::Table, folder / "bad.parquet"); }), "bad.parquet");
  const std::string whole = test::Read(path);
  test::Write(folder / "cut.parquet", whole.substr(0, whole.size() / 2));
  CHECK_HOLDS(test::MessageOf([&] { ImportValue(ValueType::Profiles, folder / "cut.parquet"); }), "cut.parquet");
  Profiles latin = MakeProfiles(Profiles::Precision::Float32, 1);
  latin.metadata.Set("Metadata_Well", Table::Text{ "\xE4" });
  CHECK_HOLDS(
    test::MessageOf([&] { ExportValue(Ptr<Profiles>(std::make_shared<Profiles>(latin)), folder.Path(), "l"); }),
    "column 'Metadata_Well', row 1: the text is not UTF-8");
}
