#ifndef phenoGreySamples_h
#define phenoGreySamples_h

#include <cstddef>
#include <cstdint>

namespace pheno
{
/** How a row of a picture lies in memory: samples of 8 bits, or of 16 with the higher byte first. */
struct SampleLayout
{
  std::size_t   width = 0;
  std::uint32_t samples = 1; ///< a pixel: grey; grey and opacity; red, green, blue; these and opacity
  unsigned      bits = 8;

  std::size_t
  PixelBytes() const
  {
    return samples * (bits / 8);
  }
};

/** The grey levels of row y. Throws BadData, without the file's name, for the first pixel whose colours differ or which
 * is not opaque. `grey` may begin where `row` begins, as long as pixels have at most four bytes. */
void
TakeGrey(const unsigned char * row, const SampleLayout & layout, std::size_t y, float * grey);
} // namespace pheno

#endif
