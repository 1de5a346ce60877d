#ifndef phenoStarMatches_h
#define phenoStarMatches_h

#include "phenoPlaneView.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace pheno
{
/** Objects found, there, and matched at several bounds of the intersection over union, over images. */
class StarMatches
{
public:
  static constexpr std::array<double, 3> kBounds{ 0.5, 0.7, 0.9 };

  void
  Add(PlaneView<const std::uint32_t> labels, PlaneView<const std::uint32_t> truth);

  /** 2 matched / (found + there), at each bound. */
  std::array<double, kBounds.size()>
  F1() const;
  /** The mean of these. */
  double
  MeanF1() const;

private:
  std::size_t                             m_Objects = 0; ///< found and there
  std::array<std::size_t, kBounds.size()> m_Matched{};
};
} // namespace pheno

#endif
