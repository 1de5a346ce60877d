#include "phenoChannelFeatures.h"
#include "phenoDevice.h"
#include "phenoEmbedder.h"
#include "phenoEncoder.h"
#include "phenoEncoderModel.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"

#include "phenoTest.h"

using namespace pheno;

namespace
{
/** Crops that must not be read. */
class Unread : public CropSource
{
public:
  const CropShape &
  Shape() const override
  {
    return m_Shape;
  }
  std::int64_t
  Size() const override
  {
    return 4;
  }
  const std::byte *
  Read(std::int64_t, std::vector<std::byte> &) const override
  {
    throw LearnError("a crop was read");
  }

private:
  CropShape m_Shape{ 1, 32, 32, PixelType::kUInt8 };
};
} // namespace

TEST_CASE("A device has a name of LibTorch's; one that is not there is named")
{
  CHECK(DeviceOf("cpu").is_cpu());
  for (const char * name : { "gpu", "cuda", "cuda:", "cuda:x", "cuda:-1", "cuda:1 ", "cuda:99999999999", "" })
  {
    CHECK_THROWS_WITH_AS(DeviceOf(name), doctest::Contains("expected \"cpu\" or \"cuda:N\""), LearnError);
  }
  CHECK_THROWS_WITH_AS(DeviceOf("cuda:127"), doctest::Contains("\"cuda:127\" is not there"), LearnError);
}

TEST_CASE("Training and embedding refuse a device that is not there before a crop is read")
{
  const Unread            crops;
  const std::string       missing = "\"cuda:127\" is not there";
  const test::RandomCrops none(0, 1, 32);
  const auto              source = none.Source();
  TrainingData            data = none.Data(source);
  TrainingSettings        settings;
  settings.architecture = "cnn4";
  settings.epochs = 0;
  const auto trained = Train(data, settings, {}).model;

  data.crops = &crops;
  data.class_of_crop = { 0, 1, 2, 3 };
  settings.epochs = 1;
  TrainingRun run;
  run.device = "cuda:127";
  CHECK_THROWS_WITH_AS(Train(data, settings, run), doctest::Contains(missing.c_str()), LearnError);

  EncoderModel      model(trained->Description(), std::shared_ptr<Encoder>(trained, &trained->Network()), {});
  EmbeddingSettings embedding;
  embedding.device = "cuda:127";
  CHECK_THROWS_WITH_AS(Embed(model, crops, { "channel0" }, embedding), doctest::Contains(missing.c_str()), LearnError);
  CHECK_THROWS_WITH_AS(
    EmbedPlates(model, crops, { "channel0" }, std::vector<std::string>(4, "P"), std::vector<bool>(4, true), embedding),
    doctest::Contains(missing.c_str()),
    LearnError);
  ChannelFeatureSettings features;
  features.device = "cuda:127";
  CHECK_THROWS_WITH_AS(ChannelFeatures(model.Network(), crops, { 0, 0, 0, 0 }, 1, features),
                       doctest::Contains(missing.c_str()),
                       LearnError);
}
