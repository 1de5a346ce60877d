#include "phenoValueCodec.h"

#include "phenoCrops.h"
#include "phenoCsv.h"
#include "phenoImage.h"
#include "phenoModel.h"
#include "phenoProfiles.h"
#include "phenoTable.h"
#include "phenoTestFiles.h"

#include <cmath>
#include <limits>
#include <map>

using namespace pheno;

namespace
{
template <typename T>
Value
Wrap(T value)
{
  return Ptr<T>(std::make_shared<T>(std::move(value)));
}

template <typename T>
Ptr<T>
LoadAs(ValueType type, const fs::path & path)
{
  return std::get<Ptr<T>>(LoadValue(type, path));
}

Plane::Pointer
MakePlane(float first)
{
  const auto plane = Plane::New();
  plane->SetRegions(itk::Size<2>{ { 5, 4 } });
  plane->Allocate();
  for (int i = 0; i < 20; ++i)
  {
    plane->GetBufferPointer()[i] = first + 0.5f * static_cast<float>(i);
  }
  return plane;
}

Profiles
MakeProfiles(Profiles::Precision precision)
{
  Profiles profiles;
  profiles.metadata.Add("Metadata_Well", Table::Text{ "A01", "A02" });
  profiles.metadata.Add("Metadata_Dose", Table::Real{ 0.1, std::numeric_limits<double>::quiet_NaN() });
  profiles.features = { "f1", "f2", "f,3" };
  profiles.values = { 0.1f, 2, 3, 4, std::numeric_limits<double>::quiet_NaN(), -6 };
  profiles.precision = precision;
  return profiles;
}

bool
SameValues(const std::vector<double> & a, const std::vector<double> & b)
{
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) {
           return x == y || (std::isnan(x) && std::isnan(y));
         });
}

std::map<std::string, std::string>
FilesIn(const fs::path & folder)
{
  std::map<std::string, std::string> files;
  for (const fs::directory_entry & entry : fs::recursive_directory_iterator(folder))
  {
    if (fs::is_regular_file(entry.status()))
    {
      files[entry.path().lexically_relative(folder).string()] = test::Read(entry.path());
    }
  }
  return files;
}
} // namespace

TEST_CASE("tables")
{
  const test::TemporaryFolder folder;
  const fs::path              path = SaveValue(Wrap(Table({ "a" }, { { "1" } })), folder / "deep" / "er", "t");
  CHECK(path == folder / "deep" / "er" / "t.csv");
  CHECK(LoadAs<Table>(ValueType::Table, path)->Texts("a") == Table::Text{ "1" });
  CHECK(LoadAs<Table>(ValueType::Table, SaveValue(Wrap(Table()), folder.Path(), "none"))->columns.empty());
  CHECK(LoadAs<Table>(ValueType::Table, SaveValue(Wrap(Table({ "a" }, {})), folder.Path(), "zero"))->Has("a"));
}

TEST_CASE("images and labels")
{
  const test::TemporaryFolder folder;
  Image                       image;
  image.channels = { "dna", "\xC3\xA9 \"r\"" };
  image.planes = { MakePlane(1).GetPointer(), MakePlane(-3).GetPointer() };
  const fs::path path = SaveValue(Wrap(image), folder.Path(), "image");
  CHECK(path == folder / "image.tif");
  const auto back = LoadAs<Image>(ValueType::Image, path);
  CHECK(back->channels == image.channels);
  CHECK(back->Plane("dna")->GetBufferPointer()[19] == 10.5f);
  CHECK(back->planes[1]->GetBufferPointer()[0] == -3);
  CHECK_THROWS_AS(SaveValue(Wrap(Image()), folder.Path(), "empty"), Error);

  const auto mask = LabelMask::New();
  mask->SetRegions(itk::Size<2>{ { 3, 2 } });
  mask->Allocate(true);
  mask->GetBufferPointer()[4] = 70000;
  const fs::path labels = SaveValue(Wrap(Labels{ mask.GetPointer() }), folder.Path(), "labels");
  CHECK(LoadAs<Labels>(ValueType::Labels, labels)->mask->GetBufferPointer()[4] == 70000);
}

TEST_CASE("crops of every type, mapped, and none at all")
{
  const test::TemporaryFolder folder;
  const Table                 table({ "Metadata_Well" }, { { "A01" }, { "A02" } });
  const fs::path              path = SaveValue(
    Wrap(Crops::Own(std::vector<std::uint8_t>{ 1, 2, 3, 4, 5, 6, 7, 8 }, { 2, 2, 1, 2 }, { "a", "b" }, table)),
    folder.Path(),
    "crops");
  const auto crops = LoadAs<Crops>(ValueType::Crops, path);
  CHECK(crops->shape == std::array<std::size_t, 4>{ 2, 2, 1, 2 });
  CHECK(crops->type == Crops::Type::UInt8);
  CHECK(crops->channels == std::vector<std::string>{ "a", "b" });
  CHECK(crops->table.Texts("Metadata_Well") == Table::Text{ "A01", "A02" });
  CHECK(static_cast<const std::uint8_t *>(crops->pixels)[7] == 8);

  const auto floats = LoadAs<Crops>(
    ValueType::Crops,
    SaveValue(Wrap(Crops::Own(std::vector<float>{ 0.5f, 1.5f }, { 2, 1, 1, 1 }, { "a" }, table)), folder.Path(), "f"));
  CHECK(floats->type == Crops::Type::Float32);
  CHECK(static_cast<const float *>(floats->pixels)[1] == 1.5f);
  const auto none = LoadAs<Crops>(
    ValueType::Crops,
    SaveValue(Wrap(Crops::Own(std::vector<std::uint16_t>(), { 0, 1, 8, 8 }, { "a" }, Table({ "Metadata_Well" }, {}))),
              folder.Path(),
              "z"));
  CHECK(none->shape == std::array<std::size_t, 4>{ 0, 1, 8, 8 });
  CHECK(none->table.Has("Metadata_Well"));

  test::Write(path / "crops.csv", "Metadata_Well\nA01\n");
  CHECK_HOLDS(test::MessageOf([&] { LoadValue(ValueType::Crops, path); }), "their table has 1 rows");
}

TEST_CASE("profiles in both precisions")
{
  const test::TemporaryFolder folder;
  for (const auto precision : { Profiles::Precision::Float32, Profiles::Precision::Float64 })
  {
    const Profiles profiles = MakeProfiles(precision);
    const auto     back = LoadAs<Profiles>(ValueType::Profiles, SaveValue(Wrap(profiles), folder.Path(), "p"));
    CHECK(back->precision == precision);
    CHECK(back->features == profiles.features);
    CHECK(SameValues(back->values, profiles.values));
    CHECK(back->metadata.Texts("Metadata_Dose") == Table::Text{ "0.1", "" });
  }
  const Profiles none = MakeProfiles(Profiles::Precision::Float64).Select({});
  const auto     back = LoadAs<Profiles>(ValueType::Profiles, SaveValue(Wrap(none), folder.Path(), "none"));
  CHECK(back->Rows() == 0);
  CHECK(back->Columns() == 3);
  test::Write(folder / "p" / "features.json", "{\"features\": [\"f1\"]}");
  CHECK_HOLDS(test::MessageOf([&] { LoadValue(ValueType::Profiles, folder / "p"); }), "does not fit");
}

TEST_CASE("models and files stay where a step wrote them, and are copied from elsewhere")
{
  const test::TemporaryFolder folder;
  test::Write(folder / "away" / "weights.bin", "w");
  test::Write(folder / "away" / "deep" / "more.bin", "m");
  const Model    model{ folder / "away", Json{ { "kind", "k" } } };
  const fs::path copied = SaveValue(Wrap(model), folder / "store", "model");
  CHECK(copied == folder / "store" / "model");
  CHECK(test::Read(copied / "deep" / "more.bin") == "m");
  CHECK(LoadAs<Model>(ValueType::Model, copied)->description.at("kind") == "k");
  CHECK_FALSE(fs::exists(folder / "away" / "model.json")); // the source is left alone
  CHECK(SaveValue(Wrap(Model{ copied, model.description }), folder / "store", "model") == copied);
  CHECK_HOLDS(test::MessageOf([&] { LoadValue(ValueType::Model, folder / "away"); }), "model.json");

  test::Write(folder / "page.html", "<p>");
  const fs::path file = SaveValue(Wrap(File{ folder / "page.html" }), folder / "store", "report");
  CHECK(file == folder / "store" / "report.html");
  CHECK(test::Read(LoadAs<File>(ValueType::File, file)->path) == "<p>");
  CHECK(SaveValue(Wrap(File{ folder / "away" }), folder / "store", "tree") == folder / "store" / "tree");
  CHECK(fs::exists(folder / "store" / "tree" / "deep" / "more.bin"));
  test::Write(folder / "store" / "port" / "x.txt", "x");
  CHECK(SaveValue(Wrap(File{ folder / "store" / "port" / "x.txt" }), folder / "store", "port") ==
        folder / "store" / "port" / "x.txt");
  CHECK_THROWS_AS(SaveValue(Wrap(File{ folder / "nothing" }), folder / "store", "n"), Error);
}

TEST_CASE("the same value gives the same bytes")
{
  const test::TemporaryFolder folder;
  for (const std::string side : { "a", "b" })
  {
    Image image;
    image.channels = { "dna" };
    image.planes = { MakePlane(1).GetPointer() };
    SaveValue(Wrap(image), folder / side, "image");
    SaveValue(Wrap(MakeProfiles(Profiles::Precision::Float32)), folder / side, "profiles");
    SaveValue(Wrap(Crops::Own(std::vector<float>{ 1 }, { 1, 1, 1, 1 }, { "c" }, Table({ "w" }, { { "A01" } }))),
              folder / side,
              "crops");
    ExportValue(Wrap(MakeProfiles(Profiles::Precision::Float64)), folder / side, "out");
  }
  CHECK(FilesIn(folder / "a") == FilesIn(folder / "b"));
  CHECK(FilesIn(folder / "a").size() >= 10);
}

TEST_CASE("what is absent or damaged in the store is an error of the machine, never bad data")
{
  const test::TemporaryFolder folder;
  for (const ValueType type :
       { ValueType::Table, ValueType::Image, ValueType::Crops, ValueType::Profiles, ValueType::Model, ValueType::File })
  {
    CHECK_HOLDS(test::MessageOf([&] { LoadValue(type, folder / "none"); }), "none: does not exist");
  }
  test::Write(folder / "image.tif", "II*");
  try
  {
    LoadValue(ValueType::Image, folder / "image.tif");
    FAIL("a damaged image was read");
  }
  catch (const BadData &)
  {
    FAIL("a damaged store would become a quarantined image");
  }
  catch (const Error & error)
  {
    CHECK_HOLDS(error.what(), "a stored value is damaged");
  }
  CHECK_THROWS_AS(SaveValue(Ptr<Table>(), folder.Path(), "t"), Error);
}

TEST_CASE("profiles are imported from a CSV with a list of features, or by the prefix Metadata_")
{
  const test::TemporaryFolder folder;
  test::Write(folder / "a.csv", "Metadata_Well,f1,f2\nA01,1,2.5\n");
  const auto byPrefix = std::get<Ptr<Profiles>>(ImportValue(ValueType::Profiles, folder / "a.csv"));
  CHECK(byPrefix->features == std::vector<std::string>{ "f1", "f2" });
  CHECK(byPrefix->values == std::vector<double>{ 1, 2.5 });

  test::Write(folder / "b.csv", "well,moa,f2,f1\nA01,x,2.5,1\n");
  CHECK_HOLDS(test::MessageOf([&] { ImportValue(ValueType::Profiles, folder / "b.csv"); }), "cannot be told apart");
  test::Write(folder / "b.features.json", "{\"features\": [\"f1\", \"f2\"]}");
  const auto byList = std::get<Ptr<Profiles>>(ImportValue(ValueType::Profiles, folder / "b.csv"));
  CHECK(byList->values == std::vector<double>{ 1, 2.5 });
  CHECK(byList->metadata.Names() == std::vector<std::string>{ "well", "moa" });

  test::Write(folder / "c.csv", "Metadata_Well,name\nA01,x\n");
  CHECK_HOLDS(test::MessageOf([&] { ImportValue(ValueType::Profiles, folder / "c.csv"); }), "column 'name', row 1");
  SaveValue(Wrap(MakeProfiles(Profiles::Precision::Float32)), folder.Path(), "saved");
  CHECK(std::get<Ptr<Profiles>>(ImportValue(ValueType::Profiles, folder / "saved"))->Rows() == 2);
}

TEST_CASE("exported profiles come back, and their CSV has the shortest numbers of their precision")
{
  const test::TemporaryFolder folder;
  const auto                  paths = ExportValue(Wrap(MakeProfiles(Profiles::Precision::Float32)), folder.Path(), "e");
  CHECK(paths.front() == folder / "e.csv");
  CHECK(test::Read(folder / "e.csv") == "Metadata_Well,Metadata_Dose,f1,f2,\"f,3\"\nA01,0.1,0.1,2,3\nA02,,4,,-6\n");
  const auto back = std::get<Ptr<Profiles>>(ImportValue(ValueType::Profiles, folder / "e.csv"));
  CHECK(back->features == std::vector<std::string>{ "f1", "f2", "f,3" });
  CHECK(ExportValue(Wrap(Table({ "a" }, {})), folder.Path(), "t") == std::vector<fs::path>{ folder / "t.csv" });
}
