#ifndef phenoRandomRanking_h
#define phenoRandomRanking_h

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pheno
{
/** The expected average precision of a random ranking of n_total items with n_pos positives:
 * (1/n) (H_n + (k - 1)/(n - 1) (n - H_n)), H_n = 1 + 1/2 + ... + 1/n. NaN for n_pos = 0; 1 for n_pos = n_total. */
double
ExpectedAveragePrecision(std::size_t n_pos, std::size_t n_total);

/** (ap - chance) / (1 - chance): 0 for a random, 1 for a perfect ranking. NaN where chance is 1. */
double
NormalisedAveragePrecision(double ap, std::size_t n_pos, std::size_t n_total);

/** The average precisions of all C(n_total, n_pos) placements of the positives, each as often as it occurs.
 * Throws ProfileError for n_pos outside 1..n_total or more than ten million placements. */
std::vector<double>
EnumerateAveragePrecisions(std::size_t n_pos, std::size_t n_total);

/** Average precisions of `count` random rankings, seeded by (seed, n_pos, n_total) alone: the same for a configuration
 * whatever else is computed. Throws ProfileError for n_pos outside 1..n_total. */
std::vector<double>
SampleAveragePrecisions(std::size_t n_pos, std::size_t n_total, std::size_t count, std::uint64_t seed);
} // namespace pheno

#endif
