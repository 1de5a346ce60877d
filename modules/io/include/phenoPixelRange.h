#ifndef phenoPixelRange_h
#define phenoPixelRange_h

#include <cstddef>
#include <cstdint>
#include <limits>

namespace pheno
{
struct PlaneKind;

/** What one pass over a plane's pixels tells, in grey levels. */
struct PixelRange
{
  double      minimum = 0;
  double      maximum = 0;
  double      mean = 0; ///< from an exact sum for whole grey levels up to a sum of 2^53
  std::size_t count = 0;
  std::size_t saturated = 0;  ///< have the highest level that the plane's integers can hold; 0 for floats and 32 bits
  std::size_t not_finite = 0; ///< are infinite or no number; with any, the rest says nothing
};

/** Looks at pixels as they come. The result does not depend on the processor; that of floats depends in its last digits
 * on how the pixels are cut into pieces. */
class PixelRangeMeter
{
public:
  explicit PixelRangeMeter(const PlaneKind & kind);

  void
  Add(const float * pixels, std::size_t count);

  /** At least one pixel was added. */
  PixelRange
  Finish() const;

private:
  template <typename TSum>
  void
  AddFew(const float * pixels, std::size_t count);

  bool          m_FewLevels; ///< whole numbers up to 65535
  float         m_Highest;
  float         m_Minimum = std::numeric_limits<float>::infinity();
  float         m_Maximum = -std::numeric_limits<float>::infinity();
  double        m_Sum = 0;
  std::uint64_t m_Count = 0;
  std::uint64_t m_Saturated = 0;
  std::uint64_t m_NotFinite = 0;
};

/** How many pixels are infinite or no number. */
std::size_t
CountNotFinite(const float * pixels, std::size_t count);
} // namespace pheno

#endif
