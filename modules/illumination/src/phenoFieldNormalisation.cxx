#include "phenoFieldNormalisation.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <numeric>
#include <utility>

namespace pheno
{
namespace
{
constexpr double kRobustShare = 0.02;

constexpr std::array<std::pair<FieldNormalisation, const char *>, 5> kNames = {
  { { FieldNormalisation::None, "none" },
    { FieldNormalisation::MeanOne, "mean_one" },
    { FieldNormalisation::MaximumOne, "maximum_one" },
    { FieldNormalisation::RobustMinimum, "robust_minimum" },
    { FieldNormalisation::MedianOne, "median_one" } }
};

/** The positive value at place int(share n) of the sorted n; 0 when there is none. */
double
PositiveAt(const FieldPicture & field, double share)
{
  std::vector<double> positive;
  std::copy_if(
    field.values.begin(), field.values.end(), std::back_inserter(positive), [](double v) { return v > 0.0; });
  if (positive.empty())
  {
    return 0.0;
  }
  const auto place = positive.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(positive.size()));
  std::nth_element(positive.begin(), place, positive.end());
  return *place;
}

double
UnitOf(const FieldPicture & field, FieldNormalisation normalisation)
{
  switch (normalisation)
  {
    case FieldNormalisation::MeanOne:
      return std::accumulate(field.values.begin(), field.values.end(), 0.0) / static_cast<double>(field.values.size());
    case FieldNormalisation::MaximumOne:
      return *std::max_element(field.values.begin(), field.values.end());
    case FieldNormalisation::RobustMinimum:
      return PositiveAt(field, kRobustShare);
    case FieldNormalisation::MedianOne:
      return PositiveAt(field, 0.5);
    case FieldNormalisation::None:
      break;
  }
  return 1.0;
}
} // namespace

std::string
NameOf(FieldNormalisation normalisation)
{
  return std::find_if(kNames.begin(), kNames.end(), [&](const auto & known) { return known.first == normalisation; })
    ->second;
}

FieldNormalisation
FieldNormalisationOf(const std::string & name)
{
  const auto found =
    std::find_if(kNames.begin(), kNames.end(), [&](const auto & known) { return known.second == name; });
  if (found == kNames.end())
  {
    RefuseIllumination("found the normalisation '" + name +
                       "', expected none, mean_one, maximum_one, robust_minimum or median_one");
  }
  return found->first;
}

FieldPicture
NormaliseField(const FieldPicture & field, FieldNormalisation normalisation)
{
  const double unit = UnitOf(field, normalisation);
  const double least = normalisation == FieldNormalisation::RobustMinimum ? unit : -std::numeric_limits<double>::max();
  FieldPicture scaled = field;
  for (double & value : scaled.values)
  {
    value = unit > 0.0 ? std::max(value, least) / unit : 1.0;
  }
  return scaled;
}
} // namespace pheno
