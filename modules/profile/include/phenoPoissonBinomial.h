#ifndef phenoPoissonBinomial_h
#define phenoPoissonBinomial_h

#include <cstddef>
#include <span>

namespace pheno
{
/** P(X >= successes) of a sum X of independent trials, trial i succeeding with probabilities[i] (Poisson binomial; the
 * binomial when all are equal). Exact: one trial is added after the other, O(trials x successes), and only positive
 * numbers are summed, so that small tails keep their digits. Throws ProfileError for a probability outside [0, 1]. */
double
PoissonBinomialTail(std::span<const double> probabilities, std::size_t successes);
} // namespace pheno

#endif
