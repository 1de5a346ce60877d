#include "warnings.h"

#include <algorithm>
#include <map>
#include <set>

namespace pheno::whitening
{
namespace
{
std::size_t
CountOf(const RowMask & mask)
{
  return static_cast<std::size_t>(std::count_if(mask.begin(), mask.end(), [](char each) { return each; }));
}
} // namespace

void
WarnOfFewControls(const RowMask & controls, std::size_t features, Context & context)
{
  const std::size_t count = CountOf(controls);
  if (count <= features)
  {
    context.Log(LogLevel::Warning,
                std::to_string(count) + " control wells for " + std::to_string(features) +
                  " features: their covariance is singular, and directions in which they do not differ are scaled by "
                  "what the method assumes");
  }
}

void
WarnOfRank(std::size_t rank, const RowMask & controls, std::size_t features, Context & context)
{
  const std::size_t count = CountOf(controls);
  if (count > features && rank < features)
  {
    context.Log(LogLevel::Warning,
                "the covariance of " + std::to_string(count) + " control wells is singular: it has rank " +
                  std::to_string(rank) + " of " + std::to_string(features) +
                  " features, and the other directions are scaled like the last that is not zero");
  }
}

std::string
OneBatch(const LabelColumn & batches, const std::string & column)
{
  const bool isOne = std::all_of(
    batches.begin(), batches.end(), [&batches](const std::string & each) { return each == batches.front(); });
  return isOne ? "all " + std::to_string(batches.size()) + " wells are of one batch (" + column + " is '" +
                   batches.front() + "'): there is nothing to align it with"
               : "";
}

void
WarnOfOneBatch(const LabelColumn & batches, const std::string & column, Context & context)
{
  const std::string sentence = OneBatch(batches, column);
  if (!sentence.empty())
  {
    context.Log(LogLevel::Warning, sentence);
  }
}

void
WarnOfConfinedLevels(const Covariates & covariates, const LabelColumn & batches, Context & context)
{
  for (const auto & [name, values] : covariates.categorical)
  {
    std::map<std::string, std::set<std::string>> places;
    for (std::size_t row = 0; row < values.size(); ++row)
    {
      places[values[row]].insert(batches[row]);
    }
    const auto confined =
      std::count_if(places.begin(), places.end(), [](const auto & each) { return each.second.size() == 1; });
    if (confined > 0 && std::set<std::string>(batches.begin(), batches.end()).size() > 1)
    {
      context.Log(LogLevel::Warning,
                  std::to_string(confined) + " of " + std::to_string(places.size()) + " values of " + name +
                    " are in one batch alone: what they do is told from the batch by its other wells only");
    }
  }
}
} // namespace pheno::whitening
