#include "phenoFeatureFilters.h"
#include "phenoFeatureMeasure.h"

#include <bit>
#include <cmath>
#include <cstdint>

namespace pheno
{
namespace
{
struct Frequency
{
  double ratio = 0;  ///< second most common / most common
  double unique = 0; ///< different values / rows
};

/** Counts by sorting; reorders the values. */
Frequency
CountFrequency(std::span<double> values)
{
  const auto  end = std::partition(values.begin(), values.end(), [](double value) { return !std::isnan(value); });
  std::size_t most = 0;
  std::size_t second = 0;
  std::size_t distinct = 0;
  std::sort(values.begin(), end);
  for (auto first = values.begin(); first != end; ++distinct)
  {
    const auto        last = std::upper_bound(first, end, *first);
    const std::size_t count = static_cast<std::size_t>(last - first);
    second = count > most ? most : std::max(second, count);
    most = std::max(most, count);
    first = last;
  }
  return { most > 0 ? static_cast<double>(second) / static_cast<double>(most) : 0.0,
           static_cast<double>(distinct) / static_cast<double>(values.size()) };
}

/** Counts in buckets of a hash: no value is more common than its bucket, and there are no fewer values than buckets in
 * use. That settles features of many values without sorting them; false where it does not. */
bool
IsSurelyEven(std::span<const double> values, double frequencyCut, double uniqueCut)
{
  constexpr std::uint8_t    kFull = 255;
  const int                 bits = std::bit_width(2 * values.size());
  std::vector<std::uint8_t> buckets(std::size_t{ 1 } << bits, 0);
  for (const double value : values)
  {
    const double   positiveZero = value + 0.0;
    std::uint64_t  hash = std::bit_cast<std::uint64_t>(positiveZero) * 0x9e3779b97f4a7c15u;
    std::uint8_t & bucket = buckets[hash >> (64 - bits)];
    bucket += std::isnan(value) || bucket == kFull ? 0 : 1;
  }
  std::uint8_t most = 0;
  std::size_t  used = 0;
  for (const std::uint8_t bucket : buckets)
  {
    most = std::max(most, bucket);
    used += bucket > 0 ? 1 : 0;
  }
  return used > 1 && most < kFull && 1.0 / most >= frequencyCut &&
         static_cast<double>(used) / static_cast<double>(values.size()) >= uniqueCut;
}
} // namespace

std::vector<DroppedFeature>
FindUnevenFrequency(const FeatureView & view, double frequencyCut, double uniqueCut, unsigned threads)
{
  RequireRows(view);
  std::vector<DroppedFeature> found(view.features.size());
  ForEachColumn(
    view.matrix, Everything(view.matrix.rows), view.features, threads, [&](std::size_t i, std::span<double> values) {
      if (IsSurelyEven(values, frequencyCut, uniqueCut))
      {
        return;
      }
      const Frequency counted = CountFrequency(values);
      if (counted.ratio < frequencyCut)
      {
        found[i] = { view.features[i], "frequency_ratio", counted.ratio, frequencyCut };
      }
      else if (counted.unique < uniqueCut)
      {
        found[i] = { view.features[i], "unique_share", counted.unique, uniqueCut };
      }
    });
  std::erase_if(found, [](const DroppedFeature & each) { return each.statistic.empty(); });
  return found;
}
} // namespace pheno
