#include "phenoForegroundLight.h"

#include "phenoSolve.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace pheno
{
namespace
{
constexpr std::size_t kTerms = PolynomialTerms().size();
constexpr unsigned    kDegree = 4;
constexpr int         kMaximumSteps = 12;
constexpr double      kConverged = 1e-3;    // largest change of the logarithm of the field
constexpr double      kPriorSamples = 20.0; // what holds a term back that few samples tell of
constexpr double      kLeastLight = 1e-3;   // of the mean background: what is dimmer is rounding, no cell
constexpr double      kLeastDepth = 1e-4;   // root mean square: a field more even than this tells no offset
constexpr std::size_t kLeastSamples = 20;   // of foreground in a site that is to count
constexpr std::size_t kGroups = 10;         // of sites, for the jackknife
constexpr std::size_t kLeastSites = 4;
constexpr double      kInfinity = std::numeric_limits<double>::infinity();

double
MeanOf(const std::vector<double> & values)
{
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::vector<double>
OverItsMean(std::vector<double> values)
{
  const double mean = MeanOf(values);
  for (double & value : values)
  {
    value /= mean;
  }
  return values;
}

void
AppendExponentials(const std::vector<PolynomialTerms> & terms,
                   const std::vector<double> &          coefficients,
                   std::vector<double> &                field)
{
  for (const PolynomialTerms & at : terms)
  {
    field.push_back(std::exp(std::inner_product(at.begin(), at.end(), coefficients.begin(), 0.0)));
  }
}

/** Otsu's threshold (1979) of values clipped at their 99th percentile, in 512 bins; a few hundred thousand decide. */
double
ForegroundThreshold(const std::vector<float> & values)
{
  constexpr std::size_t kBins = 512;
  std::vector<float>    some;
  const std::size_t     stride = std::max<std::size_t>(1, values.size() / 300000);
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
  std::array<double, kBins> counts{};
  double                    sum = 0.0;
  for (const float value : some)
  {
    const double share = (std::min<double>(value, high) - low) / (high - low);
    const auto   bin = std::min<std::size_t>(kBins - 1, static_cast<std::size_t>(share * kBins));
    counts[bin] += 1.0;
    sum += static_cast<double>(bin);
  }
  std::size_t  best = 0;
  double       greatest = 0.0;
  double       below = 0.0;
  double       sumBelow = 0.0;
  const double total = static_cast<double>(some.size());
  for (std::size_t bin = 0; bin + 1 < kBins; ++bin)
  {
    below += counts[bin];
    sumBelow += counts[bin] * static_cast<double>(bin);
    const double difference = sumBelow * total - sum * below;
    const double variance = below < total ? difference * difference / (below * (total - below)) : 0.0;
    if (below > 0.0 && variance > greatest)
    {
      greatest = variance;
      best = bin;
    }
  }
  return low + (high - low) * static_cast<double>(best + 1) / kBins;
}

/** Normal equations of the sites of a group: products of terms and of terms with logarithms, each less its mean over
 * its site. */
struct Equations
{
  std::vector<double> products = std::vector<double>(kTerms * kTerms, 0.0);
  std::vector<double> right = std::vector<double>(kTerms, 0.0);
  std::size_t         sites = 0;

  void
  Add(const Equations & other, double sign)
  {
    for (std::size_t i = 0; i < products.size(); ++i)
    {
      products[i] += sign * other.products[i];
    }
    for (std::size_t i = 0; i < kTerms; ++i)
    {
      right[i] += sign * other.right[i];
    }
  }

  /** Adds a site whose light, the field divided out, is given a point. */
  void
  AddSite(const float * light, double threshold, const std::vector<PolynomialTerms> & terms)
  {
    Equations       site;
    PolynomialTerms sum{};
    double          logarithms = 0.0;
    double          n = 0.0;
    for (std::size_t point = 0; point < terms.size(); ++point)
    {
      if (!(light[point] > threshold && light[point] > 0.0f))
      {
        continue;
      }
      const PolynomialTerms & t = terms[point];
      const double            logarithm = std::log(static_cast<double>(light[point]));
      n += 1.0;
      logarithms += logarithm;
      for (std::size_t i = 0; i < kTerms; ++i)
      {
        sum[i] += t[i];
        site.right[i] += logarithm * t[i];
        for (std::size_t j = 0; j < kTerms; ++j)
        {
          site.products[i * kTerms + j] += t[i] * t[j];
        }
      }
    }
    if (n < kLeastSamples)
    {
      return;
    }
    for (std::size_t i = 0; i < kTerms; ++i)
    {
      site.right[i] -= sum[i] * logarithms / n;
      for (std::size_t j = 0; j < kTerms; ++j)
      {
        site.products[i * kTerms + j] -= sum[i] * sum[j] / n;
      }
    }
    Add(site, 1.0);
    ++sites;
  }

  /** The coefficients before, corrected; a prior holds them near 0. */
  std::vector<double>
  Correct(const std::vector<double> & coefficients) const
  {
    std::vector<double> matrix = products;
    std::vector<double> step = right;
    for (std::size_t i = 0; i < kTerms; ++i)
    {
      matrix[i * kTerms + i] += kPriorSamples;
      step[i] -= kPriorSamples * coefficients[i];
    }
    SolveLinear(matrix, step, 0.0); // the prior makes it positive definite
    std::transform(step.begin(), step.end(), coefficients.begin(), step.begin(), std::plus<>());
    return step;
  }
};

std::array<Equations, kGroups>
MakeEquations(const SiteSample &                   sample,
              const std::vector<double> &          background,
              const std::vector<PolynomialTerms> & terms,
              const std::vector<double> &          field)
{
  std::vector<float> light(sample.values.size());
  for (std::size_t i = 0; i < light.size(); ++i)
  {
    const std::size_t point = i % sample.points;
    light[i] = static_cast<float>((sample.values[i] - background[point]) / field[point]);
  }
  const double threshold = std::max(ForegroundThreshold(light), kLeastLight * std::abs(MeanOf(background)));
  std::array<Equations, kGroups> groups;
  for (std::size_t site = 0; site < sample.Sites(); ++site)
  {
    groups[site % kGroups].AddSite(light.data() + site * sample.points, threshold, terms);
  }
  return groups;
}

/** Where the regression of the background on the field meets 0; NaN for an even field. */
double
OffsetOf(const std::vector<double> & background, const std::vector<double> & field)
{
  const double mean = MeanOf(background);
  double       above = 0.0;
  double       squares = 0.0;
  for (std::size_t point = 0; point < field.size(); ++point)
  {
    above += (field[point] - 1.0) * (background[point] - mean);
    squares += (field[point] - 1.0) * (field[point] - 1.0);
  }
  const bool even = !(squares > kLeastDepth * kLeastDepth * static_cast<double>(field.size()));
  return even ? std::nan("") : mean - above / squares;
}

/** sqrt((g - 1) / g sum of squared deviations) of what was found without each group. */
double
JackknifeError(const std::array<double, kGroups> & found)
{
  const double mean = std::accumulate(found.begin(), found.end(), 0.0) / kGroups;
  double       squares = 0.0;
  for (const double value : found)
  {
    squares += (value - mean) * (value - mean);
  }
  return std::sqrt((kGroups - 1.0) / kGroups * squares);
}
} // namespace

LogPolynomial::LogPolynomial(std::size_t width, std::size_t height)
  : m_MiddleX(0.5 * static_cast<double>(width - 1))
  , m_MiddleY(0.5 * static_cast<double>(height - 1))
  , m_Half(std::max({ m_MiddleX, m_MiddleY, 0.5 }))
{}

std::vector<PolynomialTerms>
LogPolynomial::TermsAt(const std::vector<double> & columns, const std::vector<double> & rows) const
{
  std::vector<PolynomialTerms> terms;
  for (const double row : rows)
  {
    for (const double column : columns)
    {
      const double    x = (column - m_MiddleX) / m_Half;
      const double    y = (row - m_MiddleY) / m_Half;
      PolynomialTerms at;
      std::size_t     term = 0;
      double          powerX = 1.0;
      for (unsigned i = 0; i <= kDegree; ++i, powerX *= x)
      {
        double product = powerX;
        for (unsigned j = 0; i + j <= kDegree; ++j, product *= y)
        {
          if (i + j > 0)
          {
            at[term++] = product;
          }
        }
      }
      terms.push_back(at);
    }
  }
  return terms;
}

std::vector<double>
LogPolynomial::FieldOn(const std::vector<double> & columns,
                       const std::vector<double> & rows,
                       const std::vector<double> & coefficients) const
{
  std::vector<double> field;
  for (const double row : rows)
  {
    AppendExponentials(TermsAt(columns, { row }), coefficients, field);
  }
  return OverItsMean(std::move(field));
}

std::vector<double>
LogPolynomial::FieldAt(const std::vector<PolynomialTerms> & terms, const std::vector<double> & coefficients)
{
  std::vector<double> field;
  AppendExponentials(terms, coefficients, field);
  return OverItsMean(std::move(field));
}

ForegroundLight
FitForegroundLight(const SiteSample &                   sample,
                   const std::vector<double> &          background,
                   const std::vector<PolynomialTerms> & terms)
{
  ForegroundLight                light{ {}, kInfinity, 0.0, kInfinity };
  std::vector<double>            before(kTerms, 0.0);
  std::vector<double>            field(terms.size(), 1.0);
  std::array<Equations, kGroups> groups;
  Equations                      all;
  light.coefficients = before;
  for (int step = 0; step < kMaximumSteps; ++step)
  {
    before = light.coefficients;
    groups = MakeEquations(sample, background, terms, field);
    all = {};
    for (const Equations & group : groups)
    {
      all.Add(group, 1.0);
      all.sites += group.sites;
    }
    light.coefficients = all.Correct(before);
    const std::vector<double> last = field;
    field = LogPolynomial::FieldAt(terms, light.coefficients);
    double change = 0.0;
    for (std::size_t point = 0; point < field.size(); ++point)
    {
      change = std::max(change, std::abs(std::log(field[point] / last[point])));
    }
    if (change < kConverged)
    {
      break;
    }
  }
  if (all.sites < kLeastSites)
  {
    return light;
  }

  std::array<std::vector<double>, kGroups> fields;
  std::array<double, kGroups>              values;
  for (std::size_t group = 0; group < kGroups; ++group)
  {
    Equations rest = all;
    rest.Add(groups[group], -1.0);
    fields[group] = LogPolynomial::FieldAt(terms, rest.Correct(before));
    values[group] = OffsetOf(background, fields[group]);
  }
  const double offset = OffsetOf(background, field);
  const double error = JackknifeError(values);
  if (std::isfinite(offset) && std::isfinite(error) && error > 0.0)
  {
    light.offset = offset;
    light.offset_error = error;
  }
  double squares = 0.0;
  for (std::size_t point = 0; point < terms.size(); ++point)
  {
    for (std::size_t group = 0; group < kGroups; ++group)
    {
      values[group] = fields[group][point];
    }
    const double deviation = JackknifeError(values);
    squares += deviation * deviation;
  }
  light.field_error = std::sqrt(squares / static_cast<double>(terms.size()));
  return light;
}

double
OffsetWithinBackground(const ForegroundLight & light, const std::vector<double> & background)
{
  const double least = *std::min_element(background.begin(), background.end());
  if (!(least > 0.0) || !std::isfinite(light.offset_error))
  {
    return 0.0;
  }
  constexpr std::size_t kSteps = 4000;
  const auto            candidate = [least](std::size_t i) { return (static_cast<double>(i) + 0.5) / kSteps * least; };
  const double          likeliest = std::clamp(light.offset, candidate(0), candidate(kSteps - 1));
  double                sum = 0.0;
  double                weights = 0.0;
  const auto            square = [&light](double offset) {
    const double distance = (offset - light.offset) / light.offset_error;
    return distance * distance;
  };
  for (std::size_t i = 0; i < kSteps; ++i)
  {
    const double weight = std::exp(0.5 * (square(likeliest) - square(candidate(i))));
    sum += weight * candidate(i);
    weights += weight;
  }
  return sum / weights;
}
} // namespace pheno
