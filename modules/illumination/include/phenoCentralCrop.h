#ifndef phenoCentralCrop_h
#define phenoCentralCrop_h

#include <cstddef>

namespace pheno
{
/** A part of an axis, in pixels. */
struct AxisCrop
{
  std::size_t start;
  std::size_t size;
};

/** The middle of an axis, as JUMP's 8-bit preparation crops it: it starts at pixels / 2 - crop / 2 (whole numbers); a
 * crop of 0 or of more than there is takes the whole. */
constexpr AxisCrop
CentralCrop(std::size_t pixels, std::size_t crop)
{
  return crop > 0 && crop <= pixels ? AxisCrop{ pixels / 2 - crop / 2, crop } : AxisCrop{ 0, pixels };
}
} // namespace pheno

#endif
