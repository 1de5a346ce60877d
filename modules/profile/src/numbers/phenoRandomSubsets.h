#ifndef phenoRandomSubsets_h
#define phenoRandomSubsets_h

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <utility>
#include <vector>

namespace pheno
{
/** Mixes numbers into one well-spread 64-bit seed (the finaliser of SplitMix64, Steele et al. 2014). */
inline std::uint64_t
MixSeeds(std::initializer_list<std::uint64_t> parts)
{
  std::uint64_t state = 0;
  for (const std::uint64_t part : parts)
  {
    state = (state ^ part) + 0x9e3779b97f4a7c15u;
    state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9u;
    state = (state ^ (state >> 27)) * 0x94d049bb133111ebu;
    state ^= state >> 31;
  }
  return state;
}

/** Seeded draws that are the same with every standard library. */
class SubsetStream
{
public:
  explicit SubsetStream(std::uint64_t seed)
    : m_Engine(seed)
  {}

  /** Uniform in 0..bound-1, without bias; bound > 0. */
  std::size_t
  Below(std::size_t bound)
  {
    const std::uint64_t rejected = (std::uint64_t{ 0 } - bound) % bound;
    std::uint64_t       draw = m_Engine();
    while (draw < rejected)
    {
      draw = m_Engine();
    }
    return draw % bound;
  }

  /** `count` different numbers of 0..total-1, ascending (selection sampling, Knuth 3.4.2 S). */
  void
  Subset(std::size_t count, std::size_t total, std::vector<std::size_t> & chosen)
  {
    chosen.clear();
    for (std::size_t i = 0; chosen.size() < count; ++i)
    {
      if (this->Below(total - i) < count - chosen.size())
      {
        chosen.push_back(i);
      }
    }
  }

  /** A random order (Fisher, Yates; Knuth 3.4.2 P). */
  template <typename TItem>
  void
  Shuffle(std::vector<TItem> & items)
  {
    for (std::size_t i = items.size(); i > 1; --i)
    {
      std::swap(items[i - 1], items[this->Below(i)]);
    }
  }

private:
  std::mt19937_64 m_Engine;
};

/** C(total, count), or `limit + 1` when it is larger than limit. */
inline std::size_t
CountSubsets(std::size_t count, std::size_t total, std::size_t limit)
{
  const std::size_t few = count < total - count ? count : total - count;
  std::size_t       subsets = 1;
  for (std::size_t i = 1; i <= few; ++i)
  {
    const __uint128_t next = static_cast<__uint128_t>(subsets) * (total - few + i) / i;
    if (next > limit)
    {
      return limit + 1;
    }
    subsets = static_cast<std::size_t>(next);
  }
  return subsets;
}

/** Moves to the next ascending subset of 0..total-1 in lexicographic order; false after the last. */
inline bool
NextSubset(std::vector<std::size_t> & chosen, std::size_t total)
{
  const std::size_t count = chosen.size();
  for (std::size_t i = count; i-- > 0;)
  {
    if (chosen[i] < total - count + i)
    {
      ++chosen[i];
      for (std::size_t j = i + 1; j < count; ++j)
      {
        chosen[j] = chosen[j - 1] + 1;
      }
      return true;
    }
  }
  return false;
}
} // namespace pheno

#endif
