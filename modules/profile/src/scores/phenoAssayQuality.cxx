#include "phenoAssayQuality.h"
#include "phenoSampleStatistics.h"

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Sample
{
  explicit Sample(std::span<const double> values)
    : n(static_cast<double>(
        std::count_if(values.begin(), values.end(), [](double value) { return !std::isnan(value); })))
    , mean(Mean(values))
    , sd(StandardDeviation(values, 1))
    , sdPopulation(StandardDeviation(values, 0))
    , median(Median(values))
    , mad(kMadFactor * MedianAbsoluteDeviation(values))
  {}

  double n;
  double mean;
  double sd;
  double sdPopulation;
  double median;
  double mad;
};

double
ZPrime(double aCenter, double aSpread, double bCenter, double bSpread)
{
  return 1 - 3 * (aSpread + bSpread) / std::abs(aCenter - bCenter);
}

double
Ssmd(double aCenter, double aSpread, double bCenter, double bSpread)
{
  return (aCenter - bCenter) / std::sqrt(aSpread * aSpread + bSpread * bSpread);
}

double
SignalWindow(const Sample & a, double aSpread, const Sample & b, double bSpread)
{
  return (std::abs(a.mean - b.mean) - 3 * (aSpread + bSpread)) / (a.mean > b.mean ? aSpread : bSpread);
}

/** Gamma(x) / Gamma(x + delta); NaN where it is not defined. */
double
GammaRatio(double x, double delta)
{
  return x > 0 && x + delta > 0 ? boost::math::tgamma_delta_ratio(x, delta) : kNaN;
}

double
TwoSidedP(double t, double freedom)
{
  if (std::isnan(t) || !(freedom > 0))
  {
    return kNaN;
  }
  return std::isinf(t) ? 0
                       : 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(freedom), std::abs(t)));
}

void
AddEffectSizes(const Sample & p, const Sample & n, AssayQuality & quality)
{
  const double freedom = p.n + n.n - 2;
  const double squares = (p.n - 1) * p.sd * p.sd + (n.n - 1) * n.sd * n.sd;
  const double difference = p.mean - n.mean;
  quality.ssmd_umvue = difference / std::sqrt(2 / (p.n + n.n - 3.48) * squares);
  quality.cohen_d = difference / std::sqrt(squares / freedom);
  quality.hedges_g = quality.cohen_d / (std::sqrt(freedom / 2) * GammaRatio((freedom - 1) / 2, 0.5));
  quality.glass_delta = difference / n.sd;
}

void
AddWelch(const Sample & p, const Sample & n, AssayQuality & quality)
{
  const double pShare = p.sd * p.sd / p.n;
  const double nShare = n.sd * n.sd / n.n;
  quality.welch_t = (p.mean - n.mean) / std::sqrt(pShare + nShare);
  const double freedom =
    (pShare + nShare) * (pShare + nShare) / (pShare * pShare / (p.n - 1) + nShare * nShare / (n.n - 1));
  quality.welch_p = TwoSidedP(quality.welch_t, freedom);
}
} // namespace

MeanAndSpread
MeasureSpread(std::span<const double> values)
{
  return { Mean(values), StandardDeviation(values, 1) };
}

double
ZPrime(const MeanAndSpread & positives, const MeanAndSpread & negatives)
{
  return ZPrime(positives.mean, positives.sd, negatives.mean, negatives.sd);
}

AssayQuality
ComputeAssayQuality(std::span<const double> positives, std::span<const double> negatives)
{
  const Sample p(positives);
  const Sample n(negatives);
  AssayQuality quality{};
  quality.zprime = ZPrime(p.mean, p.sd, n.mean, n.sd);
  quality.zprime_pop = ZPrime(p.mean, p.sdPopulation, n.mean, n.sdPopulation);
  quality.robust_zprime = ZPrime(p.median, p.mad, n.median, n.mad);
  quality.ssmd = Ssmd(p.mean, p.sd, n.mean, n.sd);
  quality.ssmd_robust = Ssmd(p.median, p.mad, n.median, n.mad);
  quality.signal_window = SignalWindow(p, p.sd, n, n.sd);
  quality.signal_window_agm = SignalWindow(p, p.sd / std::sqrt(p.n), n, n.sd / std::sqrt(n.n));
  quality.sb = p.mean / n.mean;
  quality.sn = (p.mean - n.mean) / n.sd;
  AddEffectSizes(p, n, quality);
  AddWelch(p, n, quality);
  return quality;
}

WellScores
ScoreWells(std::span<const double> wells, std::span<const double> positives, std::span<const double> negatives)
{
  const Sample n(negatives);
  const double positiveMean = Mean(positives);
  WellScores   scores;
  for (const double x : wells)
  {
    scores.z.push_back((x - n.mean) / n.sd);
    scores.robust_z.push_back((x - n.median) / n.mad);
    scores.ssmd_star.push_back((x - n.mean) / (n.sd * std::sqrt(2.0)));
    scores.ssmd_star_robust.push_back((x - n.median) / (n.mad * std::sqrt(2.0)));
    scores.percent_of_control.push_back(100 * x / n.mean);
    scores.npi.push_back(100 * (positiveMean - x) / (positiveMean - n.mean));
  }
  return scores;
}

PairedQuality
ComputePairedQuality(std::span<const double> differences)
{
  const Sample  d(differences);
  PairedQuality quality{};
  quality.ssmd_mm = d.mean / d.sd;
  quality.ssmd_umvue = d.n < 3 ? kNaN : quality.ssmd_mm * std::sqrt(2 / (d.n - 1)) / GammaRatio((d.n - 2) / 2, 0.5);
  quality.t = quality.ssmd_mm * std::sqrt(d.n);
  quality.p = TwoSidedP(quality.t, d.n - 1);
  return quality;
}
} // namespace pheno
