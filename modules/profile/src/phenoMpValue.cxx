#include "phenoMpValue.h"
#include "phenoParallelFor.h"
#include "phenoPrincipalComponents.h"
#include "phenoProfileError.h"
#include "phenoRowGroups.h"
#include "phenoSplits.h"

#include <Eigen/Dense>

#include <limits>
#include <set>

namespace pheno
{
namespace
{
constexpr double kExplained = 0.9;

using Scores = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/** The smallest number of components that explain more than 90 %. */
std::size_t
ComponentsNeeded(const std::vector<double> & shares)
{
  double      sum = 0;
  std::size_t count = 0;
  while (count < shares.size() && sum <= kExplained)
  {
    sum += shares[count++];
  }
  return count;
}

/** Squared Mahalanobis distance of a point from the mean of rows with this covariance; directions without variance are
 * left out. */
double
MahalanobisSquared(const Eigen::VectorXd & fromMean, const Eigen::MatrixXd & covariance)
{
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
  const Eigen::VectorXd &                              eigenvalues = solver.eigenvalues();
  if (eigenvalues.size() == 0)
  {
    return 0;
  }
  const double noise = eigenvalues.cwiseAbs().maxCoeff() * static_cast<double>(eigenvalues.size()) *
                       std::numeric_limits<double>::epsilon();
  const Eigen::VectorXd along = solver.eigenvectors().transpose() * fromMean;
  double                sum = 0;
  for (Eigen::Index i = 0; i < eigenvalues.size(); ++i)
  {
    sum += eigenvalues[i] > noise ? along[i] * along[i] / eigenvalues[i] : 0;
  }
  return sum;
}

/** Distance of the mean of the members from the other rows. */
double
DistanceOf(const Scores & scores, const std::vector<std::size_t> & members)
{
  const double    count = static_cast<double>(members.size());
  const double    others = static_cast<double>(scores.rows()) - count;
  Eigen::VectorXd sum = Eigen::VectorXd::Zero(scores.cols());
  Eigen::VectorXd otherSum = sum;
  auto            next = members.begin();
  for (Eigen::Index row = 0; row < scores.rows(); ++row)
  {
    const bool isMember = next != members.end() && *next == static_cast<std::size_t>(row);
    next += isMember;
    (isMember ? sum : otherSum) += scores.row(row).transpose();
  }
  const Eigen::VectorXd mean = otherSum / others;
  Eigen::MatrixXd       covariance = Eigen::MatrixXd::Zero(scores.cols(), scores.cols());
  next = members.begin();
  for (Eigen::Index row = 0; row < scores.rows(); ++row)
  {
    const bool isMember = next != members.end() && *next == static_cast<std::size_t>(row);
    next += isMember;
    if (!isMember)
    {
      const Eigen::VectorXd deviation = scores.row(row).transpose() - mean;
      covariance.noalias() += deviation * deviation.transpose();
    }
  }
  return MahalanobisSquared(sum / count - mean, covariance / others);
}

/** \param stacked rows of the perturbation, then the controls */
MpValue
Score(const std::string & name, const Matrix & stacked, std::size_t ownRows, const MpValueOptions & options)
{
  const std::size_t         most = std::min(stacked.rows, stacked.columns);
  const PrincipalComponents components = ComputePrincipalComponents(stacked, most);
  MpValue                   result;
  result.perturbation = name;
  result.n_components = ComponentsNeeded(components.explained_share);
  Scores scores(stacked.rows, result.n_components);
  for (std::size_t row = 0; row < stacked.rows; ++row)
  {
    for (std::size_t i = 0; i < result.n_components; ++i)
    {
      scores(row, i) = components.scores(row, i) * (options.rescale ? components.explained_share[i] : 1);
    }
  }
  const PermutationTest test =
    TrySplits(ownRows, stacked.rows, 0, options.permutations, [&scores](const std::vector<std::size_t> & members) {
      return DistanceOf(scores, members);
    });
  result.distance = test.observed;
  result.p = test.p_greater;
  result.n = test.n;
  result.exact = test.exact;
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
