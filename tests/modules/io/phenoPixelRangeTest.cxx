#include "phenoPixelRange.h"

#include "phenoError.h"
#include "phenoReadPlane.h"
#include "phenoTestFiles.h"
#include "phenoTiff.h"
#include "phenoZarrMaker.h"

#include <cmath>
#include <limits>
#include <vector>

using namespace pheno;
using namespace pheno::test;

namespace
{
constexpr float kInfinity = std::numeric_limits<float>::infinity();

Plane::Pointer
MakePlane(const std::vector<float> & pixels)
{
  const auto plane = Plane::New();
  plane->SetRegions(itk::Size<2>{ { pixels.size(), 1 } });
  plane->Allocate();
  std::copy(pixels.begin(), pixels.end(), plane->GetBufferPointer());
  return plane;
}
} // namespace

TEST_CASE("lowest, highest, mean and saturated pixels, wherever they stand")
{
  for (const std::size_t count : { 1, 15, 16, 17, 100 })
  {
    for (std::size_t at = 0; at < count; ++at)
    {
      CAPTURE(count);
      CAPTURE(at);
      std::vector<float> pixels(count, 7.0F);
      pixels[at] = 4095.0F;
      const PixelRange range = MeasurePixelRange(*MakePlane(pixels), 4095.0F);
      CHECK(range.minimum == (count == 1 ? 4095 : 7));
      CHECK(range.maximum == 4095);
      CHECK(range.mean == (7.0 * static_cast<double>(count - 1) + 4095.0) / static_cast<double>(count));
      CHECK(range.saturated == 1);
      pixels[at] = -3.0F;
      CHECK(MeasurePixelRange(*MakePlane(pixels), kInfinity).minimum == -3);
    }
  }
}

TEST_CASE("pixels that are no finite numbers are counted")
{
  std::vector<float> pixels(40, 1.0F);
  CHECK(CountNotFinite(*MakePlane(pixels)) == 0);
  pixels[3] = std::nanf("");
  pixels[20] = kInfinity;
  pixels[39] = -kInfinity;
  CHECK(CountNotFinite(*MakePlane(pixels)) == 3);
}

TEST_CASE("a plane is not read when a pixel of it is no number")
{
  const TemporaryFolder folder;
  const fs::path        path = folder / "nan.tif";
  WriteTiffFloat(path, { MakePlane({ 1.0F, std::nanf(""), 3.0F }).GetPointer() });
  CHECK_THROWS_WITH_AS(ReadPlane(path), (path.string() + ": 1 of its 3 pixels is no finite number").c_str(), BadData);
  const fs::path array = folder / "array";
  Write(array / ".zarray", MetadataV2({ 1, 3 }, { 1, 3 }, "<f4").dump());
  Write(array / "0.0", ItemBytes(std::vector<float>{ kInfinity, 2.0F, -kInfinity }));
  CHECK_THROWS_WITH_AS(
    ReadPlane(array), (array.string() + ": 2 of its 3 pixels are no finite numbers").c_str(), BadData);
}
