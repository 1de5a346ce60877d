#ifndef phenoPortableFloatMath_h
#define phenoPortableFloatMath_h

#include <cstdint>

namespace pheno
{
/** Eight floats that are computed side by side. */
using FloatLanes = float __attribute__((vector_size(32)));
using IntLanes = std::int32_t __attribute__((vector_size(32)));
inline constexpr int kFloatLanes = 8;

inline __attribute__((always_inline)) FloatLanes
Larger(FloatLanes x, FloatLanes y)
{
  return x < y ? y : x;
}
inline __attribute__((always_inline)) FloatLanes
HeldWithin(FloatLanes x, float bound)
{
  const FloatLanes most = FloatLanes{} + bound;
  const FloatLanes least = Larger(x, -most);
  return least < most ? least : most;
}

/** 2^x for x of [-126, 126], held to it outside, from additions and multiplications alone, as phenoPortableMath.h has
 * it. Relative error below 3e-7. */
inline __attribute__((always_inline)) FloatLanes
PortableExp2(FloatLanes x)
{
  const FloatLanes held = HeldWithin(x, 126.0f);
  const FloatLanes shifted = held + 12582912.0f; // 1.5 * 2^23: the sum's low bits are the nearest integer
  const FloatLanes r = (held - (shifted - 12582912.0f)) * 0.693147180559945f;
  FloatLanes       series = r * (1.0f / 5040) + 1.0f / 720; // Taylor to r^7, |r| <= ln 2 / 2
  series = series * r + 1.0f / 120;
  series = series * r + 1.0f / 24;
  series = series * r + 1.0f / 6;
  series = series * r + 0.5f;
  series = series * r + 1.0f;
  series = series * r + 1.0f;
  return series * reinterpret_cast<FloatLanes>((reinterpret_cast<IntLanes>(shifted) + 127) << 23);
}

/** The logarithm to base 2 of positive normal x, in the same manner. Absolute error below 3e-7 of max(1, |log2 x|). */
inline __attribute__((always_inline)) FloatLanes
PortableLog2(FloatLanes x)
{
  constexpr std::int32_t kRootHalf = 0x3f3504f3; // the bits of sqrt(1/2)
  const IntLanes         shifted = reinterpret_cast<IntLanes>(x) - kRootHalf;
  const FloatLanes       z = reinterpret_cast<FloatLanes>((shifted & 0x007fffff) + kRootHalf);
  const FloatLanes       s = (z - 1.0f) / (z + 1.0f);
  const FloatLanes       square = s * s;                          // at most .0295
  FloatLanes             series = square * (1.0f / 9) + 1.0f / 7; // atanh
  series = series * square + 1.0f / 5;
  series = series * square + 1.0f / 3;
  series = series * square + 1.0f;
  return __builtin_convertvector(shifted >> 23, FloatLanes) + 2.885390081777927f * s * series; // 2 / ln 2
}
} // namespace pheno

#endif
