#ifndef phenoPairQuantiles_h
#define phenoPairQuantiles_h

#include "phenoPairCorrelations.h"

#include <functional>

namespace pheno
{
/** Quantiles (linear interpolation) of the correlations of the defined pairs i < j that `includes` picks, without
 * storing them: one pass counts them in fine bins, a second one resolves the bins that hold what was asked for.
 * \param copies how often each pair counts: 2 for directed pairs
 * \param count receives the pairs that were picked, each once
 * \return one value a fraction in [0, 1]; NaN without pairs */
std::vector<double>
PairQuantiles(const PairCorrelations &                              correlations,
              const std::function<bool(std::size_t, std::size_t)> & includes,
              std::size_t                                           copies,
              std::span<const double>                               fractions,
              unsigned                                              threads,
              std::size_t &                                         count);
} // namespace pheno

#endif
