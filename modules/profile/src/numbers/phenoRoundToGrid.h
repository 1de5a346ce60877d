#ifndef phenoRoundToGrid_h
#define phenoRoundToGrid_h

namespace pheno
{
/** A number of magnitude up to 2^10, rounded to a multiple of 2^-40: adding and taking away 1.5 x 2^12 leaves no finer
 * bits. */
inline double
RoundToGrid(double value)
{
  constexpr double kShift = 6144.0;
  return (value + kShift) - kShift;
}
} // namespace pheno

#endif
