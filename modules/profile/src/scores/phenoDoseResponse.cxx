#include "phenoDoseResponse.h"
#include "phenoProfileError.h"
#include "phenoSigmoidFit.h"

#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/** Wells by dose. */
using Responses = std::map<double, std::vector<double>>;

Responses
ByDose(std::span<const double> doses, std::span<const double> responses)
{
  if (doses.size() != responses.size())
  {
    throw ProfileError("a dose response of " + std::to_string(doses.size()) + " doses got " +
                       std::to_string(responses.size()) + " responses; expected equally many");
  }
  Responses byDose;
  for (std::size_t i = 0; i < doses.size(); ++i)
  {
    if (doses[i] < 0 || std::isinf(doses[i]) || std::isinf(responses[i]))
    {
      throw ProfileError("a dose response got dose " + std::to_string(doses[i]) + " with response " +
                         std::to_string(responses[i]) + "; expected a dose of 0 or more and finite numbers");
    }
    if (!std::isnan(doses[i]) && !std::isnan(responses[i]))
    {
      byDose[doses[i]].push_back(responses[i]);
    }
  }
  return byDose;
}

double
MeanOf(const std::vector<double> & values)
{
  double sum = 0;
  for (const double value : values)
  {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

double
SquaresAbout(const std::vector<double> & values, double center)
{
  double sum = 0;
  for (const double value : values)
  {
    sum += (value - center) * (value - center);
  }
  return sum;
}

DoseResponse
NotFitted(std::size_t n, std::size_t doses)
{
  const CurveParameter none{ kNaN, kNaN };
  return { n,    doses, false, none, none, none, none, { kNaN, kNaN }, kNaN, { kNaN, kNaN },
           kNaN, kNaN,  kNaN,  kNaN, kNaN, kNaN, kNaN };
}

/** Standard errors of (low, high, ln slope, log AC50); NaN when the data do not determine all free parameters. */
Eigen::Vector4d
Errors(const Eigen::Matrix4d & normal, int firstFree, double s2)
{
  Eigen::Vector4d       errors = Eigen::Vector4d::Constant(kNaN);
  const int             count = 4 - firstFree;
  const Eigen::MatrixXd free = normal.bottomRightCorner(count, count);
  const Eigen::VectorXd scale = free.diagonal().cwiseSqrt();
  if (!(scale.minCoeff() > 0) || !scale.allFinite())
  {
    return errors;
  }
  // With a unit diagonal the smallest eigenvalue says how nearly the parameters stand in for each other.
  const Eigen::MatrixXd unit = scale.cwiseInverse().asDiagonal() * free * scale.cwiseInverse().asDiagonal();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(unit);
  if (!(solver.eigenvalues()[0] > 1e-13))
  {
    return errors;
  }
  const Eigen::MatrixXd inverse =
    solver.eigenvectors() * solver.eigenvalues().cwiseInverse().asDiagonal() * solver.eigenvectors().transpose();
  errors.tail(count) = (s2 * inverse.diagonal()).cwiseSqrt().cwiseQuotient(scale);
  return errors;
}

void
SetInterval(DoseResponse & curve, double degrees)
{
  const double margin =
    curve.identifiable
      ? curve.log_ac50.error * boost::math::quantile(boost::math::complement(boost::math::students_t(degrees), 0.025))
      : kInfinity;
  curve.log_ac50_ends[0] = curve.log_ac50.value - margin;
  curve.log_ac50_ends[1] = curve.log_ac50.value + margin;
  curve.ac50_ends[0] = std::pow(10, curve.log_ac50_ends[0]);
  curve.ac50_ends[1] = std::pow(10, curve.log_ac50_ends[1]);
  curve.ac50_error = curve.ac50 * std::log(10) * curve.log_ac50.error;
}

/** F test against the flat line. */
void
TestAgainstFlat(DoseResponse & curve)
{
  const double degrees = static_cast<double>(curve.n) - 4;
  const double explained = std::max(curve.sst - curve.sse, 0.0) / 3;
  curve.f = curve.sst > 0 ? explained / curve.s2 : kNaN;
  curve.p = std::isnan(curve.f) ? kNaN
            : std::isinf(curve.f)
              ? 0
              : boost::math::cdf(boost::math::complement(boost::math::fisher_f(3, degrees), curve.f));
}
} // namespace

DoseResponse
FitDoseResponse(std::span<const double> doses, std::span<const double> responses, std::optional<double> fixedLow)
{
  const Responses        byDose = ByDose(doses, responses);
  std::vector<DoseLevel> levels;
  std::vector<double>    all;
  double                 within = 0;
  for (const auto & [dose, values] : byDose)
  {
    const double mean = MeanOf(values);
    levels.push_back({ std::log10(dose), static_cast<double>(values.size()), mean });
    within += SquaresAbout(values, mean);
    all.insert(all.end(), values.begin(), values.end());
  }
  const std::size_t parameters = fixedLow ? 3 : 4;
  DoseResponse      curve = NotFitted(all.size(), levels.size());
  if (all.size() <= parameters || levels.size() < 2)
  {
    return curve;
  }
  const SigmoidFit      fit = FitSigmoid(levels, fixedLow);
  const double          degrees = static_cast<double>(all.size() - parameters);
  const Eigen::Vector4d p = fit.parameters;
  curve.fitted = true;
  curve.sse = within + fit.sse;
  curve.sst = SquaresAbout(all, MeanOf(all));
  curve.s2 = curve.sse / degrees;
  curve.r2 = curve.sst > 0 ? 1 - curve.sse / curve.sst : kNaN;
  const Eigen::Vector4d errors = Errors(fit.normal, fixedLow ? 1 : 0, curve.s2);
  curve.low = { p[0], errors[0] };
  curve.high = { p[1], errors[1] };
  curve.slope = { std::exp(p[2]), std::exp(p[2]) * errors[2] };
  curve.log_ac50 = { p[3], errors[3] };
  curve.ac50 = std::pow(10, p[3]);
  curve.identifiable = levels.size() >= parameters && errors.tail(3).allFinite();
  const double lowest = byDose.begin()->first > 0 ? byDose.begin()->first : std::next(byDose.begin())->first;
  curve.extrapolated = curve.ac50 < lowest / 10 || curve.ac50 > 10 * byDose.rbegin()->first;
  SetInterval(curve, degrees);
  if (!fixedLow)
  {
    TestAgainstFlat(curve);
  }
  return curve;
}
} // namespace pheno
