#ifndef phenoDraws_h
#define phenoDraws_h

#include <cstdint>
#include <initializer_list>
#include <numeric>
#include <vector>

namespace pheno
{
/** A stream of random numbers that is a pure function of its key (SplitMix64, Steele, Lea and Flood 2014).
 *
 * Unlike std::shuffle and std::uniform_*_distribution it gives the same numbers with every standard library. */
class Draws
{
public:
  explicit Draws(std::initializer_list<std::uint64_t> key)
  {
    for (const std::uint64_t word : key)
    {
      m_State = Mix(m_State ^ word) + kStep;
    }
  }

  std::uint64_t
  Next()
  {
    m_State += kStep;
    return Mix(m_State);
  }

  /** Uniform in [0, 1), 53 bits. */
  double
  Uniform()
  {
    return static_cast<double>(this->Next() >> 11) * 0x1p-53;
  }

  double
  Uniform(double low, double high)
  {
    return low + (high - low) * this->Uniform();
  }

  bool
  Chance(double probability)
  {
    return this->Uniform() < probability;
  }

  /** Uniform in 0 .. n - 1, without bias. n > 0 */
  std::uint64_t
  Below(std::uint64_t n)
  {
    const std::uint64_t reject = (~std::uint64_t{ 0 } - n + 1) % n; // 2^64 mod n
    std::uint64_t       value = this->Next();
    while (value < reject)
    {
      value = this->Next();
    }
    return value % n;
  }

  /** 0 .. n - 1 in random order (Fisher-Yates). */
  std::vector<std::int64_t>
  Permutation(std::int64_t n)
  {
    std::vector<std::int64_t> order(static_cast<std::size_t>(n));
    std::iota(order.begin(), order.end(), std::int64_t{ 0 });
    for (std::size_t i = order.size(); i > 1; --i)
    {
      std::swap(order[i - 1], order[this->Below(i)]);
    }
    return order;
  }

private:
  static constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15;

  static std::uint64_t
  Mix(std::uint64_t x)
  {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
  }

  std::uint64_t m_State = 0;
};
} // namespace pheno

#endif
