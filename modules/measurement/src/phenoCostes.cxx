#include "phenoCostes.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace pheno
{
namespace
{
constexpr double kRounding = 1e-12; ///< of the whole covariance: less is none

/** Means, covariance (times the number of pixels) and the line, whose slope is above 0. */
struct Line
{
  double mean_a = 0.0;
  double mean_b = 0.0;
  double covariance = 0.0;
  double slope = 0.0;
  double intercept = 0.0;

  double
  At(double a) const
  {
    return slope * a + intercept;
  }
};

bool
IsConstant(std::span<const float> values)
{
  return std::all_of(values.begin(), values.end(), [&](float value) { return value == values[0]; });
}

std::optional<Line>
OrthogonalLine(std::span<const float> a, std::span<const float> b)
{
  if (IsConstant(a) || IsConstant(b))
  {
    return std::nullopt;
  }
  const auto n = static_cast<double>(a.size());
  Line       line;
  line.mean_a = std::accumulate(a.begin(), a.end(), 0.0) / n;
  line.mean_b = std::accumulate(b.begin(), b.end(), 0.0) / n;
  double aa = 0.0, bb = 0.0, ab = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i)
  {
    const double da = a[i] - line.mean_a, db = b[i] - line.mean_b;
    aa += da * da;
    bb += db * db;
    ab += da * db;
  }
  if (ab <= kRounding * std::sqrt(aa * bb))
  {
    return std::nullopt;
  }
  const double apart = bb - aa;
  const double root = std::hypot(apart, 2.0 * ab);
  line.covariance = ab;
  line.slope = apart > 0.0 ? (apart + root) / (2.0 * ab) : 2.0 * ab / (root - apart);
  line.intercept = line.mean_b - line.slope * line.mean_a;
  return line;
}

/** Of the pixels that are below the thresholds of one level and not of the level before. */
struct Sums
{
  double n = 0.0;
  double a = 0.0;
  double b = 0.0;
  double ab = 0.0;

  void
  Add(const Sums & other)
  {
    n += other.n;
    a += other.a;
    b += other.b;
    ab += other.ab;
  }
};

/** The intensity of a level as a pixel has it, so that a pixel of this level is neither below nor above. */
double
IntensityOf(double level, double levels)
{
  return static_cast<float>(level / levels);
}

/** The first level at which a pixel is below; at most kMostLevels. */
class FirstLevel
{
public:
  FirstLevel(const Line & line, std::size_t levels)
    : m_Line(line)
    , m_Levels(static_cast<double>(levels))
  {}

  std::size_t
  operator()(double a, double b) const
  {
    constexpr double kMostLevels = 1 << 20; // brighter than any full scale
    const double     crossing = std::min(a, (b - m_Line.intercept) / m_Line.slope);
    double           level = std::clamp(std::floor(crossing * m_Levels), 0.0, kMostLevels);
    while (level > 0.0 && this->IsBelow(a, b, level - 1.0)) // the crossing is rounded
    {
      --level;
    }
    while (level < kMostLevels && !this->IsBelow(a, b, level))
    {
      ++level;
    }
    return static_cast<std::size_t>(level);
  }

private:
  bool
  IsBelow(double a, double b, double level) const
  {
    const double t = IntensityOf(level, m_Levels);
    return a < t || b < m_Line.At(t);
  }

  const Line & m_Line;
  double       m_Levels;
};

std::vector<Sums>
SumsByLevel(std::span<const float> a, std::span<const float> b, const Line & line, std::size_t levels)
{
  const FirstLevel  firstLevel(line, levels);
  std::vector<Sums> sums(levels + 1);
  for (std::size_t i = 0; i < a.size(); ++i)
  {
    const std::size_t level = firstLevel(a[i], b[i]);
    if (level >= sums.size())
    {
      sums.resize(level + 1);
    }
    const double da = a[i] - line.mean_a, db = b[i] - line.mean_b;
    sums[level].Add({ 1.0, da, db, da * db });
  }
  return sums;
}
} // namespace

std::optional<CostesThresholds>
FindCostesThresholds(std::span<const float> a, std::span<const float> b, std::size_t levels)
{
  const std::optional<Line> line = OrthogonalLine(a, b);
  if (!line)
  {
    return std::nullopt;
  }
  const std::vector<Sums> sums = SumsByLevel(a, b, *line, levels);
  Sums                    below;
  std::size_t             greatest = 0;
  for (std::size_t level = 0; level < sums.size(); ++level)
  {
    below.Add(sums[level]);
    const double covariance = below.n > 0.0 ? below.ab - below.a * below.b / below.n : 0.0;
    greatest = covariance <= kRounding * line->covariance ? level : greatest;
  }
  const double t = IntensityOf(static_cast<double>(greatest), static_cast<double>(levels));
  return CostesThresholds{ t, line->At(t) };
}
} // namespace pheno
