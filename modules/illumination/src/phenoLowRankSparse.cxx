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
constexpr double kDarkShare = 1.0 / 2000.0;
constexpr double kLeastVariance = 1e-10;
constexpr double kLeastGrey = 1e-6; // of the level

void
ShrinkAll(std::vector<float> & values, double threshold)
{
  const auto by = static_cast<float>(threshold);
  for (float & value : values)
  {
    value = std::max(value - by, 0.0f) + std::min(value + by, 0.0f);
  }
}

/** All but the first: a picture's level is no structure. */
void
ShrinkCosines(std::vector<float> & coefficients, double threshold)
{
  const float level = coefficients[0];
  ShrinkAll(coefficients, threshold);
  coefficients[0] = level;
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
    const double structure = SumOfMagnitudes(m_Cosines.Forward(mean));
    m_LambdaFlat = kFlatShare * structure;
    m_LambdaDark = kDarkShare * structure;
    m_Baselines.assign(m_Count, 1.0);
    m_Flat.assign(m_Pixels, static_cast<float>(m_Level));
    m_Shape.assign(m_Pixels, 0.0f);
    m_Residual.assign(m_Pixels, 0.0f);
    m_Common.assign(m_Pixels, 0.0f);
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
      if (step > 0 && left < kStepsConverged * m_Norm) // the first takes the fields of other weights
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
        const double residual = values[x] - m_Baselines[i] * m_Flat[x] - m_Common[x];
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

  const std::vector<float> &
  GetFlat() const
  {
    return m_Flat;
  }

  /** Grey levels. */
  std::vector<float>
  Dark() const
  {
    std::vector<float> dark = m_Residual;
    for (float & value : dark)
    {
      value += static_cast<float>(m_Offset);
    }
    return dark;
  }

private:
  /** Residuals and multipliers of every picture, and from the rest its baseline and the sums that the fields need.
   * Returns the norm of what the model does not account for yet. */
  double
  TakeResiduals(double penalty)
  {
    m_Sum.assign(m_Pixels, 0.0);
    m_WeightedSum.assign(m_Pixels, 0.0);
    const float * flat = m_Flat.data();
    const float * common = m_Common.data();
    float *       clean = m_Clean.data();
    float *       changes = m_Change.data();
    const auto    inverse = static_cast<float>(1.0 / penalty);
    double        left = 0.0;
    for (std::size_t i = 0; i < m_Count; ++i)
    {
      const float * values = m_Stack.values.data() + i * m_Pixels;
      const float * weights = m_Weights.data() + i * m_Pixels;
      float *       dual = m_Dual.data() + i * m_Pixels; // the multiplier over the penalty of its step
      const auto    baseline = static_cast<float>(m_Baselines[i]);
      for (std::size_t x = 0; x < m_Pixels; ++x)
      {
        const float model = baseline * flat[x] + common[x];
        const float all = values[x] - model + dual[x];
        const float bound = weights[x] * inverse;
        const float kept = std::min(std::max(all, -bound), bound); // new multiplier; the residual is all - kept
        const float change = kept - dual[x];
        changes[x] = change;
        clean[x] = model + change + kept;
        dual[x] = kept;
      }
      left += SumOver(m_Pixels, [changes](std::size_t x) { return changes[x] * changes[x]; });
      m_Baselines[i] = AddPicture(dual);
    }
    const double mean = MeanOf(m_Baselines);
    for (double & baseline : m_Baselines)
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
    double squares = 0.0;
    for (const double baseline : m_Baselines)
    {
      squares += baseline * baseline;
    }
    const double variance = squares / static_cast<double>(m_Count) - 1.0; // of the baselines, whose mean is 1
    const bool   tells_dark = m_WithDark && variance > kLeastVariance;
    if (tells_dark)
    {
      UpdateResidual(variance, penalty);
    }
    UpdateFlat(squares, penalty);
    if (tells_dark)
    {
      UpdateOffset(variance);
    }
  }

  /** What pictures keep of pixel x where their baseline is 0, by regression over pictures. */
  double
  Intercept(std::size_t x, double variance) const
  {
    return (m_Sum[x] - (m_WeightedSum[x] - m_Sum[x]) / variance) / static_cast<double>(m_Count);
  }

  /** The intercept less the offset's part, shrunk in cosines by the threshold of the dark field when the flat field is
   * fitted along with it, then in pixels; mean 0. */
  void
  UpdateResidual(double variance, double penalty)
  {
    std::vector<float> residual(m_Pixels);
    for (std::size_t x = 0; x < m_Pixels; ++x)
    {
      residual[x] = static_cast<float>(Intercept(x, variance) - m_Offset * m_Shape[x]);
    }
    residual = m_Cosines.Forward(residual);
    ShrinkCosines(residual, m_LambdaDark / penalty * (1.0 + variance) / variance);
    residual = m_Cosines.Inverse(residual);
    ShrinkAll(residual, m_LambdaDark / penalty);
    const auto mean = static_cast<float>(MeanOf(residual));
    for (float & value : residual)
    {
      value -= mean;
    }
    m_Residual = std::move(residual);
    UpdateCommon();
  }

  void
  UpdateFlat(double squares, double penalty)
  {
    const auto         count = static_cast<double>(m_Count); // also the sum of the baselines
    std::vector<float> flat(m_Pixels);
    for (std::size_t x = 0; x < m_Pixels; ++x)
    {
      flat[x] = static_cast<float>((m_WeightedSum[x] - count * m_Common[x]) / squares);
    }
    flat = m_Cosines.Forward(flat);
    ShrinkCosines(flat, m_LambdaFlat * count / (penalty * squares));
    m_Flat = m_Cosines.Inverse(flat);
  }

  /** Regression over pixels of the intercepts on the offset's shape, with weights that spare what the residual holds
   * and the fitted slopes as instrument, which are free of the flat field's shrinkage. */
  void
  UpdateOffset(double variance)
  {
    const double level = MeanOf(m_Flat);
    const double floor =
      kWeightFloor * SumOfMagnitudes(m_Residual) / static_cast<double>(m_Pixels) + kLeastGrey * m_Level;
    double depth = 0.0;
    double found = 0.0;
    double expected = 0.0; // of an offset as large as the level
    for (std::size_t x = 0; x < m_Pixels; ++x)
    {
      const double shape = 1.0 - m_Flat[x] / level;
      const double weighted = shape / (std::abs(m_Residual[x]) + floor);
      const double intercept = Intercept(x, variance);
      depth += shape * shape;
      found += weighted * intercept;
      expected += weighted * (level - m_Sum[x] / static_cast<double>(m_Count) + intercept);
      m_Shape[x] = static_cast<float>(shape);
    }
    const bool is_told = depth > kLeastVariance * static_cast<double>(m_Pixels) && expected > 0.0;
    m_Offset = is_told ? std::clamp(level * found / expected, 0.0, std::max(0.0, std::min(m_Least, level))) : 0.0;
    UpdateCommon();
  }

  void
  UpdateCommon()
  {
    for (std::size_t x = 0; x < m_Pixels; ++x)
    {
      m_Common[x] = static_cast<float>(m_Offset) * m_Shape[x] + m_Residual[x];
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
  double               m_LambdaDark = 0.0;
  std::vector<double>  m_Baselines; ///< mean 1
  std::vector<float>   m_Flat;      ///< grey levels
  double               m_Offset = 0.0;
  std::vector<float>   m_Shape;    ///< 1 - flat / its mean: how an offset of 1 shows, as its mean is in the baselines
  std::vector<float>   m_Residual; ///< of the dark field, mean 0
  std::vector<float>   m_Common;   ///< what every picture has beside baseline * flat: offset * shape + residual
};
} // namespace

SharedLight
SeparateSharedLight(const PictureStack & stack, bool with_dark)
{
  Separation separation(stack, with_dark);
  if (separation.IsEmpty())
  {
    const std::size_t pixels = stack.Pixels();
    return { std::vector<float>(pixels, 1.0f), std::vector<float>(pixels, 0.0f) };
  }
  separation.Solve(0);
  for (int round = 1; round < kMaximumRounds; ++round)
  {
    const std::vector<float> before = separation.GetFlat();
    separation.Reweight();
    separation.Solve(kStepsAhead);
    const std::vector<float> & after = separation.GetFlat();
    std::vector<float>         change(before.size());
    std::transform(after.begin(), after.end(), before.begin(), change.begin(), std::minus<>());
    if (SumOfMagnitudes(change) < kRoundsConverged * SumOfMagnitudes(after))
    {
      break;
    }
  }
  return { separation.GetFlat(), separation.Dark() };
}
} // namespace pheno
