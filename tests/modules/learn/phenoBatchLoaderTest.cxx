#include "phenoBatchLoader.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"

#include "phenoTest.h"

using namespace pheno;

namespace
{
std::vector<learn::Batch>
LoadAll(const CropSource & source, int threads, std::int64_t batches)
{
  AugmentationSettings augmentation;
  augmentation.crop_scale_min = 0.5;
  augmentation.horizontal_flip = 0.5;
  augmentation.blur_probability = 0.5;
  const auto plan = [&](std::int64_t number) {
    const std::int64_t crop = number % source.Size();
    return learn::BatchRequest{ { crop, 0, 1, crop, 0, 1 }, 2, 5 };
  };
  learn::BatchLoader loader(
    source, { EightBitScaling(source.Shape().channels), augmentation, 9, threads }, plan, 3, batches);
  std::vector<learn::Batch> all;
  for (learn::Batch batch; loader.Next(batch);)
  {
    all.push_back(batch);
  }
  return all;
}

/** Fails when crop 4 is read. */
class BrokenSource : public BlockCropSource
{
public:
  using BlockCropSource::BlockCropSource;
  const std::byte *
  Read(std::int64_t index, std::vector<std::byte> & scratch) const override
  {
    if (index == 4)
    {
      throw LearnError("crop 4 is broken");
    }
    return BlockCropSource::Read(index, scratch);
  }
};
} // namespace

TEST_CASE("Batches have the same bytes in the same order for any number of threads")
{
  const test::RandomCrops crops(8, 2, 12);
  const auto              source = crops.Source();
  const auto              inLine = LoadAll(source, 0, 20);
  REQUIRE(inLine.size() == 17);
  CHECK(inLine[0].images.size() == 2 * 3 * source.Shape().Pixels());
  for (const int threads : { 1, 2, 5 })
  {
    const auto other = LoadAll(source, threads, 20);
    REQUIRE(other.size() == inLine.size());
    for (std::size_t i = 0; i < inLine.size(); ++i)
    {
      CHECK(other[i].crops == inLine[i].crops);
      CHECK(other[i].images == inLine[i].images);
    }
  }
}

TEST_CASE("The two views of a crop differ")
{
  const test::RandomCrops crops(8, 2, 12);
  const auto              source = crops.Source();
  const learn::Batch      batch = LoadAll(source, 1, 4).at(0);
  const auto              half = static_cast<std::ptrdiff_t>(batch.images.size() / 2);
  CHECK_FALSE(std::equal(batch.images.begin(), batch.images.begin() + half, batch.images.begin() + half));
}

TEST_CASE("A crop that cannot be read stops the consumer with its message, and a loader may be left early")
{
  test::RandomCrops  crops(8, 2, 12);
  const BrokenSource source({ 2, 12, 12, PixelType::kUInt8 }, { { crops.Pixels().data(), 8 } });
  for (const int threads : { 0, 3 })
  {
    CHECK_THROWS_WITH_AS(LoadAll(source, threads, 20), "crop 4 is broken", LearnError);
  }
  const auto         good = crops.Source();
  const auto         plan = [](std::int64_t) { return learn::BatchRequest{ { 0 }, 0, 0 }; };
  learn::BatchLoader leftEarly(good, { EightBitScaling(2), {}, 0, 2 }, plan, 0, 1000);
  learn::Batch       batch;
  CHECK(leftEarly.Next(batch));
}
