#include "phenoMpValue.h"
#include "phenoMpDistance.h"
#include "phenoParallelFor.h"
#include "phenoPrincipalComponents.h"
#include "phenoProfileError.h"
#include "phenoRowGroups.h"
#include "phenoSplits.h"

#include <numeric>
#include <set>

namespace pheno
{
namespace
{
constexpr double kExplained = 0.9;

/** The smallest number of components that explain more than 90 %. */
std::size_t
ComponentsNeeded(std::span<const double> shares)
{
  double      sum = 0;
  std::size_t count = 0;
  while (count < shares.size() && sum <= kExplained)
  {
    sum += shares[count++];
  }
  return count;
}

/** Ends of the distance when the perturbation's rows are drawn with replacement; components and controls stay. */
void
AddInterval(const MpDistance &               distance,
            const std::vector<std::size_t> & own,
            const BootstrapOptions &         options,
            MpValue &                        result)
{
  const MpDistance::Rows rows = distance.Whitened(own);
  const auto             squaredMean = [&rows](std::span<const std::size_t> drawn) {
    Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(rows.cols());
    for (const std::size_t row : drawn)
    {
      sum += rows.row(static_cast<Eigen::Index>(row));
    }
    return (sum / static_cast<double>(drawn.size())).squaredNorm();
  };
  const Interval interval = Bootstrap(own.size(), squaredMean, options);
  result.low = interval.low;
  result.high = interval.high;
}

/** \param stacked rows of the perturbation, then the controls */
MpValue
Score(const std::string & name, const Matrix & stacked, std::size_t ownRows, const MpValueOptions & options)
{
  const PrincipalComponents components = ComputeLeadingComponents(stacked, ComponentsNeeded);
  MpValue                   result;
  result.perturbation = name;
  result.n_components = components.scores.columns;
  MpDistance::Rows scores(stacked.rows, result.n_components);
  for (std::size_t row = 0; row < stacked.rows; ++row)
  {
    for (std::size_t i = 0; i < result.n_components; ++i)
    {
      scores(row, i) = components.scores(row, i) * (options.rescale ? components.explained_share[i] : 1);
    }
  }
  const MpDistance      distance(std::move(scores));
  const PermutationTest test =
    TrySplits(ownRows, stacked.rows, 0, options.permutations, [&distance](const std::vector<std::size_t> & members) {
      return distance.Of(members);
    });
  result.distance = test.observed;
  result.p = test.p_greater;
  result.n = test.n;
  result.exact = test.exact;
  if (options.bootstrap && ownRows > 1)
  {
    std::vector<std::size_t> own(ownRows);
    std::iota(own.begin(), own.end(), std::size_t{ 0 });
    AddInterval(distance, own, *options.bootstrap, result);
  }
  return result;
}
} // namespace

std::vector<MpValue>
ScoreMpValues(MatrixView                       profiles,
              const LabelColumn &              perturbations,
              const std::vector<std::string> & controls,
              const MpValueOptions &           options,
              unsigned                         threads)
{
  if (perturbations.size() != profiles.rows)
  {
    throw ProfileError("MP values of " + std::to_string(profiles.rows) + " profiles got " +
                       std::to_string(perturbations.size()) + " perturbations; expected equally many");
  }
  const std::set<std::string> controlNames(controls.begin(), controls.end());
  std::vector<std::size_t>    controlRows;
  for (std::size_t row = 0; row < profiles.rows; ++row)
  {
    if (controlNames.count(perturbations[row]) > 0)
    {
      controlRows.push_back(row);
    }
  }
  if (controlRows.size() < 2)
  {
    throw ProfileError(std::to_string(controlRows.size()) + " of " + std::to_string(profiles.rows) +
                       " profiles are controls; an MP value needs at least two");
  }
  const std::vector<RowGroup> groups = GroupRows(perturbations);
  std::vector<MpValue>        values(groups.size());
  ParallelFor(groups.size(), threads, [&](std::size_t i) {
    std::vector<std::size_t> rows = groups[i].rows;
    rows.insert(rows.end(), controlRows.begin(), controlRows.end());
    values[i] = Score(groups[i].key.front(), SelectRows(profiles, rows), groups[i].rows.size(), options);
  });
  return values;
}
} // namespace pheno
