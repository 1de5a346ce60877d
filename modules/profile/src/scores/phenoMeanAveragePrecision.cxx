#include "phenoMeanAveragePrecision.h"
#include "phenoFalseDiscovery.h"
#include "phenoProfileError.h"
#include "phenoRandomRanking.h"
#include "phenoRandomSubsets.h"
#include "phenoRowGroups.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kRounding = 1e-12; ///< sums of the same fractions in another order count as equal

using Configuration = std::pair<std::size_t, std::size_t>; ///< n_pos, n_total
using Members = std::map<Configuration, std::size_t>;      ///< members with that configuration

/** P values of group means under random rankings; keeps what was drawn or enumerated for the next group. */
class MapTest
{
public:
  explicit MapTest(const MapOptions & options)
    : m_Options(options)
  {}

  void
  Run(const Members & members, MapGroup & group)
  {
    group.exact = m_Options.null == MapNull::Shared && this->Enumerable(members);
    group.p = group.exact ? this->ExactP(members, group) : this->SampledP(members, group);
  }

private:
  bool
  Enumerable(const Members & members) const
  {
    std::size_t outcomes = 1;
    for (const auto & [configuration, count] : members)
    {
      const std::size_t placements = CountSubsets(configuration.first, configuration.second, m_Options.exact_limit);
      if (placements > m_Options.exact_limit / outcomes)
      {
        return false;
      }
      outcomes *= placements;
    }
    return true;
  }

  double
  ExactP(const Members & members, const MapGroup & group)
  {
    constexpr std::size_t kMostKept = 64;
    if (m_Outcomes.size() >= kMostKept && !m_Outcomes.contains(members))
    {
      m_Outcomes.clear();
    }
    std::vector<double> & sums = m_Outcomes[members];
    if (sums.empty())
    {
      sums = EnumerateSums(members);
      std::sort(sums.begin(), sums.end());
    }
    const auto first =
      std::partition_point(sums.begin(), sums.end(), [&group](double sum) { return !AtLeast(sum, group); });
    return static_cast<double>(sums.end() - first) / static_cast<double>(sums.size());
  }

  /** The sum over members for every joint placement. */
  static std::vector<double>
  EnumerateSums(const Members & members)
  {
    std::vector<double> sums = { 0.0 };
    for (const auto & [configuration, count] : members)
    {
      const std::vector<double> precisions = EnumerateAveragePrecisions(configuration.first, configuration.second);
      std::vector<double>       combined;
      combined.reserve(sums.size() * precisions.size());
      for (const double sum : sums)
      {
        for (const double precision : precisions)
        {
          combined.push_back(sum + static_cast<double>(count) * precision);
        }
      }
      sums = std::move(combined);
    }
    return sums;
  }

  double
  SampledP(const Members & members, const MapGroup & group)
  {
    std::vector<double> sums(m_Options.null_size, 0.0);
    for (const auto & [configuration, count] : members)
    {
      if (m_Options.null == MapNull::Shared)
      {
        Add(this->Draws(configuration), static_cast<double>(count), sums);
        continue;
      }
      for (std::size_t member = 0; member < count; ++member)
      {
        const std::uint64_t seed = MixSeeds({ m_Options.seed, member });
        Add(SampleAveragePrecisions(configuration.first, configuration.second, sums.size(), seed), 1, sums);
      }
    }
    const auto atLeast = std::count_if(sums.begin(), sums.end(), [&group](double sum) { return AtLeast(sum, group); });
    return static_cast<double>(1 + atLeast) / static_cast<double>(1 + sums.size());
  }

  const std::vector<double> &
  Draws(const Configuration & configuration)
  {
    std::vector<double> & draws = m_Draws[configuration];
    if (draws.empty())
    {
      draws = SampleAveragePrecisions(configuration.first, configuration.second, m_Options.null_size, m_Options.seed);
    }
    return draws;
  }

  static void
  Add(const std::vector<double> & draws, double weight, std::vector<double> & sums)
  {
    for (std::size_t i = 0; i < sums.size(); ++i)
    {
      sums[i] += weight * draws[i];
    }
  }

  static bool
  AtLeast(double sum, const MapGroup & group)
  {
    return sum / static_cast<double>(group.n_members) >= group.map - kRounding;
  }

  const MapOptions &                           m_Options;
  std::map<Configuration, std::vector<double>> m_Draws;
  std::map<Members, std::vector<double>>       m_Outcomes; ///< ascending
};

/** Fills the means; returns the configurations of the members that have an AP. */
Members
Summarise(const AveragePrecisions & result, const std::vector<std::size_t> & rows, MapGroup & group)
{
  Members     members;
  double      sum = 0;
  double      chance = 0;
  double      normalised = 0;
  std::size_t normalisedCount = 0;
  for (const std::size_t row : rows)
  {
    if (std::isnan(result.ap[row]))
    {
      continue;
    }
    ++members[{ result.n_pos[row], result.n_total[row] }];
    ++group.n_members;
    sum += result.ap[row];
    chance += ExpectedAveragePrecision(result.n_pos[row], result.n_total[row]);
    const double each = NormalisedAveragePrecision(result.ap[row], result.n_pos[row], result.n_total[row]);
    if (!std::isnan(each))
    {
      normalised += each;
      ++normalisedCount;
    }
  }
  const auto mean = [](double total, std::size_t n) { return n == 0 ? kNaN : total / static_cast<double>(n); };
  group.map = mean(sum, group.n_members);
  group.chance = mean(chance, group.n_members);
  group.normalised_map = mean(normalised, normalisedCount);
  return members;
}
} // namespace

std::vector<MapGroup>
MeanAveragePrecision(const AveragePrecisions & result, std::span<const LabelColumn> groupBy, const MapOptions & options)
{
  const std::vector<RowGroup> rows = GroupRows(groupBy);
  if (groupBy.front().size() != result.ap.size())
  {
    throw ProfileError("labels were given for " + std::to_string(groupBy.front().size()) + " of " +
                       std::to_string(result.ap.size()) + " average precisions");
  }
  MapTest               test(options);
  std::vector<MapGroup> groups;
  std::vector<double>   p;
  for (const RowGroup & each : rows)
  {
    MapGroup & group = groups.emplace_back();
    group.key = each.key;
    const Members members = Summarise(result, each.rows, group);
    group.p = kNaN;
    if (!members.empty())
    {
      test.Run(members, group);
    }
    p.push_back(group.p);
  }
  const std::vector<double> q = BenjaminiHochberg(p);
  for (std::size_t i = 0; i < groups.size(); ++i)
  {
    groups[i].q = q[i];
  }
  return groups;
}
} // namespace pheno
