#include "phenoUmapLayout.h"
#include "phenoPortableFloatMath.h"
#include "phenoProcessorClones.h"
#include "phenoRandomSubsets.h"

#include <algorithm>
#include <array>
#include <span>

namespace pheno
{
namespace
{
constexpr std::size_t kNegatives = 5;
constexpr std::size_t kEdgesAtOnce = kFloatLanes;
constexpr float       kLargestForce = 4;
constexpr float       kNearest = 1e-3f; // added to squared distances of negative samples
constexpr float       kSmallest = 1e-30f;

struct Point
{
  float x;
  float y;
};

/** An edge and the row it belongs to. */
struct Edge
{
  std::uint32_t row;
  std::uint32_t column;
};

/** Row numbers from a counter: the n-th pair of draws is a function of the seed and n. */
class RowDraws
{
public:
  RowDraws(std::uint64_t seed, std::size_t rows)
    : m_State(MixSeeds({ seed }))
    , m_Rows(rows)
  {}

  /** Two rows, uniform in 0..rows-1 to 2^-32. */
  inline __attribute__((always_inline)) std::array<std::size_t, 2>
  Next()
  {
    m_State += 0x9e3779b97f4a7c15u; // SplitMix64 (Steele et al. 2014)
    std::uint64_t z = m_State;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return { (z >> 32) * m_Rows >> 32, (z & 0xffffffffu) * m_Rows >> 32 };
  }

private:
  std::uint64_t m_State;
  std::uint64_t m_Rows;
};

/** The actions of some edges, one a lane: differences from its row to its column (first) and to rows at random. */
struct Actions
{
  FloatLanes dx[1 + kNegatives];
  FloatLanes dy[1 + kNegatives];
};

/** The forces on the rows, from the differences to the others; in place. */
inline __attribute__((always_inline)) void
ToForces(Actions & actions, float a, float b)
{
  for (std::size_t kind = 0; kind <= kNegatives; ++kind)
  {
    const FloatLanes square = actions.dx[kind] * actions.dx[kind] + actions.dy[kind] * actions.dy[kind];
    const FloatLanes held = Larger(square, FloatLanes{} + kSmallest);
    const FloatLanes power = a * PortableExp2(b * PortableLog2(held));
    const FloatLanes factor =
      kind == 0 ? -2 * b * power / (held * (1 + power)) : 2 * b / ((kNearest + square) * (1 + power));
    actions.dx[kind] = HeldWithin(factor * actions.dx[kind], kLargestForce);
    actions.dy[kind] = HeldWithin(factor * actions.dy[kind], kLargestForce);
  }
}

/** Every `stride`-th of the edges, `count` of them, acts from where all points are now; then all of them move. */
inline __attribute__((always_inline)) void
MoveEdges(Point *                      points,
          const Edge *                 edges,
          const std::uint32_t *        chosen,
          std::size_t                  stride,
          std::size_t                  count,
          const std::array<float, 2> & curve,
          float                        step,
          RowDraws &                   draws)
{
  Actions actions = {};
  for (std::size_t i = 0; i < count; ++i)
  {
    const Edge  edge = edges[chosen[i * stride]];
    const Point here = points[edge.row];
    const auto  set = [&](std::size_t kind, std::size_t other) {
      actions.dx[kind][i] = here.x - points[other].x;
      actions.dy[kind][i] = here.y - points[other].y;
    };
    set(0, edge.column);
    for (std::size_t kind = 1; kind <= kNegatives; kind += 2)
    {
      const auto others = draws.Next();
      set(kind, others[0]);
      if (kind < kNegatives)
      {
        set(kind + 1, others[1]);
      }
    }
  }
  ToForces(actions, curve[0], curve[1]);
  for (std::size_t i = 0; i < count; ++i)
  {
    const Edge edge = edges[chosen[i * stride]];
    points[edge.column].x -= step * actions.dx[0][i];
    points[edge.column].y -= step * actions.dy[0][i];
    float x = 0;
    float y = 0;
    for (std::size_t kind = 0; kind <= kNegatives; ++kind)
    {
      x += actions.dx[kind][i];
      y += actions.dy[kind][i];
    }
    points[edge.row].x += step * x;
    points[edge.row].y += step * y;
  }
}

/** The edges that act in an epoch, in `chosen`; returns their number. */
std::size_t
ChooseEdges(float epoch, std::span<const float> period, std::span<float> due, std::vector<std::uint32_t> & chosen)
{
  std::size_t count = 0;
  for (std::size_t edge = 0; edge < due.size(); ++edge)
  {
    const bool acts = due[edge] <= epoch;
    chosen[count] = static_cast<std::uint32_t>(edge);
    due[edge] += acts ? period[edge] : 0.0f;
    count += acts;
  }
  return count;
}

/** One epoch: the chosen edges in eight runs side by side, so that those that act together seldom share a point. */
PHENO_PROCESSOR_CLONES void
RunEpoch(const Edge *                 edges,
         const std::uint32_t *        chosen,
         std::size_t                  count,
         const std::array<float, 2> & curve,
         float                        step,
         RowDraws &                   draws,
         Point *                      points)
{
  const std::size_t length = count / kEdgesAtOnce;
  for (std::size_t i = 0; i < length; ++i)
  {
    MoveEdges(points, edges, chosen + i, length, kEdgesAtOnce, curve, step, draws);
  }
  MoveEdges(points, edges, chosen + length * kEdgesAtOnce, 1, count % kEdgesAtOnce, curve, step, draws);
}

std::vector<Edge>
EdgesOf(const WeightedGraph & graph)
{
  std::vector<Edge> edges;
  edges.reserve(graph.column.size());
  for (std::size_t row = 0; row < graph.Rows(); ++row)
  {
    for (std::size_t edge = graph.first[row]; edge < graph.first[row + 1]; ++edge)
    {
      edges.push_back({ static_cast<std::uint32_t>(row), graph.column[edge] });
    }
  }
  return edges;
}
} // namespace

void
LayOutGraph(const WeightedGraph & graph, const UmapCurve & curve, std::size_t epochs, std::uint64_t seed, Matrix & map)
{
  if (graph.weight.empty())
  {
    return;
  }
  const double       largest = *std::max_element(graph.weight.begin(), graph.weight.end());
  std::vector<float> period(graph.weight.size());
  std::transform(graph.weight.begin(), graph.weight.end(), period.begin(), [largest](double weight) {
    return static_cast<float>(largest / weight);
  });
  std::vector<float>         due = period;
  std::vector<std::uint32_t> chosen(due.size());
  const std::vector<Edge>    edges = EdgesOf(graph);
  std::vector<Point>         points(map.rows);
  for (std::size_t row = 0; row < map.rows; ++row)
  {
    points[row] = { static_cast<float>(map(row, 0)), static_cast<float>(map(row, 1)) };
  }
  const std::array<float, 2> shape{ static_cast<float>(curve.a), static_cast<float>(curve.b) };
  RowDraws                   draws(seed, map.rows);
  for (std::size_t epoch = 1; epoch <= epochs; ++epoch)
  {
    const float       step = 1 - static_cast<float>(epoch - 1) / static_cast<float>(epochs);
    const std::size_t count = ChooseEdges(static_cast<float>(epoch), period, due, chosen);
    RunEpoch(edges.data(), chosen.data(), count, shape, step, draws, points.data());
  }
  for (std::size_t row = 0; row < map.rows; ++row)
  {
    map(row, 0) = points[row].x;
    map(row, 1) = points[row].y;
  }
}
} // namespace pheno
