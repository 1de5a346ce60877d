#include "phenoHitRanking.h"
#include "phenoFalseDiscovery.h"
#include "phenoLeaveOutCenter.h"
#include "phenoProfileError.h"
#include "phenoRandomSubsets.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/** Distances that groups of control wells have to the other control wells. */
class ControlNull
{
public:
  ControlNull(MatrixView controls, const HitOptions & options)
    : m_Controls(controls)
    , m_Others(controls, options.center)
    , m_Options(options)
  {}

  /** For treatments of `wells` wells; ascending, empty when there are too few controls. */
  const std::vector<double> &
  Distances(std::size_t wells)
  {
    const auto [found, isNew] = m_Distances.try_emplace(wells);
    if (isNew && wells < m_Controls.rows)
    {
      found->second = this->Draw(wells);
    }
    return found->second;
  }

private:
  std::vector<double>
  Draw(std::size_t wells) const
  {
    std::vector<std::size_t> drawn(wells);
    std::vector<double>      distances;
    if (CountSubsets(wells, m_Controls.rows, m_Options.null_size) <= m_Options.null_size)
    {
      std::iota(drawn.begin(), drawn.end(), std::size_t{ 0 });
      do
      {
        distances.push_back(this->DistanceOf(drawn));
      } while (NextSubset(drawn, m_Controls.rows));
    }
    else
    {
      SubsetStream random(MixSeeds({ m_Options.seed, wells }));
      for (std::size_t i = 0; i < m_Options.null_size; ++i)
      {
        random.Subset(wells, m_Controls.rows, drawn);
        distances.push_back(this->DistanceOf(drawn));
      }
    }
    std::erase_if(distances, [](double distance) { return std::isnan(distance); });
    std::sort(distances.begin(), distances.end());
    return distances;
  }

  double
  DistanceOf(const std::vector<std::size_t> & drawn) const
  {
    return PairDistance(CenterOfRows(m_Controls, drawn, m_Options.center), m_Others.Without(drawn), m_Options.distance);
  }

  Matrix                                     m_Controls;
  LeaveOutCenter                             m_Others;
  const HitOptions &                         m_Options;
  std::map<std::size_t, std::vector<double>> m_Distances;
};

void
Test(Hit & hit, const std::vector<double> & null)
{
  hit.p = kNaN;
  if (null.empty() || std::isnan(hit.distance))
  {
    return;
  }
  hit.n_null = null.size();
  const auto atLeast = null.end() - std::lower_bound(null.begin(), null.end(), hit.distance - 1e-12);
  hit.p = static_cast<double>(1 + atLeast) / static_cast<double>(1 + null.size());
}

void
AdjustAndRank(std::vector<Hit> & hits)
{
  std::vector<double> p;
  for (const Hit & hit : hits)
  {
    p.push_back(hit.p);
  }
  const std::vector<double> q = BenjaminiHochberg(p);
  for (std::size_t i = 0; i < hits.size(); ++i)
  {
    hits[i].q = q[i];
  }
  const auto depth = [](const Hit & hit) { return std::isnan(hit.distance) ? -1.0 : hit.distance; };
  std::stable_sort(hits.begin(), hits.end(), [&depth](const Hit & a, const Hit & b) { return depth(a) > depth(b); });
  for (std::size_t i = 0; i < hits.size(); ++i)
  {
    hits[i].rank = i > 0 && depth(hits[i]) == depth(hits[i - 1]) ? hits[i - 1].rank : i + 1;
  }
}

void
CheckLengths(MatrixView profiles, const LabelColumn & treatments, const RowMask & controls)
{
  if (treatments.size() != profiles.rows || controls.size() != profiles.rows)
  {
    throw ProfileError("a hit list of " + std::to_string(profiles.rows) + " profiles got " +
                       std::to_string(treatments.size()) + " treatments and " + std::to_string(controls.size()) +
                       " control flags; expected equally many");
  }
}
} // namespace

std::vector<Hit>
RankHits(MatrixView profiles, const LabelColumn & treatments, const RowMask & controls, const HitOptions & options)
{
  CheckLengths(profiles, treatments, controls);
  std::vector<std::size_t> controlRows;
  std::vector<std::size_t> treatedRows;
  LabelColumn              treated;
  for (std::size_t row = 0; row < profiles.rows; ++row)
  {
    (controls[row] ? controlRows : treatedRows).push_back(row);
    if (!controls[row])
    {
      treated.push_back(treatments[row]);
    }
  }
  if (controlRows.empty())
  {
    throw ProfileError("none of " + std::to_string(profiles.rows) +
                       " profiles is a control; a hit list needs control wells to measure from");
  }
  const std::vector<double> centroid = CenterOfRows(profiles, controlRows, options.center);
  ControlNull               null(SelectRows(profiles, controlRows), options);
  std::vector<Hit>          hits;
  for (RowGroup & group : GroupRows(treated))
  {
    for (std::size_t & row : group.rows)
    {
      row = treatedRows[row];
    }
    Hit & hit = hits.emplace_back();
    hit.treatment = group.key.front();
    hit.n_wells = group.rows.size();
    hit.distance = PairDistance(CenterOfRows(profiles, group.rows, options.center), centroid, options.distance);
    Test(hit, null.Distances(hit.n_wells));
  }
  AdjustAndRank(hits);
  return hits;
}
} // namespace pheno
