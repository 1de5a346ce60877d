#include "phenoFisherExact.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pheno
{
namespace
{
/** ln n! - (n ln n - n): small, so that its differences keep their digits. */
double
StirlingRest(double n)
{
  if (n < 16)
  {
    return n == 0 ? 0 : std::lgamma(n + 1) - (n * std::log(n) - n);
  }
  const double square = n * n;
  return 0.5 * std::log(2 * M_PI * n) +
         (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / n;
}

/** count x ln(count / expected) for count beside its expectation. */
double
Deviance(double count, double expected)
{
  return count == 0 ? 0 : count * std::log1p((count - expected) / expected);
}
/** Sum of P(x) / P(a) over x >= a, with the margins of the table. */
double
TailShare(double a, double b, double c, double d)
{
  double term = 1;
  double tail = 0;
  for (double x = 0; x <= std::min(b, c) && term > 1e-18 * tail; ++x)
  {
    tail += term;
    term *= (b - x) / (a + x + 1) * ((c - x) / (d + x + 1));
  }
  return tail;
}
} // namespace

FisherExact
TestFisherExact(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d)
{
  const double A = static_cast<double>(a), B = static_cast<double>(b), C = static_cast<double>(c),
               D = static_cast<double>(d);
  if (a + b == 0 || c + d == 0 || a + c == 0 || b + d == 0)
  {
    return { std::numeric_limits<double>::quiet_NaN(), 1 };
  }
  const double n = A + B + C + D;
  // ln P(a) = sum ln margins! - ln n! - sum ln cells!; the n ln n parts are gathered as deviances from independence.
  const double deviance = Deviance(A, (A + B) * (A + C) / n) + Deviance(B, (A + B) * (B + D) / n) +
                          Deviance(C, (C + D) * (A + C) / n) + Deviance(D, (C + D) * (B + D) / n);
  const double rest = StirlingRest(A + B) + StirlingRest(C + D) + StirlingRest(A + C) + StirlingRest(B + D) -
                      StirlingRest(n) - StirlingRest(A) - StirlingRest(B) - StirlingRest(C) - StirlingRest(D);
  const double here = std::exp(rest - deviance); // P(a)
  // The side of a that runs away from the mode is summed: its terms fall.
  const bool   isAbove = A > (A + B) * (A + C) / n;
  const double p = isAbove ? here * TailShare(A, B, C, D) : 1 - here * (TailShare(B, A, D, C) - 1);
  return { b == 0 || c == 0 ? std::numeric_limits<double>::infinity() : A / B * (D / C), std::clamp(p, 0.0, 1.0) };
}
} // namespace pheno
