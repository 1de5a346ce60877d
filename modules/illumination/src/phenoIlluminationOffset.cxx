#include "phenoIlluminationOffset.h"

#include <itkHistogram.h>
#include <itkOtsuMultipleThresholdsCalculator.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace pheno
{
namespace
{
constexpr int         kMaximumSteps = 12;
constexpr double      kConverged = 1e-4;
constexpr double      kLeastField = 0.05;
constexpr double      kLeastDepth = 1e-4; // of the mean: a background more even than this tells rounding, not light
constexpr std::size_t kLeastSamples = 20; // of foreground in a site that is to count
constexpr std::size_t kGroups = 10;       // of sites, for the jackknife
constexpr std::size_t kLeastSites = 4;
constexpr double      kInfinity = std::numeric_limits<double>::infinity();

double
MeanOf(const std::vector<double> & values)
{
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/** Otsu's threshold of values clipped at their 99th percentile; a few hundred thousand of them decide. */
double
ForegroundThreshold(const std::vector<float> & values)
{
  std::vector<float> some;
  const std::size_t  stride = std::max<std::size_t>(1, values.size() / 300000);
  for (std::size_t i = 0; i < values.size(); i += stride)
  {
    some.push_back(values[i]);
  }
  const auto top = some.begin() + static_cast<std::ptrdiff_t>(0.99 * static_cast<double>(some.size() - 1));
  std::nth_element(some.begin(), top, some.end());
  const double high = *top;
  const double low = *std::min_element(some.begin(), some.end());
  if (!(high > low))
  {
    return high;
  }
  using Histogram = itk::Statistics::Histogram<double>;
  constexpr unsigned int kBins = 512;
  auto                   histogram = Histogram::New();
  histogram->SetMeasurementVectorSize(1);
  Histogram::SizeType size(1);
  size.Fill(kBins);
  Histogram::MeasurementVectorType lower(1), upper(1);
  lower.Fill(low);
  upper.Fill(high);
  histogram->Initialize(size, lower, upper);
  for (const float value : some)
  {
    const double share = (std::min<double>(value, high) - low) / (high - low);
    histogram->IncreaseFrequency(
      std::min<Histogram::InstanceIdentifier>(kBins - 1, static_cast<Histogram::InstanceIdentifier>(share * kBins)), 1);
  }
  auto otsu = itk::OtsuMultipleThresholdsCalculator<Histogram>::New();
  otsu->SetInputHistogram(histogram);
  otsu->SetNumberOfThresholds(1);
  otsu->Compute();
  return otsu->GetOutput().front();
}

/** One Gauss-Newton step, split by site so that sites can be left out. */
struct Step
{
  std::vector<double> numerator;
  std::vector<double> denominator;

  double
  Slope(std::size_t left_out = kGroups) const
  {
    double above = 0.0;
    double below = 0.0;
    for (std::size_t site = 0; site < numerator.size(); ++site)
    {
      const bool counts = site % kGroups != left_out;
      above += counts ? numerator[site] : 0.0;
      below += counts ? denominator[site] : 0.0;
    }
    return below > 0.0 ? above / below : std::nan("");
  }
};

/** Sums of one site's foreground: residuals against d log flat / dc, both less their mean. */
void
AddSite(const float * light, double threshold, const std::vector<double> & slope, Step & step)
{
  double n = 0.0, sumR = 0.0, sumG = 0.0, sumRG = 0.0, sumGG = 0.0;
  for (std::size_t point = 0; point < slope.size(); ++point)
  {
    if (light[point] > threshold && light[point] > 0.0f)
    {
      const double residual = std::log(static_cast<double>(light[point]));
      n += 1.0;
      sumR += residual;
      sumG += slope[point];
      sumRG += residual * slope[point];
      sumGG += slope[point] * slope[point];
    }
  }
  const bool counts = n >= kLeastSamples;
  step.numerator.push_back(counts ? sumRG - sumR * sumG / n : 0.0);
  step.denominator.push_back(counts ? sumGG - sumG * sumG / n : 0.0);
}

Step
MakeStep(const SiteSample & sample, const std::vector<double> & background, double mean, double contrast)
{
  std::vector<double> flat(sample.points), slope(sample.points);
  for (std::size_t point = 0; point < sample.points; ++point)
  {
    const double shape = background[point] - mean;
    flat[point] = std::max(kLeastField, 1.0 + contrast * shape);
    slope[point] = shape / flat[point];
  }
  std::vector<float> light(sample.values.size());
  for (std::size_t i = 0; i < light.size(); ++i)
  {
    const std::size_t point = i % sample.points;
    light[i] = static_cast<float>((sample.values[i] - background[point]) / flat[point]);
  }
  const double threshold = ForegroundThreshold(light);
  Step         step;
  for (std::size_t site = 0; site < sample.Sites(); ++site)
  {
    AddSite(light.data() + site * sample.points, threshold, slope, step);
  }
  return step;
}

double
JackknifeError(const Step & step)
{
  std::vector<double> slopes;
  for (std::size_t group = 0; group < kGroups; ++group)
  {
    slopes.push_back(step.Slope(group));
  }
  const double mean = MeanOf(slopes);
  double       squares = 0.0;
  for (const double slope : slopes)
  {
    squares += (slope - mean) * (slope - mean);
  }
  return std::sqrt((kGroups - 1.0) / kGroups * squares);
}
} // namespace

Contrast
EstimateContrast(const SiteSample & sample, const std::vector<double> & background)
{
  const double mean = MeanOf(background);
  const double depth = mean - *std::min_element(background.begin(), background.end());
  if (!(mean > 0.0) || !(depth > kLeastDepth * mean))
  {
    return { 0.0, kInfinity };
  }
  double contrast = 1.0 / mean;
  Step   step;
  for (int i = 0; i < kMaximumSteps; ++i)
  {
    step = MakeStep(sample, background, mean, contrast);
    const double slope = step.Slope();
    if (!std::isfinite(slope))
    {
      return { 0.0, kInfinity };
    }
    const double next = std::clamp(contrast + slope, 0.2 / mean, std::max(0.2 / mean, (1.0 - kLeastField) / depth));
    const bool   converged = std::abs(next - contrast) < kConverged * contrast;
    contrast = next;
    if (converged)
    {
      break;
    }
  }
  const auto counting =
    std::count_if(step.denominator.begin(), step.denominator.end(), [](double d) { return d > 0.0; });
  const double error = JackknifeError(step);
  const bool   known = static_cast<std::size_t>(counting) >= kLeastSites && std::isfinite(error) && error > 0.0;
  return { contrast, known ? error : kInfinity };
}

double
OffsetFromContrast(const Contrast & contrast, const std::vector<double> & background)
{
  const double mean = MeanOf(background);
  const double least = *std::min_element(background.begin(), background.end());
  if (!(least > 0.0) || !std::isfinite(contrast.standard_error))
  {
    return 0.0;
  }
  constexpr std::size_t      kSteps = 4000;
  std::array<double, kSteps> candidate;
  std::array<double, kSteps> score;
  for (std::size_t i = 0; i < kSteps; ++i)
  {
    candidate[i] = 1.0 / (mean - (static_cast<double>(i) + 0.5) / kSteps * least);
    const double distance = (contrast.value - candidate[i]) / contrast.standard_error;
    score[i] = -0.5 * distance * distance;
  }
  const double best = *std::max_element(score.begin(), score.end());
  double       sum = 0.0;
  double       weights = 0.0;
  for (std::size_t i = 0; i < kSteps; ++i)
  {
    const double weight = std::exp(score[i] - best);
    sum += weight * candidate[i];
    weights += weight;
  }
  return std::max(0.0, mean - weights / sum);
}
} // namespace pheno
