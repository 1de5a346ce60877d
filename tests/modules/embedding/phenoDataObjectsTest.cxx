#include "phenoTest.h"

#include "modules/embedding/phenoEmbeddingTest.h"

#include "phenoCropSource.h"
#include "phenoProfileDataObject.h"
#include "phenoValueCodec.h"

#include <cstring>

using namespace pheno;

TEST_CASE("crops are appended without a copy, and their source reads through all blocks")
{
  auto                   crops = test::MakeScreen();
  const auto &           blocks = crops->GetBlocks();
  std::vector<std::byte> scratch;
  CHECK(crops->GetNumberOfCrops() == 18);
  CHECK(crops->GetChannels() == std::vector<std::string>{ "dna", "actin" });
  CHECK(crops->GetTable().Texts("Metadata_Well")[5] == "A02");
  CHECK(crops->GetSource().Size() == 18);
  CHECK(crops->GetSource().Read(5, scratch) == blocks[1]->pixels);
  CHECK(blocks[1].use_count() == 1);
}

TEST_CASE("crops that do not fit those before are refused, and nothing is kept of them")
{
  auto       crops = test::MakeScreen();
  const auto time = crops->GetMTime();
  CHECK_THROWS_WITH_AS(
    crops->Append(test::MakeWell(1, "P1", "A03", "treatment", 0, 16)),
    doctest::Contains("found crops with channels dna, actin of 16 x 16 px uint8, expected those before: "
                      "dna, actin of 32 x 32 px uint8"),
    itk::ExceptionObject);
  auto other = std::make_shared<Crops>(*test::MakeWell(1, "P1", "A03", "treatment"));
  other->channels = { "actin", "dna" };
  CHECK_THROWS_AS(crops->Append(other), itk::ExceptionObject);
  other->channels = { "dna", "actin" };
  other->table.Remove("Metadata_role");
  CHECK_THROWS_WITH_AS(crops->Append(other), doctest::Contains("Metadata_role"), itk::ExceptionObject);
  CHECK(crops->GetNumberOfCrops() == 18);
  CHECK(crops->GetTable().Rows() == 18);
  CHECK(crops->GetMTime() == time);
}

TEST_CASE("an empty object of crops has no source, one with an empty block has")
{
  auto crops = CropDataObject::New();
  CHECK(crops->GetNumberOfCrops() == 0);
  CHECK(crops->GetChannels().empty());
  CHECK_THROWS_AS(crops->GetSource(), itk::ExceptionObject);
  crops->Append(test::MakeWell(0, "P1", "A01", "negcon"));
  CHECK(crops->GetSource().Size() == 0);
  crops->Append(test::MakeWell(2, "P1", "A02", "negcon"));
  CHECK(crops->GetSource().Size() == 2);
  crops->Initialize();
  CHECK_THROWS_AS(crops->GetSource(), itk::ExceptionObject);
}

TEST_CASE("grafting shares content and refuses another kind of object")
{
  auto crops = test::MakeScreen();
  auto model = test::MakeUntrained();
  auto profiles = ProfileDataObject::New();
  profiles->SetProfiles({ Table({ "Metadata_Well" }, { { "A01" } }), { "f" }, { 0.5 } });

  auto cropsToo = CropDataObject::New();
  cropsToo->Graft(crops);
  CHECK(cropsToo->GetBlocks() == crops->GetBlocks());
  CHECK(cropsToo->GetSource().Size() == 18);
  auto modelToo = EncoderModelDataObject::New();
  modelToo->Graft(model);
  CHECK(modelToo->GetModel() == model->GetModel());
  auto profilesToo = ProfileDataObject::New();
  profilesToo->Graft(profiles);
  CHECK(&profilesToo->GetProfiles() == &profiles->GetProfiles());

  CHECK_THROWS_WITH_AS(cropsToo->Graft(model), doctest::Contains("expected a CropDataObject"), itk::ExceptionObject);
  CHECK_THROWS_AS(modelToo->Graft(profiles), itk::ExceptionObject);
  CHECK_THROWS_AS(profilesToo->Graft(crops), itk::ExceptionObject);
}

TEST_CASE("profiles whose parts do not fit are refused")
{
  auto profiles = ProfileDataObject::New();
  CHECK(profiles->GetProfiles().Rows() == 0);
  CHECK_THROWS_AS(profiles->SetProfiles({ Table({ "Metadata_Well" }, { { "A01" } }), { "f" }, { 0.5, 0.5 } }),
                  itk::ExceptionObject);
}

TEST_CASE("crops and encoders that were written come back as data objects")
{
  const test::TemporaryFolder folder;
  auto                        crops = CropDataObject::New();
  const auto                  written = SaveValue(test::MakeWell(3, "P1", "A01", "negcon"), folder.Path(), "crops");
  crops->Append(std::get<Ptr<Crops>>(LoadValue(ValueType::Crops, written)));
  std::vector<std::byte> scratch;
  const std::byte *      pixels = crops->GetSource().Read(2, scratch);
  const auto             same = test::MakeWell(3, "P1", "A01", "negcon");
  CHECK(crops->GetTable().Texts("Metadata_Well") == Table::Text(3, "A01"));
  CHECK(std::memcmp(pixels, static_cast<const std::byte *>(same->pixels) + 2 * 2 * 32 * 32, 2 * 32 * 32) == 0);

  test::MakeUntrained()->GetModel()->Save((folder / "model").string());
  auto model = EncoderModelDataObject::New();
  model->SetModel(std::make_shared<const EncoderModel>(EncoderModel::Load((folder / "model").string())));
  CHECK(model->GetModel()->EmbeddingWidth() == 8);
}
