#include "phenoPropagation.h"

#include "phenoMatOf.h"
#include "phenoWatershed.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

namespace pheno
{
namespace
{
/** Pixels by rising cost: a ring of buckets, since no step costs more than the ring holds (Dial 1969). */
class CostQueue
{
public:
  static constexpr std::uint32_t kStepsPerUnit = 256;       // resolution of the metric
  static constexpr std::uint32_t kRing = 2 * kStepsPerUnit; // a step costs at most sqrt(2) units

  struct Entry
  {
    std::uint32_t pixel;
    std::uint32_t cost;
  };
  void
  Push(Entry entry)
  {
    m_Buckets[entry.cost % kRing].push_back(entry);
    ++m_Waiting;
  }
  bool
  Empty() const
  {
    return m_Waiting == 0;
  }
  /** All entries of the lowest cost. */
  std::vector<Entry>
  PopLowest()
  {
    while (m_Buckets[m_Cost % kRing].empty())
    {
      ++m_Cost;
    }
    std::vector<Entry> lowest;
    lowest.swap(m_Buckets[m_Cost % kRing]);
    m_Waiting -= lowest.size();
    return lowest;
  }

private:
  std::array<std::vector<Entry>, kRing> m_Buckets;
  std::uint32_t                         m_Cost = 0;
  std::size_t                           m_Waiting = 0;
};

/** Scaled to 0..1 between the 1st and 99th percentile of every eighth pixel. */
std::vector<float>
ScaleRobustly(PlaneView<const float> plane)
{
  std::vector<float> sample;
  for (std::size_t i = 0; i < plane.size(); i += 8)
  {
    sample.push_back(plane.data[i]);
  }
  const auto rank = [&](double share) {
    const auto place = sample.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(sample.size() - 1));
    std::nth_element(sample.begin(), place, sample.end());
    return *place;
  };
  const float        low = rank(0.01);
  const float        range = rank(0.99) - low;
  std::vector<float> scaled(plane.size(), 0.0f);
  if (range > 0.0f)
  {
    std::transform(plane.data, plane.data + plane.size(), scaled.begin(), [&](float v) {
      return std::clamp((v - low) / range, 0.0f, 1.0f);
    });
  }
  return scaled;
}

/** Where cells may grow: foreground or seed, near enough to a seed. */
std::vector<std::uint8_t>
Reachable(PlaneView<const float> smoothed, PlaneView<const std::uint32_t> seeds, const GrowthRules & rules)
{
  std::vector<std::uint8_t> allowed =
    Foreground(smoothed, { rules.threshold, rules.threshold_correction, std::max(1.0, rules.maximum_distance) });
  cv::Mat outside(static_cast<int>(seeds.height), static_cast<int>(seeds.width), CV_8U);
  std::transform(seeds.data, seeds.data + seeds.size(), outside.ptr<std::uint8_t>(), [](std::uint32_t seed) {
    return static_cast<std::uint8_t>(seed == 0);
  });
  cv::Mat distance;
  cv::distanceTransform(outside, distance, cv::DIST_L2, cv::DIST_MASK_5);
  for (std::size_t i = 0; i < seeds.size(); ++i)
  {
    allowed[i] = seeds.data[i] != 0 || (allowed[i] != 0 && distance.ptr<float>()[i] <= rules.maximum_distance);
  }
  return allowed;
}

class Propagation
{
public:
  Propagation(PlaneView<const float>        stain,
              PlaneView<const std::uint8_t> allowed,
              double                        regularization,
              PlaneView<std::uint32_t>      cells)
    : m_Stain(stain)
    , m_Allowed(allowed)
    , m_Cells(cells)
    , m_Cost(cells.size(), std::numeric_limits<std::uint32_t>::max())
    , m_Lambda(static_cast<float>(regularization))
    , m_Scale(static_cast<float>(CostQueue::kStepsPerUnit / std::sqrt(1.0 + regularization)))
  {}

  /** Spreads the numbers that cells holds. */
  void
  Run()
  {
    for (std::size_t i = 0; i < m_Cells.size(); ++i)
    {
      if (m_Cells.data[i] != 0)
      {
        m_Cost[i] = 0;
        m_Queue.Push({ static_cast<std::uint32_t>(i), 0 });
      }
    }
    while (!m_Queue.Empty())
    {
      for (const CostQueue::Entry & entry : m_Queue.PopLowest())
      {
        if (m_Cost[entry.pixel] == entry.cost)
        {
          Visit(entry);
        }
      }
    }
  }

private:
  void
  Visit(const CostQueue::Entry & entry)
  {
    const std::size_t x = entry.pixel % m_Cells.width;
    const std::size_t y = entry.pixel / m_Cells.width;
    const std::size_t right = std::min(x + 1, m_Cells.width - 1);
    const std::size_t bottom = std::min(y + 1, m_Cells.height - 1);
    for (std::size_t v = y > 0 ? y - 1 : 0; v <= bottom; ++v)
    {
      for (std::size_t u = x > 0 ? x - 1 : 0; u <= right; ++u)
      {
        Step(entry, v * m_Cells.width + u, u != x && v != y ? 2.0f : 1.0f);
      }
    }
  }

  void
  Step(const CostQueue::Entry & entry, std::size_t to, float squaredLength)
  {
    if (m_Allowed.data[to] == 0 || m_Cost[to] <= entry.cost)
    {
      return;
    }
    const float         rise = m_Stain.data[to] - m_Stain.data[entry.pixel];
    const float         length = std::sqrt(rise * rise + m_Lambda * squaredLength);
    const std::uint32_t cost = entry.cost + std::max(1u, static_cast<std::uint32_t>(m_Scale * length + 0.5f));
    if (cost < m_Cost[to])
    {
      m_Cost[to] = cost;
      m_Cells.data[to] = m_Cells.data[entry.pixel];
      m_Queue.Push({ static_cast<std::uint32_t>(to), cost });
    }
  }

  PlaneView<const float>        m_Stain;
  PlaneView<const std::uint8_t> m_Allowed;
  PlaneView<std::uint32_t>      m_Cells;
  std::vector<std::uint32_t>    m_Cost;
  float                         m_Lambda;
  float                         m_Scale;
  CostQueue                     m_Queue;
};
} // namespace

CellMethod
CellMethodOf(const std::string & name)
{
  if (name == "propagation" || name == "watershed")
  {
    return name == "watershed" ? CellMethod::Watershed : CellMethod::Propagation;
  }
  throw std::invalid_argument("expected a way to draw cells (propagation, watershed), found '" + name + "'");
}

void
GrowCells(PlaneView<const float>             smoothed,
          PlaneView<const std::uint32_t>     seeds,
          const GrowthRules &                rules,
          PlaneView<std::uint32_t>           cells,
          const std::function<void(float)> & advance)
{
  std::copy(seeds.data, seeds.data + seeds.size(), cells.data);
  if (seeds.size() == 0)
  {
    return;
  }
  const std::vector<std::uint8_t> allowed = Reachable(smoothed, seeds, rules);
  advance(0.4f);
  const std::vector<float> scaled = ScaleRobustly(smoothed);
  advance(0.5f);
  const auto reachable = Beside(allowed, seeds);
  if (rules.method == CellMethod::Watershed)
  {
    FloodFromSeeds(Beside(HeightLevels(Beside(scaled, seeds), reachable), seeds), reachable, cells);
    return;
  }
  Propagation(Beside(scaled, seeds), reachable, rules.regularization, cells).Run();
}
} // namespace pheno
