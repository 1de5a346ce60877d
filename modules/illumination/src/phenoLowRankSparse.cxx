#include "phenoLowRankSparse.h"

#include "phenoCosineTransform.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>

namespace pheno
{
namespace
{
constexpr int    kMaximumRounds = 10;
constexpr int    kMaximumSteps = 100;
constexpr int    kStepsAhead = 10;        // of later rounds, whose fields need no slow start
constexpr double kRoundsConverged = 1e-3; // mean change of the flat field over its mean
constexpr double kStepsConverged = 1e-4;  // of the stack's norm
constexpr double kFirstPenalty = 12.5;    // over the stack's norm
constexpr double kPenaltyGrowth = 1.5;
constexpr double kWeightFloor = 0.1;
constexpr double kFlatShare = 1.0 / 800.0;
constexpr double kLeastVariance = 1e-10;

void
ShrinkAll(std::vector<float> & values, double threshold)
{
  const auto by = static_cast<float>(threshold);
  for (float & value : values)
  {
    value = std::max(value - by, 0.0f) + std::min(value + by, 0.0f);
  }
}

template <typename T>
double
MeanOf(const std::vector<T> & values)
{
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/** In eight running sums, which compilers turn into vector instructions. */
template <typename TTerm>
double
SumOver(std::size_t count, const TTerm & term)
{
  constexpr std::size_t     kLanes = 8;
  std::array<float, kLanes> sums{};
  const std::size_t         whole = count - count % kLanes;
  for (std::size_t i = 0; i < whole; i += kLanes)
  {
    for (std::size_t lane = 0; lane < kLanes; ++lane)
    {
      sums[lane] += term(i + lane);
    }
  }
  double sum = std::accumulate(sums.begin(), sums.end(), 0.0);
  for (std::size_t i = whole; i < count; ++i)
  {
    sum += term(i);
  }
  return sum;
}

double
SumOfMagnitudes(const std::vector<float> & values)
{
  return std::accumulate(values.begin(), values.end(), 0.0, [](double sum, double v) { return sum + std::abs(v); });
}

/** The state of the alternating directions. */
class Separation
{
public:
  Separation(const PictureStack & stack, bool with_dark)
    : m_Stack(stack)
    , m_WithDark(with_dark)
    , m_Pixels(stack.Pixels())
    , m_Count(stack.Count())
    , m_Cosines(stack.width, stack.height)
    , m_Weights(stack.values.size(), 1.0f)
    , m_Dual(stack.values.size())
    , m_Clean(m_Pixels)
    , m_Change(m_Pixels)
  {
    std::vector<double> sum(m_Pixels, 0.0);
    double              squares = 0.0;
    for (std::size_t i = 0; i < stack.values.size(); ++i)
    {
      sum[i % m_Pixels] += stack.values[i];
      squares += static_cast<double>(stack.values[i]) * stack.values[i];
    }
    m_Norm = std::sqrt(squares);
    m_Least = *std::min_element(stack.values.begin(), stack.values.end());
    const double level = MeanOf(sum);
    m_Level = level / static_cast<double>(m_Count);
    std::vector<float> mean;
    for (const double value : sum)
    {
      mean.push_back(static_cast<float>(value / level));
    }
    m_LambdaFlat = kFlatShare * SumOfMagnitudes(m_Cosines.Forward(mean));
    m_Light.flat.assign(m_Pixels, static_cast<float>(m_Level));
    m_Light.dark.assign(m_Pixels, 0.0f);
    m_Light.baselines.assign(m_Count, 1.0);
  }

  bool
  IsEmpty() const
  {
    return !(m_Level > 0.0);
  }

  /** A solution with the present weights, from the fields before and a penalty that has grown by so many steps. */
  void
  Solve(int steps_ahead)
  {
    std::fill(m_Dual.begin(), m_Dual.end(), 0.0f);
    double penalty = kFirstPenalty / m_Norm * std::pow(kPenaltyGrowth, steps_ahead);
    for (int step = 0; step < kMaximumSteps; ++step)
    {
      const double left = TakeResiduals(penalty);
      UpdateLight(penalty);
      penalty *= kPenaltyGrowth;
      if (left < kStepsConverged * m_Norm)
      {
        break;
      }
    }
  }

  void
  Reweight()
  {
    double sum = 0.0;
    for (std::size_t i = 0; i < m_Count; ++i)
    {
      const float * values = m_Stack.values.data() + i * m_Pixels;
      float *       weights = m_Weights.data() + i * m_Pixels;
      for (std::size_t x = 0; x < m_Pixels; ++x)
      {
        const double residual = values[x] - m_Light.baselines[i] * m_Light.flat[x] - m_Light.dark[x];
        weights[x] = static_cast<float>(1.0 / (std::abs(residual) / m_Level + kWeightFloor));
        sum += weights[x];
      }
    }
    const auto scale = static_cast<float>(static_cast<double>(m_Weights.size()) / sum);
    for (float & weight : m_Weights)
    {
      weight *= scale;
    }
  }

  const SharedLight &
  GetLight() const
  {
    return m_Light;
  }

private:
  /** Residuals and multipliers of every picture, and from the rest its baseline and the sums that the fields need.
   * Returns the norm of what the model does not account for yet. */
  double
  TakeResiduals(double penalty)
  {
    m_Sum.assign(m_Pixels, 0.0);
    m_WeightedSum.assign(m_Pixels, 0.0);
    const float * flat = m_Light.flat.data();
    const float * dark = m_Light.dark.data();
    float *       clean = m_Clean.data();
    float *       changes = m_Change.data();
    const auto    inverse = static_cast<float>(1.0 / penalty);
    double        left = 0.0;
    for (std::size_t i = 0; i < m_Count; ++i)
    {
      const float * values = m_Stack.values.data() + i * m_Pixels;
      const float * weights = m_Weights.data() + i * m_Pixels;
      float *       dual = m_Dual.data() + i * m_Pixels; // the multiplier over the penalty of its step
      const auto    baseline = static_cast<float>(m_Light.baselines[i]);
      for (std::size_t x = 0; x < m_Pixels; ++x)
      {
        const float model = baseline * flat[x] + dark[x];
        const float all = values[x] - model + dual[x];
        const float bound = weights[x] * inverse;
        const float kept = std::min(std::max(all, -bound), bound); // new multiplier; the residual is all - kept
        const float change = kept - dual[x];
        changes[x] = change;
        clean[x] = model + change + kept;
        dual[x] = kept;
      }
      left += SumOver(m_Pixels, [changes](std::size_t x) { return changes[x] * changes[x]; });
      m_Light.baselines[i] = AddPicture(dual);
    }
    const double mean = MeanOf(m_Light.baselines);
    for (double & baseline : m_Light.baselines)
    {
      baseline = mean > 0.0 ? baseline / mean : 1.0;
    }
    for (double & value : m_WeightedSum)
    {
      value = mean > 0.0 ? value / mean : value;
    }
    return std::sqrt(left);
  }

  /** Adds m_Clean to the sums and returns its mean, at least 0; brings its multipliers to the next penalty. */
  double
  AddPicture(float * dual)
  {
    const double total = SumOver(m_Pixels, [this](std::size_t x) { return m_Clean[x]; });
    const double baseline = std::max(0.0, total / static_cast<double>(m_Pixels));
    for (std::size_t x = 0; x < m_Pixels; ++x)
    {
      m_Sum[x] += m_Clean[x];
      m_WeightedSum[x] += baseline * m_Clean[x];
      dual[x] *= static_cast<float>(1.0 / kPenaltyGrowth);
    }
    return baseline;
  }

  void
  UpdateLight(double penalty)
  {
    const auto count = static_cast<double>(m_Count);
    double     squares = 0.0;
    for (const double baseline : m_Light.baselines)
    {
      squares += baseline * baseline;
    }
    // The baselines' mean is 1, so their sum is n.
    std::vector<float> flat(m_Pixels);
    for (std::size_t x = 0; x < m_Pixels; ++x)
    {
      flat[x] = static_cast<float>((m_WeightedSum[x] - count * m_Light.dark[x]) / squares);
    }
    flat = m_Cosines.Forward(flat);
    ShrinkAll(flat, m_LambdaFlat * count / (penalty * squares));
    m_Light.flat = m_Cosines.Inverse(flat);
    if (m_WithDark)
    {
      UpdateDark(squares);
    }
  }

  /** The offset by regression over pictures. */
  void
  UpdateDark(double squares)
  {
    const auto          count = static_cast<double>(m_Count);
    const double        level = MeanOf(m_Light.flat);
    const double        variance = squares / count - 1.0; // of the baselines
    std::vector<double> shape(m_Pixels);
    double              depth = 0.0;
    double              slope = 0.0;
    double              contrast = 0.0;
    for (std::size_t x = 0; x < m_Pixels; ++x)
    {
      shape[x] = m_Light.flat[x] / level - 1.0;
      depth += shape[x] * shape[x];
      contrast += shape[x] * m_Sum[x] / count;
      slope += shape[x] * (m_WeightedSum[x] - m_Sum[x]) / count; // covariance with the baselines
    }
    m_Light.offset = 0.0;
    if (variance > kLeastVariance && depth > kLeastVariance * static_cast<double>(m_Pixels) && slope > 0.0)
    {
      const double zero = 1.0 - contrast * variance / slope; // the baseline without contrast
      m_Light.offset = std::clamp(zero * level, 0.0, std::max(0.0, std::min(m_Least, level)));
    }
    for (std::size_t x = 0; x < m_Pixels; ++x)
    {
      m_Light.dark[x] = static_cast<float>(-m_Light.offset * shape[x]);
    }
  }

  const PictureStack & m_Stack;
  bool                 m_WithDark;
  std::size_t          m_Pixels;
  std::size_t          m_Count;
  CosineTransform      m_Cosines;
  std::vector<float>   m_Weights;
  std::vector<float>   m_Dual;
  std::vector<float>   m_Clean;  ///< one picture without its residual
  std::vector<float>   m_Change; ///< what its model does not account for yet
  std::vector<double>  m_Sum;
  std::vector<double>  m_WeightedSum;
  double               m_Norm = 0.0;
  double               m_Least = 0.0;
  double               m_Level = 0.0;
  double               m_LambdaFlat = 0.0;
  SharedLight          m_Light;
};
} // namespace

SharedLight
SeparateSharedLight(const PictureStack & stack, bool with_dark)
{
  Separation separation(stack, with_dark);
  if (separation.IsEmpty())
  {
    const std::size_t pixels = stack.Pixels();
    return {
      std::vector<float>(pixels, 1.0f), std::vector<float>(pixels, 0.0f), 0.0, std::vector<double>(stack.Count(), 1.0)
    };
  }
  separation.Solve(0);
  for (int round = 1; round < kMaximumRounds; ++round)
  {
    const std::vector<float> before = separation.GetLight().flat;
    separation.Reweight();
    separation.Solve(kStepsAhead);
    const std::vector<float> & after = separation.GetLight().flat;
    std::vector<float>         change(before.size());
    std::transform(after.begin(), after.end(), before.begin(), change.begin(), std::minus<>());
    if (SumOfMagnitudes(change) < kRoundsConverged * SumOfMagnitudes(after))
    {
      break;
    }
  }
  return separation.GetLight();
}
} // namespace pheno
