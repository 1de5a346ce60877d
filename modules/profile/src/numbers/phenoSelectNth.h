#ifndef phenoSelectNth_h
#define phenoSelectNth_h

#include <algorithm>
#include <bit>
#include <cstddef>
#include <span>

namespace pheno
{
/** Moves those that `isFirst` to the front and returns how many they are; no branch depends on the values. */
template <typename TPredicate>
std::size_t
PartitionFirst(std::span<double> values, const TPredicate & isFirst)
{
  std::size_t count = 0;
  for (double & value : values)
  {
    const double taken = value;
    value = values[count];
    values[count] = taken;
    count += isFirst(taken) ? 1 : 0;
  }
  return count;
}

/** std::nth_element for numbers in no order, several times faster: its branches cannot be foreseen there. Values must
 * hold no NaN. Returns the element; those before it are not larger, those behind it not smaller. */
inline double
SelectNth(std::span<double> values, std::size_t n)
{
  constexpr std::size_t kFew = 24;
  std::size_t           first = 0;
  std::size_t           last = values.size();
  for (int rounds = 2 * std::bit_width(values.size()); last - first > kFew && rounds > 0; --rounds)
  {
    const std::size_t quarter = (last - first) / 4;
    const double      a = values[first + quarter];
    const double      b = values[first + 2 * quarter];
    const double      c = values[first + 3 * quarter];
    const double      pivot = std::max(std::min(a, b), std::min(std::max(a, b), c));
    const auto        open = values.subspan(first, last - first);
    const std::size_t smaller = PartitionFirst(open, [pivot](double value) { return value < pivot; });
    if (n < first + smaller)
    {
      last = first + smaller;
      continue;
    }
    first += smaller;
    const std::size_t equal = PartitionFirst(open.subspan(smaller), [pivot](double value) { return value == pivot; });
    if (n < first + equal)
    {
      return pivot;
    }
    first += equal;
  }
  const auto at = [&values](std::size_t place) { return values.begin() + static_cast<std::ptrdiff_t>(place); };
  std::nth_element(at(first), at(n), at(last));
  return values[n];
}
} // namespace pheno

#endif
