#include "phenoUmapLayout.h"
#include "phenoPortableMath.h"
#include "phenoProcessorClones.h"
#include "phenoRandomSubsets.h"

#include <algorithm>

namespace pheno
{
namespace
{
constexpr int    kNegatives = 5;
constexpr double kLargestForce = 4;
constexpr double kNearest = 1e-3; // added to squared distances of negative samples

/** Row numbers from a counter: the n-th draw is a function of the seed and n. */
class RowDraws
{
public:
  RowDraws(std::uint64_t seed, std::size_t rows)
    : m_State(MixSeeds({ seed }))
    , m_Rows(rows)
  {}

  /** Uniform in 0..rows-1 to 2^-32. */
  inline __attribute__((always_inline)) std::size_t
  Next()
  {
    m_State += 0x9e3779b97f4a7c15u; // SplitMix64 (Steele et al. 2014)
    std::uint64_t z = m_State;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return static_cast<std::size_t>(((z ^ (z >> 31)) >> 32) * m_Rows >> 32);
  }

private:
  std::uint64_t m_State;
  std::uint64_t m_Rows;
};

/** One edge's action: lane 0 attracts, lanes 1 to kNegatives repel, the others are idle. */
struct Action
{
  double dx[kLanes];
  double dy[kLanes];
};

/** The forces on the row, from the differences to the others; in place. */
inline __attribute__((always_inline)) void
ToForces(Action & action, double a, double b)
{
  double factor[kLanes];
  for (int lane = 0; lane < kLanes; ++lane)
  {
    const double square = action.dx[lane] * action.dx[lane] + action.dy[lane] * action.dy[lane];
    const double power = a * PortableExp(b * PortableLog(std::max(square, 1e-300)));
    const double pull = -2 * b * power / (std::max(square, 1e-300) * (1 + power));
    const double push = 2 * b / ((kNearest + square) * (1 + power));
    factor[lane] = lane == 0 ? (square > 0 ? pull : 0) : lane <= kNegatives ? push : 0;
  }
  for (int lane = 0; lane < kLanes; ++lane)
  {
    action.dx[lane] = std::min(std::max(factor[lane] * action.dx[lane], -kLargestForce), kLargestForce);
    action.dy[lane] = std::min(std::max(factor[lane] * action.dy[lane], -kLargestForce), kLargestForce);
  }
}

/** Draws one edge: moves its row and its column. */
inline __attribute__((always_inline)) void
MoveEdge(double * points, std::size_t row, std::size_t column, const UmapCurve & curve, double step, RowDraws & draws)
{
  double * const here = points + 2 * row;
  double * const there = points + 2 * column;
  Action         action = {};
  action.dx[0] = here[0] - there[0];
  action.dy[0] = here[1] - there[1];
  for (int i = 1; i <= kNegatives; ++i)
  {
    const double * const other = points + 2 * draws.Next();
    action.dx[i] = here[0] - other[0];
    action.dy[i] = here[1] - other[1];
  }
  ToForces(action, curve.a, curve.b);
  there[0] -= step * action.dx[0];
  there[1] -= step * action.dy[0];
  double x = 0;
  double y = 0;
  for (int i = 0; i <= kNegatives; ++i)
  {
    x += action.dx[i];
    y += action.dy[i];
  }
  here[0] += step * x;
  here[1] += step * y;
}

/** One epoch. \param due the epoch in which each edge acts next; \param period how many epochs apart it acts */
PHENO_PROCESSOR_CLONES void
RunEpoch(const WeightedGraph &       graph,
         const UmapCurve &           curve,
         double                      epoch,
         double                      step,
         const std::vector<double> & period,
         std::vector<double> &       due,
         RowDraws &                  draws,
         double *                    points)
{
  for (std::size_t row = 0; row < graph.Rows(); ++row)
  {
    for (std::size_t edge = graph.first[row]; edge < graph.first[row + 1]; ++edge)
    {
      if (due[edge] <= epoch)
      {
        due[edge] += period[edge];
        MoveEdge(points, row, graph.column[edge], curve, step, draws);
      }
    }
  }
}
} // namespace

void
LayOutGraph(const WeightedGraph & graph, const UmapCurve & curve, std::size_t epochs, std::uint64_t seed, Matrix & map)
{
  if (graph.weight.empty())
  {
    return;
  }
  const double        largest = *std::max_element(graph.weight.begin(), graph.weight.end());
  std::vector<double> period(graph.weight.size());
  std::transform(
    graph.weight.begin(), graph.weight.end(), period.begin(), [largest](double weight) { return largest / weight; });
  std::vector<double> due = period;
  RowDraws            draws(seed, map.rows);
  for (std::size_t epoch = 1; epoch <= epochs; ++epoch)
  {
    const double step = 1 - static_cast<double>(epoch - 1) / static_cast<double>(epochs);
    RunEpoch(graph, curve, static_cast<double>(epoch), step, period, due, draws, map.values.data());
  }
}
} // namespace pheno
