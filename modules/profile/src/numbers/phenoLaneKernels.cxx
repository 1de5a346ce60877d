#include "phenoLaneKernels.h"
#include "phenoProcessorClones.h"

#include <cstring>

namespace pheno
{
namespace
{
/** Vectors go by reference: their calling convention is not that of every processor. */
inline __attribute__((always_inline)) void
Load(Lanes & lanes, const double * from)
{
  std::memcpy(&lanes, from, sizeof(lanes));
}

inline __attribute__((always_inline)) void
Keep(const Lanes & lanes, double * to)
{
  std::memcpy(to, &lanes, sizeof(lanes));
}

inline __attribute__((always_inline)) double
Sum(const Lanes & lanes)
{
  double sum = 0;
  for (int lane = 0; lane < kLanes; ++lane)
  {
    sum += lanes[lane];
  }
  return sum;
}
} // namespace

PHENO_PROCESSOR_CLONES double
LaneDot(const double * a, const double * b, std::size_t count)
{
  Lanes       sums = {};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes)
  {
    Lanes left, right;
    Load(left, a + i);
    Load(right, b + i);
    sums += left * right;
  }
  double sum = Sum(sums);
  for (; i < count; ++i)
  {
    sum += a[i] * b[i];
  }
  return sum;
}

PHENO_PROCESSOR_CLONES void
LaneAdd(double factor, const double * x, double * y, std::size_t count)
{
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes)
  {
    Lanes from, to;
    Load(from, x + i);
    Load(to, y + i);
    to += factor * from;
    Keep(to, y + i);
  }
  for (; i < count; ++i)
  {
    y[i] += factor * x[i];
  }
}

PHENO_PROCESSOR_CLONES double
UpdateAndMultiply(const SymmetricColumn & at, std::size_t count)
{
  Lanes       sums = {};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes)
  {
    Lanes values, v, w, x, p;
    Load(values, at.column + i);
    Load(v, at.v + i);
    Load(w, at.w + i);
    Load(x, at.x + i);
    Load(p, at.p + i);
    values -= v * at.ownW + w * at.ownV;
    p += values * at.ownX;
    sums += values * x;
    Keep(values, at.column + i);
    Keep(p, at.p + i);
  }
  double sum = Sum(sums);
  for (; i < count; ++i)
  {
    const double value = at.column[i] - (at.v[i] * at.ownW + at.w[i] * at.ownV);
    at.column[i] = value;
    at.p[i] += value * at.ownX;
    sum += value * at.x[i];
  }
  return sum;
}
} // namespace pheno
