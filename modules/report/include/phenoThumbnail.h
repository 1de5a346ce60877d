#ifndef phenoThumbnail_h
#define phenoThumbnail_h

#include "phenoImage.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace pheno
{
/** Grey values that are drawn black (`low` and below) and at full colour (`high` and above). An empty range
 * (high <= low) or one with a NaN draws the channel black. */
struct DisplayRange
{
  double low = 0;
  double high = 0;
};

/** How one channel is drawn: its range and the colour (red, green, blue) of its brightest pixels. */
struct ChannelDisplay
{
  std::string                 channel;
  DisplayRange                range;
  std::array<std::uint8_t, 3> colour{ 255, 255, 255 };
};

/** Colours for n channels in the screen's order: white for one, green and magenta for two (told apart by the
 * colour-blind), then blue, green, orange, magenta, cyan, yellow, repeated. */
std::vector<std::array<std::uint8_t, 3>>
DefaultChannelColours(std::size_t n);

/** The `lowPercent` and `highPercent` percentiles (linear interpolation between order statistics) of a plane's finite
 * pixels; {0, 0} where there is none. Throws Error unless 0 <= lowPercent < highPercent <= 100. */
DisplayRange
AutomaticRange(const Plane & plane, double lowPercent = 0.5, double highPercent = 99.8);

/** One range for wells that are to be compared: the median of the lows and the median of the highs; {0, 0} of none. */
DisplayRange
CommonRange(const std::vector<DisplayRange> & ranges);

/** Draws the channels over one another (their light adds up) and encodes the picture as JPEG.
 *
 * `longestSide` in pixels: a larger image is shrunk by area averaging, a smaller one is left as it is. The same ranges
 * for several wells make their pictures comparable. Bytes depend on the arguments alone. Throws Error for an image
 * without pixels, a channel it lacks, no channel at all, a side below 1. */
std::vector<std::uint8_t>
MakeThumbnail(const Image & image, const std::vector<ChannelDisplay> & channels, int longestSide);
} // namespace pheno

#endif
