#include "phenoTiffGrey.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace pheno
{
namespace
{
GreyMap
MapOfPalette(const TiffFile & file, const PageLayout & page)
{
  std::uint16_t * red = nullptr;
  std::uint16_t * green = nullptr;
  std::uint16_t * blue = nullptr;
  if (page.bits > 8 || page.format != SAMPLEFORMAT_UINT ||
      !TIFFGetField(file.Get(), TIFFTAG_COLORMAP, &red, &green, &blue))
  {
    file.Fail("is a palette image without a usable palette");
  }
  const std::size_t entries = std::size_t(1) << page.bits;
  // Entries have 16 bits; some old programs wrote 8-bit numbers instead.
  const bool         narrow = std::all_of(red, red + entries, [](std::uint16_t v) { return v < 256; });
  std::vector<float> grey(entries, std::numeric_limits<float>::quiet_NaN());
  for (std::size_t i = 0; i < entries; ++i)
  {
    if (red[i] == green[i] && red[i] == blue[i])
    {
      grey[i] = static_cast<float>(narrow ? red[i] : red[i] >> 8);
    }
  }
  return [&file, grey = std::move(grey), red, green, blue](float * samples, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
    {
      const auto index = static_cast<std::size_t>(samples[i]);
      samples[i] = grey[index];
      if (std::isnan(samples[i]))
      {
        file.Fail("is a colour image: its palette maps " + std::to_string(index) + " to (" +
                  std::to_string(red[index]) + ", " + std::to_string(green[index]) + ", " +
                  std::to_string(blue[index]) + "), expected grey");
      }
    }
  };
}

GreyMap
MapOfWhiteIsZero(const TiffFile & file, const PageLayout & page)
{
  if (page.format != SAMPLEFORMAT_UINT)
  {
    file.Fail("declares zero as white with samples that have no highest value");
  }
  return [highest = std::ldexp(1.0, page.bits) - 1](float * samples, std::size_t count) {
    std::transform(samples, samples + count, samples, [&](float value) { return static_cast<float>(highest - value); });
  };
}
} // namespace

GreyMap
MakeGreyMap(const TiffFile & file, const PageLayout & page)
{
  switch (page.photometric)
  {
    case PHOTOMETRIC_PALETTE:
      return MapOfPalette(file, page);
    case PHOTOMETRIC_MINISWHITE:
      return MapOfWhiteIsZero(file, page);
    default:
      return {};
  }
}
} // namespace pheno
