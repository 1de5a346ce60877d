#include "phenoRowSplit.h"
#include "phenoLabelCodes.h"
#include "phenoProfileError.h"
#include "phenoRandomSubsets.h"

#include <numeric>
#include <set>

namespace pheno
{
namespace
{
/** How many of `count` groups are learnt from. */
std::size_t
TrainCount(std::size_t count, double testShare, const std::string & what)
{
  if (!(testShare > 0 && testShare < 1))
  {
    throw ProfileError("a test share of " + std::to_string(testShare) + " was asked for; expected one in (0, 1)");
  }
  const std::size_t train = static_cast<std::size_t>(static_cast<double>(count) * (1 - testShare));
  if (train == 0 || train == count)
  {
    throw ProfileError(std::to_string(count) + " " + what +
                       " leave no one to learn from or to test on at a test share of " + std::to_string(testShare));
  }
  return train;
}
} // namespace

RowSplit
SplitByGroup(const LabelColumn & groups, std::span<const std::string> order, double testShare)
{
  const std::vector<std::string> known = DistinctLabels(groups);
  if (DistinctLabels({ order.begin(), order.end() }) != known || order.size() != known.size())
  {
    throw ProfileError("an order of " + std::to_string(order.size()) + " groups for rows of " +
                       std::to_string(known.size()) + "; expected each of them once");
  }
  const std::size_t           count = TrainCount(order.size(), testShare, "groups");
  const std::set<std::string> trained(order.begin(), order.begin() + count);
  RowSplit                    split;
  for (std::size_t row = 0; row < groups.size(); ++row)
  {
    (trained.count(groups[row]) > 0 ? split.train : split.test).push_back(row);
  }
  return split;
}

RowSplit
SplitByGroup(const LabelColumn & groups, double testShare, std::uint64_t seed)
{
  std::vector<std::string> order = DistinctLabels(groups);
  SubsetStream(MixSeeds({ seed, order.size() })).Shuffle(order);
  return SplitByGroup(groups, order, testShare);
}

RowSplit
SplitAtRandom(std::size_t rows, double testShare, std::uint64_t seed)
{
  const std::size_t        count = TrainCount(rows, testShare, "rows");
  std::vector<std::size_t> order(rows);
  std::iota(order.begin(), order.end(), std::size_t{ 0 });
  SubsetStream(MixSeeds({ seed, order.size() })).Shuffle(order);
  RowSplit split{ { order.begin(), order.begin() + count }, { order.begin() + count, order.end() } };
  std::sort(split.train.begin(), split.train.end());
  std::sort(split.test.begin(), split.test.end());
  return split;
}
} // namespace pheno
