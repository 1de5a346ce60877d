#include "phenoRandomRanking.h"
#include "phenoProfileError.h"
#include "phenoRandomSubsets.h"

#include <limits>
#include <numeric>
#include <string>

namespace pheno
{
namespace
{
/** \param places 0-based ranks of the positives, ascending */
double
PrecisionOf(const std::vector<std::size_t> & places)
{
  double sum = 0;
  for (std::size_t i = 0; i < places.size(); ++i)
  {
    sum += static_cast<double>(i + 1) / static_cast<double>(places[i] + 1);
  }
  return sum / static_cast<double>(places.size());
}

void
CheckConfiguration(std::size_t n_pos, std::size_t n_total)
{
  if (n_pos == 0 || n_pos > n_total)
  {
    throw ProfileError("random rankings with " + std::to_string(n_pos) + " positives of " + std::to_string(n_total) +
                       " items were asked for; expected 1 to all of them");
  }
}
} // namespace

double
ExpectedAveragePrecision(std::size_t n_pos, std::size_t n_total)
{
  if (n_pos == 0 || n_pos > n_total)
  {
    return std::numeric_limits<double>::quiet_NaN();
  }
  if (n_pos == n_total)
  {
    return 1;
  }
  double harmonic = 0;
  for (std::size_t rank = n_total; rank > 0; --rank)
  {
    harmonic += 1.0 / static_cast<double>(rank);
  }
  const double n = static_cast<double>(n_total);
  return (harmonic + static_cast<double>(n_pos - 1) / (n - 1) * (n - harmonic)) / n;
}

double
NormalisedAveragePrecision(double ap, std::size_t n_pos, std::size_t n_total)
{
  const double chance = ExpectedAveragePrecision(n_pos, n_total);
  return chance == 1 ? std::numeric_limits<double>::quiet_NaN() : (ap - chance) / (1 - chance);
}

std::vector<double>
EnumerateAveragePrecisions(std::size_t n_pos, std::size_t n_total)
{
  constexpr std::size_t kMost = 10'000'000;
  CheckConfiguration(n_pos, n_total);
  const std::size_t count = CountSubsets(n_pos, n_total, kMost);
  if (count > kMost)
  {
    throw ProfileError("all placements of " + std::to_string(n_pos) + " positives among " + std::to_string(n_total) +
                       " items were asked for: more than " + std::to_string(kMost));
  }
  std::vector<std::size_t> places(n_pos);
  std::iota(places.begin(), places.end(), std::size_t{ 0 });
  std::vector<double> precisions;
  precisions.reserve(count);
  do
  {
    precisions.push_back(PrecisionOf(places));
  } while (NextSubset(places, n_total));
  return precisions;
}

std::vector<double>
SampleAveragePrecisions(std::size_t n_pos, std::size_t n_total, std::size_t count, std::uint64_t seed)
{
  CheckConfiguration(n_pos, n_total);
  SubsetStream             random(MixSeeds({ seed, n_pos, n_total }));
  std::vector<std::size_t> places;
  std::vector<double>      precisions(count);
  for (double & precision : precisions)
  {
    random.Subset(n_pos, n_total, places);
    precision = PrecisionOf(places);
  }
  return precisions;
}
} // namespace pheno
