#include "phenoCropSource.h"
#include "phenoInputScaling.h"
#include "phenoLearnError.h"

#include "phenoTest.h"

using namespace pheno;

TEST_CASE("Blocks are read in order, empty ones skipped")
{
  const std::vector<std::uint16_t> a = { 1, 2 }, b = { 3, 4, 5, 6 };
  const CropShape                  shape{ 1, 1, 2, PixelType::kUInt16 };
  const BlockCropSource            source(shape, { { a.data(), 1 }, { nullptr, 0 }, { b.data(), 2 } });
  std::vector<std::byte>           scratch;
  const auto                       first = [&](const CropSource & s, std::int64_t i) {
    return *reinterpret_cast<const std::uint16_t *>(s.Read(i, scratch));
  };
  REQUIRE(source.Size() == 3);
  CHECK(first(source, 0) == 1);
  CHECK(first(source, 1) == 3);
  CHECK(first(source, 2) == 5);
  const SubsetCropSource subset(source, { 2, 0 });
  CHECK(subset.Size() == 2);
  CHECK(first(subset, 0) == 5);
  CHECK(first(subset, 1) == 1);
}

TEST_CASE("Impossible sources and indices are refused")
{
  const CropShape shape{ 1, 1, 1, PixelType::kUInt8 };
  CHECK_THROWS_AS(BlockCropSource({ 0, 1, 1, PixelType::kUInt8 }, {}), LearnError);
  CHECK_THROWS_AS(BlockCropSource(shape, { { nullptr, 1 } }), LearnError);
  const BlockCropSource  none(shape, {});
  std::vector<std::byte> scratch;
  CHECK(none.Size() == 0);
  CHECK_THROWS_WITH_AS(none.Read(0, scratch), "crop 0 asked of a source of 0 crops", LearnError);
  CHECK_THROWS_AS(SubsetCropSource(none, { 0 }), LearnError);
}

TEST_CASE("Range scaling maps a range to half around zero and a constant channel to zero")
{
  const InputScaling scaling = RangeScaling({ 100, 5 }, { 300, 5 });
  CHECK((300 - scaling.offset[0]) * scaling.scale[0] == doctest::Approx(0.5));
  CHECK((100 - scaling.offset[0]) * scaling.scale[0] == doctest::Approx(-0.5));
  CHECK((5 - scaling.offset[1]) * scaling.scale[1] == 0.0F);
  CHECK_THROWS_AS(RangeScaling({ 2 }, { 1 }), LearnError);
  CHECK_THROWS_AS(RangeScaling({ 2 }, {}), LearnError);
  CHECK(InputScalingFromJson(ToJson(scaling), 2) == scaling);
  CHECK_THROWS_AS(InputScalingFromJson(ToJson(scaling), 3), LearnError);
}
