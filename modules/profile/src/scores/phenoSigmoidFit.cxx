#include "phenoSigmoidFit.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pheno
{
namespace
{
constexpr double kLn10 = 2.302585092994045684;

// The grid of starts: slopes from shallow to all but a step, AC50s beyond the doses on either side.
constexpr int    kSlopes = 18;
constexpr double kSmallestLogSlope = -2.3; // slope 0.1
constexpr double kLogSlopeStep = 0.35;     // up to 38
constexpr double kPlaceStep = 0.05;
constexpr double kPlaceMargin = 2;
constexpr double kLargestLogSlope = 7; // steeper ones no longer differ between doses
constexpr int    kMostSteps = 1000;

/** Least-squares problem of one curve. */
class Problem
{
public:
  Problem(const std::vector<DoseLevel> & levels, std::optional<double> fixedLow)
    : m_Levels(levels)
    , m_FixedLow(fixedLow)
  {}

  /** The first free parameter: a fixed low end is none. */
  int
  FirstFree() const
  {
    return m_FixedLow ? 1 : 0;
  }

  double
  SumOfSquares(const SigmoidParameters & p) const
  {
    double sum = 0;
    for (const DoseLevel & level : m_Levels)
    {
      const double residual = level.mean - p[0] - (p[1] - p[0]) * SigmoidShare(p[2], p[3], level.logDose);
      sum += level.wells * residual * residual;
    }
    return sum;
  }

  /** Low and high are linear once slope and place are given. */
  SigmoidParameters
  BestEnds(double logSlope, double place) const
  {
    double s = 0, ss = 0, y = 0, sy = 0, n = 0;
    for (const DoseLevel & level : m_Levels)
    {
      const double share = SigmoidShare(logSlope, place, level.logDose);
      const double value = level.mean - m_FixedLow.value_or(0);
      n += level.wells;
      s += level.wells * share;
      ss += level.wells * share * share;
      y += level.wells * value;
      sy += level.wells * share * value;
    }
    const double determinant = n * ss - s * s;
    if (m_FixedLow)
    {
      return { *m_FixedLow, *m_FixedLow + (ss > 0 ? sy / ss : 0), logSlope, place };
    }
    if (!(determinant > 1e-10 * n * n)) // the curve is flat over the doses
    {
      return { y / n, y / n, logSlope, place };
    }
    const double rise = (n * sy - s * y) / determinant;
    const double low = (y - rise * s) / n;
    return { low, low + rise, logSlope, place };
  }

  /** J^T J and J^T r. */
  void
  Linearise(const SigmoidParameters & p, Eigen::Matrix4d & normal, Eigen::Vector4d & gradient) const
  {
    normal.setZero();
    gradient.setZero();
    for (const DoseLevel & level : m_Levels)
    {
      const double          share = SigmoidShare(p[2], p[3], level.logDose);
      const double          bend = (p[1] - p[0]) * share * (1 - share) * kLn10 * std::exp(p[2]);
      const bool            isDose = std::isfinite(level.logDose);
      const Eigen::Vector4d slope{ 1 - share, share, isDose ? bend * (level.logDose - p[3]) : 0, isDose ? -bend : 0 };
      const double          residual = level.mean - p[0] - (p[1] - p[0]) * share;
      normal += level.wells * slope * slope.transpose();
      gradient += level.wells * residual * slope;
    }
  }

private:
  const std::vector<DoseLevel> & m_Levels;
  std::optional<double>          m_FixedLow;
};

/** Levenberg-Marquardt (Marquardt 1963), the damping scaled by the diagonal. */
SigmoidFit
Refine(const Problem & problem, SigmoidParameters at)
{
  const int       free = problem.FirstFree();
  const int       count = 4 - free;
  double          sse = problem.SumOfSquares(at);
  double          damping = 1e-3;
  Eigen::Matrix4d normal;
  Eigen::Vector4d gradient;
  problem.Linearise(at, normal, gradient);
  int idle = 0; // steps in a row that gained next to nothing
  for (int step = 0; step < kMostSteps && idle < 4 && damping < 1e15; ++step)
  {
    Eigen::MatrixXd damped = normal.bottomRightCorner(count, count);
    const double    floor = 1e-14 * damped.diagonal().maxCoeff() + std::numeric_limits<double>::min();
    damped.diagonal() += damping * damped.diagonal().cwiseMax(floor);
    SigmoidParameters next = at;
    next.tail(count) += damped.ldlt().solve(gradient.tail(count));
    next[2] = std::clamp(next[2], -kLargestLogSlope, kLargestLogSlope);
    const double nextSse = next.allFinite() ? problem.SumOfSquares(next) : std::numeric_limits<double>::infinity();
    if (!(nextSse <= sse))
    {
      damping *= 10;
      continue;
    }
    idle = sse - nextSse <= 1e-15 * sse ? idle + 1 : 0;
    at = next;
    sse = nextSse;
    damping = std::max(damping / 10, 1e-15);
    problem.Linearise(at, normal, gradient);
  }
  return { at, sse, normal };
}

/** Sums of squares over slopes (rows) and places (columns). */
struct Grid
{
  explicit Grid(const std::vector<DoseLevel> & levels)
  {
    lowest = std::numeric_limits<double>::infinity();
    double highest = -lowest;
    for (const DoseLevel & level : levels)
    {
      if (std::isfinite(level.logDose))
      {
        lowest = std::min(lowest, level.logDose);
        highest = std::max(highest, level.logDose);
      }
    }
    lowest -= kPlaceMargin;
    places = 1 + static_cast<int>((highest + kPlaceMargin - lowest) / kPlaceStep);
  }

  double
  Place(int place) const
  {
    return lowest + place * kPlaceStep;
  }
  static double
  LogSlope(int slope)
  {
    return kSmallestLogSlope + slope * kLogSlopeStep;
  }

  double lowest;
  int    places;
};

/** No neighbour on the grid is better, and none before it as good. */
bool
IsLocalMinimum(const Eigen::MatrixXd & sse, int slope, int place)
{
  for (int i = std::max(slope - 1, 0); i <= std::min(slope + 1, static_cast<int>(sse.rows()) - 1); ++i)
  {
    for (int j = std::max(place - 1, 0); j <= std::min(place + 1, static_cast<int>(sse.cols()) - 1); ++j)
    {
      const bool before = i < slope || (i == slope && j < place);
      if (sse(i, j) < sse(slope, place) || (before && sse(i, j) == sse(slope, place)))
      {
        return false;
      }
    }
  }
  return true;
}
} // namespace

double
SigmoidShare(double logSlope, double logAc50, double logDose)
{
  return 1 / (1 + std::exp(kLn10 * std::exp(logSlope) * (logAc50 - logDose)));
}

SigmoidFit
FitSigmoid(const std::vector<DoseLevel> & levels, std::optional<double> fixedLow)
{
  const Problem   problem(levels, fixedLow);
  const Grid      grid(levels);
  Eigen::MatrixXd sse(kSlopes, grid.places);
  for (int slope = 0; slope < kSlopes; ++slope)
  {
    for (int place = 0; place < grid.places; ++place)
    {
      sse(slope, place) = problem.SumOfSquares(problem.BestEnds(Grid::LogSlope(slope), grid.Place(place)));
    }
  }
  SigmoidFit best;
  best.sse = std::numeric_limits<double>::infinity();
  for (int slope = 0; slope < kSlopes; ++slope)
  {
    for (int place = 0; place < grid.places; ++place)
    {
      if (IsLocalMinimum(sse, slope, place))
      {
        const SigmoidFit fit = Refine(problem, problem.BestEnds(Grid::LogSlope(slope), grid.Place(place)));
        best = fit.sse < best.sse ? fit : best;
      }
    }
  }
  return best;
}
} // namespace pheno
