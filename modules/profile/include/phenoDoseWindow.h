#ifndef phenoDoseWindow_h
#define phenoDoseWindow_h

#include <span>

namespace pheno
{
/** Separation over a dose series (CellProfiler's CalculateStatistics; Ravkin 2004). NaN where the range of means is 0
 * or there are fewer than two doses. */
struct DoseWindow
{
  double v_factor;          ///< 1 - 6 mean(sd per dose) / (max mean - min mean), population sd (0 for one well)
  double v_factor_sample;   ///< with sample sd; doses of one well are left out of the mean
  double zprime;            ///< Z' of the lowest and the highest dose, population sd
  double zprime_one_tailed; ///< deviations only of the wells between the two means, sqrt(sum / count)
};

/** \param doses one a well; \param responses one a well. Throws ProfileError for different lengths or a NaN. */
DoseWindow
ComputeDoseWindow(std::span<const double> doses, std::span<const double> responses);
} // namespace pheno

#endif
