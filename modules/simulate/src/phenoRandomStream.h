#ifndef phenoRandomStream_h
#define phenoRandomStream_h

#include "phenoPortableMath.h"

#include <cstdint>
#include <initializer_list>

namespace pheno::simulate
{
/** What a stream of random numbers is drawn for; a new purpose never shifts the numbers of another. */
enum class Purpose : std::uint64_t
{
  Layout = 1,
  Plate,
  Well,
  Site,
  Colony,
  Cell,
  Debris,
  Noise,
  Texture,
  Fault,
  Library
};

/** Random numbers that depend on a seed and a name alone: the n-th is a hash (SplitMix64; Steele, Lea, Flood 2014) of
 * the stream's key and n. Order of work, threads and processor do not matter; draws are written out here because the
 * distributions of <random> differ between libraries. */
class RandomStream
{
public:
  RandomStream(std::uint64_t seed, Purpose purpose, std::initializer_list<std::uint64_t> name)
    : m_State(Mix(seed + static_cast<std::uint64_t>(purpose) * 0xD1342543DE82EF95ULL))
  {
    for (const auto part : name)
    {
      m_State = Mix(m_State ^ Mix(part + kStep));
    }
  }

  std::uint64_t
  Next()
  {
    m_State += kStep;
    return Mix(m_State);
  }

  /** Uniform in [0, 1). */
  double
  Uniform()
  {
    return static_cast<double>(Next() >> 11) * 0x1.0p-53;
  }
  double
  Uniform(double low, double high)
  {
    return low + (high - low) * Uniform();
  }

  /** Uniform in 0 .. count-1. */
  std::uint64_t
  Below(std::uint64_t count)
  {
    return static_cast<std::uint64_t>(Uniform() * static_cast<double>(count));
  }

  /** Standard normal (Box and Muller 1958). */
  double
  Normal()
  {
    if (m_HasSpare)
    {
      m_HasSpare = false;
      return m_Spare;
    }
    const double radius = std::sqrt(-2.0 * Log(1.0 - Uniform()));
    const auto   direction = DirectionOf(Uniform());
    m_Spare = radius * direction.sine;
    m_HasSpare = true;
    return radius * direction.cosine;
  }

  /** Log-normal with mean 1; `sd` is the standard deviation of the logarithm. */
  double
  LogNormal(double sd)
  {
    return Exp(sd * Normal() - 0.5 * sd * sd);
  }

  /** Poisson count as a number; above a mean of 16 by the rounded normal approximation. */
  double
  Poisson(double mean)
  {
    if (mean > 16.0)
    {
      const double count = std::floor(mean + std::sqrt(mean) * Normal() + 0.5);
      return count > 0.0 ? count : 0.0;
    }
    const double limit = Exp(-mean);
    double       count = 0.0;
    for (double product = Uniform(); product > limit; product *= Uniform())
    {
      count += 1.0;
    }
    return count;
  }

private:
  static constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15ULL;

  static std::uint64_t
  Mix(std::uint64_t z)
  {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

  std::uint64_t m_State;
  double        m_Spare = 0.0;
  bool          m_HasSpare = false;
};
} // namespace pheno::simulate

#endif
