#ifndef phenoPortableMath_h
#define phenoPortableMath_h

#include <algorithm>
#include <bit>
#include <cstdint>

namespace pheno
{
/** exp(x) for x <= 700, from additions and multiplications alone: the C library's differs in the last bit between
 * processors. Relative error below 1e-15; 0 below -700. */
inline __attribute__((always_inline)) double
PortableExp(double x)
{
  constexpr double kLog2E = 1.4426950408889634;
  constexpr double kLn2High = 6.93147180369123816490e-01;
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  constexpr double kRound = 6755399441055744.0; // 1.5 * 2^52: the sum's low bits are the nearest integer
  const double     shifted = std::max(x, -700.0) * kLog2E + kRound;
  const double     whole = shifted - kRound;
  const double     r = (std::max(x, -700.0) - whole * kLn2High) - whole * kLn2Low;
  double           series = 1.0 / 6227020800.0; // Taylor to r^13, |r| <= ln 2 / 2
  series = series * r + 1.0 / 479001600.0;
  series = series * r + 1.0 / 39916800.0;
  series = series * r + 1.0 / 3628800.0;
  series = series * r + 1.0 / 362880.0;
  series = series * r + 1.0 / 40320.0;
  series = series * r + 1.0 / 5040.0;
  series = series * r + 1.0 / 720.0;
  series = series * r + 1.0 / 120.0;
  series = series * r + 1.0 / 24.0;
  series = series * r + 1.0 / 6.0;
  series = series * r + 0.5;
  series = series * r + 1.0;
  series = series * r + 1.0;
  const std::uint64_t power = (std::bit_cast<std::uint64_t>(shifted) + 1023) << 52;
  return x < -700 ? 0.0 : series * std::bit_cast<double>(power);
}

/** log(x) for positive normal x, in the same manner: x = 2^k z with z in [sqrt(1/2), sqrt(2)), log z = 2 atanh s with
 * s = (z - 1) / (z + 1). Absolute error of log z below 1e-15. */
inline __attribute__((always_inline)) double
PortableLog(double x)
{
  constexpr std::uint64_t kRootHalf = 0x3fe6a09e667f3bcdu; // the bits of sqrt(1/2)
  constexpr std::uint64_t kMantissa = 0x000fffffffffffffu;
  constexpr std::uint64_t kBias = 1024;
  constexpr double        kWhole = 4503599627370496.0; // 2^52: a number in its low bits is its mantissa
  const std::uint64_t     bits = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t     shifted = bits - kRootHalf + (kBias << 52); // its exponent is k + kBias
  const double            z = std::bit_cast<double>((shifted & kMantissa) + kRootHalf);
  const double k = std::bit_cast<double>((shifted >> 52) | 0x4330000000000000u) - (kWhole + static_cast<double>(kBias));
  const double s = (z - 1) / (z + 1);
  const double square = s * s; // at most .0295
  double       series = 1.0 / 19;
  series = series * square + 1.0 / 17;
  series = series * square + 1.0 / 15;
  series = series * square + 1.0 / 13;
  series = series * square + 1.0 / 11;
  series = series * square + 1.0 / 9;
  series = series * square + 1.0 / 7;
  series = series * square + 1.0 / 5;
  series = series * square + 1.0 / 3;
  series = series * square + 1.0;
  return k * 6.931471805599453094e-01 + 2 * s * series;
}
} // namespace pheno

#endif
