#ifndef phenoDoseResponse_h
#define phenoDoseResponse_h

#include <cstddef>
#include <optional>
#include <span>

namespace pheno
{
/** A value with the standard error and the 95 % interval that the delta method gives it. */
struct CurveParameter
{
  double value;
  double error; ///< NaN where the data do not determine the parameter, and for a fixed one
};

/** A sigmoid dose response, f(x) = low + (high - low) / (1 + 10^(slope (log_ac50 - log10 x))).
 *
 * The slope is positive, so that `low` always is the response at dose 0 and `high` the one at an infinite dose; high
 * below low is inhibition. Least squares; errors are the square roots of the diagonal of s^2 (J^T J)^-1, intervals use
 * the t distribution with the residual degrees of freedom (Seber, Wild 1989). */
struct DoseResponse
{
  std::size_t    n = 0;          ///< wells
  std::size_t    n_doses = 0;    ///< different doses
  bool           fitted = false; ///< false: too few wells or doses; all numbers are NaN
  CurveParameter low;
  CurveParameter high;
  CurveParameter slope;
  CurveParameter log_ac50;
  double         log_ac50_ends[2];     ///< 95 % interval; infinite where the error is NaN
  double         ac50;                 ///< 10^log_ac50
  double         ac50_ends[2];         ///< 10^ of the ends above
  double         ac50_error;           ///< delta method: ac50 ln 10 error(log_ac50)
  double         sse;                  ///< residual sum of squares
  double         sst;                  ///< about the mean
  double         s2;                   ///< sse / (n - parameters)
  double         r2;                   ///< 1 - sse / sst; NaN for constant responses
  double         f;                    ///< against the flat line, with 3 and n - 4 degrees; NaN with a fixed low end
  double         p;                    ///< of f: small means that the response depends on the dose
  bool           identifiable = false; ///< all free parameters have an error
  bool           extrapolated = false; ///< AC50 below a tenth of the lowest or above ten times the highest dose
};

/** Fits a four-parameter curve, or three parameters with the low end fixed.
 *
 * The best of a grid of slopes and AC50s (low and high being linear there) is refined by Levenberg-Marquardt from every
 * local minimum of the grid, so that no start has to be given; no random numbers. A flat or half-observed response has
 * no AC50 worth the name: look at p, identifiable, extrapolated and the interval.
 *
 * \param doses at least 0, dose 0 being the low end itself; \param responses one a dose. Pairs with a NaN are left out.
 * Needs more wells than parameters and two different doses, one of them positive. Throws ProfileError for different
 * lengths, a negative or infinite dose, or an infinite response. */
DoseResponse
FitDoseResponse(std::span<const double> doses,
                std::span<const double> responses,
                std::optional<double>   fixedLow = std::nullopt);
} // namespace pheno

#endif
