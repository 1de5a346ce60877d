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

TEST_CASE("lowest, highest, mean and saturated pixels, wherever they stand and however they come")
{
  for (const std::size_t count : { 1, 15, 16, 17, 100, 4095, 4096, 4097, 9000 })
  {
    for (std::size_t at = 0; at < count; at += 1 + count / 50)
    {
      CAPTURE(count);
      CAPTURE(at);
      std::vector<float> pixels(count, 7.0F);
      pixels[at] = 4095.0F;
      for (const PlaneKind & kind : { PlaneKind{ 0, 0, 12, false }, PlaneKind{ 0, 0, 32, false } })
      {
        PixelRangeMeter meter(kind);
        meter.Add(pixels.data(), at);
        meter.Add(pixels.data() + at, count - at);
        const PixelRange range = meter.Finish();
        CHECK(range.minimum == (count == 1 ? 4095 : 7));
        CHECK(range.maximum == 4095);
        CHECK(range.mean == (7.0 * static_cast<double>(count - 1) + 4095.0) / static_cast<double>(count));
        CHECK(range.saturated == (kind.bits == 12 ? 1 : 0));
        CHECK(range.count == count);
      }
    }
  }
}

TEST_CASE("sums of the highest grey levels are exact")
{
  const std::vector<float> pixels(100000, 65535.0F);
  PixelRangeMeter          meter({ 0, 0, 16, false });
  meter.Add(pixels.data(), pixels.size());
  CHECK(meter.Finish().mean == 65535.0);
  CHECK(meter.Finish().saturated == pixels.size());
}

TEST_CASE("pixels that are no finite numbers are counted")
{
  std::vector<float> pixels(40, 1.0F);
  CHECK(CountNotFinite(pixels.data(), pixels.size()) == 0);
  pixels[3] = std::nanf("");
  pixels[20] = kInfinity;
  pixels[39] = -kInfinity;
  CHECK(CountNotFinite(pixels.data(), pixels.size()) == 3);
  PixelRangeMeter meter({ 0, 0, 32, true });
  meter.Add(pixels.data(), pixels.size());
  CHECK(meter.Finish().not_finite == 3);
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
