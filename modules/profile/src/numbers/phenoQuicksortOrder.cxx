#include "phenoQuicksortOrder.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace pheno
{
namespace
{
constexpr std::ptrdiff_t kSmall = 16;

/** Sorts positions by their values. */
class Quicksort
{
public:
  explicit Quicksort(std::span<const double> values)
    : m_Values(values)
    , m_Order(values.size())
  {
    std::iota(m_Order.begin(), m_Order.end(), std::size_t{ 0 });
    const int depth = 2 * (static_cast<int>(std::bit_width(values.size())) - 1);
    this->Sort(0, static_cast<std::ptrdiff_t>(values.size()) - 1, depth);
  }

  const std::vector<std::size_t> &
  Order() const
  {
    return m_Order;
  }

private:
  bool
  Less(std::ptrdiff_t a, std::ptrdiff_t b) const
  {
    return m_Values[m_Order[a]] < m_Values[m_Order[b]];
  }

  void
  Sort(std::ptrdiff_t first, std::ptrdiff_t last, int depth)
  {
    const auto at = [this](std::ptrdiff_t place) { return m_Order.begin() + place; };
    if (last - first < kSmall || depth < 0)
    {
      std::stable_sort(at(first), at(std::max(first, last + 1)), [this](std::size_t a, std::size_t b) {
        return m_Values[a] < m_Values[b];
      });
      return;
    }
    const std::ptrdiff_t cut = this->Partition(first, last);
    this->Sort(first, cut - 1, depth - 1);
    this->Sort(cut + 1, last, depth - 1);
  }

  /** Splits at the median of the first, middle and last value; gives its place. */
  std::ptrdiff_t
  Partition(std::ptrdiff_t first, std::ptrdiff_t last)
  {
    const std::ptrdiff_t middle = first + (last - first) / 2;
    const auto           exchange = [this](std::ptrdiff_t a, std::ptrdiff_t b) { std::swap(m_Order[a], m_Order[b]); };
    const auto           ascend = [&](std::ptrdiff_t a, std::ptrdiff_t b) {
      if (this->Less(b, a))
      {
        exchange(a, b);
      }
    };
    ascend(first, middle);
    ascend(middle, last);
    ascend(first, middle);
    const double pivot = m_Values[m_Order[middle]];
    exchange(middle, last - 1);
    std::ptrdiff_t low = first;
    std::ptrdiff_t high = last - 1;
    while (true)
    {
      do
      {
        ++low;
      } while (m_Values[m_Order[low]] < pivot);
      do
      {
        --high;
      } while (pivot < m_Values[m_Order[high]]);
      if (low >= high)
      {
        break;
      }
      exchange(low, high);
    }
    exchange(low, last - 1);
    return low;
  }

  std::span<const double>  m_Values;
  std::vector<std::size_t> m_Order;
};
} // namespace

std::vector<std::size_t>
QuicksortPlaces(std::span<const double> values)
{
  std::vector<std::size_t> places(values.size());
  if (!values.empty())
  {
    const Quicksort sorted(values);
    for (std::size_t place = 0; place < places.size(); ++place)
    {
      places[sorted.Order()[place]] = place;
    }
  }
  return places;
}
} // namespace pheno
