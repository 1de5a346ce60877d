#ifndef phenoPortableMath_h
#define phenoPortableMath_h

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace pheno::simulate
{
/** Elementary functions from IEEE + - * / alone. The C library picks another code path by processor, whose last bits
 * differ; a simulated screen has the same bytes everywhere. Absolute error below 1e-13 of the result's scale. */

/** terms[0] + terms[1] x + terms[2] x^2 + ... */
template <std::size_t N>
inline double
Polynomial(const std::array<double, N> & terms, double x)
{
  double sum = terms[N - 1];
  for (std::size_t n = N - 1; n > 0; --n)
  {
    sum = sum * x + terms[n - 1];
  }
  return sum;
}

/** Taylor terms sign^n / (first + step n)! of exp, cos and sin. */
template <std::size_t N>
constexpr std::array<double, N>
FactorialTerms(int first, int step, double sign)
{
  std::array<double, N> terms{};
  double                power = 1.0;
  for (std::size_t n = 0; n < N; ++n)
  {
    double factorial = 1.0;
    for (int k = 2; k <= first + step * static_cast<int>(n); ++k)
    {
      factorial *= k;
    }
    terms[n] = power / factorial;
    power *= sign;
  }
  return terms;
}
inline constexpr auto kExpTerms = FactorialTerms<13>(0, 1, 1.0);
inline constexpr auto kCosineTerms = FactorialTerms<8>(0, 2, -1.0);
inline constexpr auto kSineTerms = FactorialTerms<8>(1, 2, -1.0);
/** ln((1 + s) / (1 - s)) = 2 s (1 + s^2 / 3 + s^4 / 5 + ...). */
inline constexpr std::array<double, 9> kLogTerms{ 1.0,        1.0 / 3.0,  1.0 / 5.0,  1.0 / 7.0, 1.0 / 9.0,
                                                  1.0 / 11.0, 1.0 / 13.0, 1.0 / 15.0, 1.0 / 17.0 };

/** e^x; arguments are held within [-700, 700]. */
inline double
Exp(double x)
{
  x = x < -700.0 ? -700.0 : (x > 700.0 ? 700.0 : x);
  const double power = std::floor(x * 1.4426950408889634 + 0.5);
  const double r = (x - power * 0.693147180369123816490) - power * 1.90821492927058770002e-10;
  return Polynomial(kExpTerms, r) *
         std::bit_cast<double>(static_cast<std::uint64_t>(static_cast<std::int64_t>(power) + 1023) << 52);
}

/** Natural logarithm of a normal positive number. */
inline double
Log(double x)
{
  const auto   bits = std::bit_cast<std::uint64_t>(x);
  std::int64_t power = static_cast<std::int64_t>(bits >> 52) - 1023;
  double       mantissa = std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFFULL) | 0x3FF0000000000000ULL);
  if (mantissa > 1.4142135623730951)
  {
    mantissa *= 0.5;
    ++power;
  }
  const double s = (mantissa - 1.0) / (mantissa + 1.0);
  return 2.0 * s * Polynomial(kLogTerms, s * s) + static_cast<double>(power) * 0.6931471805599453;
}

/** base^exponent for a positive base; 0 for base 0. */
inline double
Power(double base, double exponent)
{
  return base > 0.0 ? Exp(exponent * Log(base)) : 0.0;
}

struct Direction
{
  double cosine = 1.0;
  double sine = 0.0;
};

/** Cosine and sine of an angle given in whole turns. */
inline Direction
DirectionOf(double turns)
{
  turns -= std::floor(turns);
  const double quarter = std::floor(4.0 * turns + 0.5);
  const double r = (turns - 0.25 * quarter) * 6.283185307179586;
  const double cosine = Polynomial(kCosineTerms, r * r);
  const double sine = r * Polynomial(kSineTerms, r * r);
  switch (static_cast<int>(quarter) & 3)
  {
    case 0:
      return { cosine, sine };
    case 1:
      return { -sine, cosine };
    case 2:
      return { -cosine, -sine };
    default:
      return { sine, -cosine };
  }
}
} // namespace pheno::simulate

#endif
