#include "phenoGreySamples.h"

#include "phenoError.h"

#include <algorithm>
#include <array>

namespace pheno
{
namespace
{
constexpr std::size_t kMostSamples = 4;

template <unsigned VBits>
unsigned
SampleAt(const unsigned char * row, std::size_t i)
{
  return VBits == 8 ? row[i] : static_cast<unsigned>(row[2 * i] << 8 | row[2 * i + 1]);
}

[[noreturn]] void
RefusePixel(const std::array<unsigned, kMostSamples> & pixel, std::uint32_t samples, std::size_t x, std::size_t y)
{
  std::string values;
  for (std::uint32_t s = 0; s < samples; ++s)
  {
    values += (s == 0 ? "" : ", ") + std::to_string(pixel[s]);
  }
  const std::string place = "pixel (" + std::to_string(x) + ", " + std::to_string(y) + ") is (" + values + ")";
  const bool        isGrey = samples < 3 || (pixel[0] == pixel[1] && pixel[0] == pixel[2]);
  throw BadData(isGrey ? "is not opaque: " + place : "is a colour image: " + place + ", expected grey");
}

template <unsigned VBits>
void
TakeGreyOf(const unsigned char * row, const SampleLayout & layout, std::size_t y, float * grey)
{
  const std::uint32_t samples = layout.samples;
  const std::uint32_t colours = samples < 3 ? 1 : 3;
  for (std::size_t x = 0; x < layout.width; ++x)
  {
    std::array<unsigned, kMostSamples> pixel{};
    bool                               good = true;
    for (std::uint32_t s = 0; s < samples; ++s)
    {
      pixel[s] = SampleAt<VBits>(row, x * samples + s);
      good = good && (s < colours ? pixel[s] == pixel[0] : pixel[s] == (1u << VBits) - 1);
    }
    if (!good)
    {
      RefusePixel(pixel, samples, x, y);
    }
    grey[x] = static_cast<float>(pixel[0]);
  }
}
} // namespace

void
TakeGrey(const unsigned char * row, const SampleLayout & layout, std::size_t y, float * grey)
{
  if (layout.samples == 1 && layout.bits == 8)
  {
    std::copy_n(row, layout.width, grey);
    return;
  }
  (layout.bits == 8 ? &TakeGreyOf<8> : &TakeGreyOf<16>)(row, layout, y, grey);
}
} // namespace pheno
