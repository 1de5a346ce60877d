#include "phenoPairCorrelations.h"
#include "phenoKendallTau.h"
#include "phenoProfileError.h"
#include "phenoRankStatistics.h"
#include "phenoRoundToGrid.h"
#include "phenoSimilarity.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/** How the pairs of a row are computed. */
enum class RowKind : char
{
  Complete, ///< as the product of unit vectors
  Constant, ///< never defined
  Special   ///< pair by pair: missing values, or Kendall's tau
};

/** What is left for the product of unit vectors: Spearman's is Pearson's of ranks. */
Matrix
Transformed(MatrixView profiles, ProfileCorrelation kind)
{
  Matrix rows(profiles);
  for (std::size_t row = 0; row < rows.rows && kind == ProfileCorrelation::Spearman; ++row)
  {
    const std::vector<double> ranks = AverageRanks(profiles.Row(row));
    std::copy(ranks.begin(), ranks.end(), rows.Row(row).begin());
  }
  return rows;
}

bool
IsConstant(std::span<const double> row)
{
  return std::all_of(row.begin(), row.end(), [row](double value) { return value == row.front(); });
}

double
CorrelatePair(std::span<const double> a, std::span<const double> b, ProfileCorrelation kind)
{
  const double value = kind == ProfileCorrelation::Pearson    ? PearsonCorrelation(a, b)
                       : kind == ProfileCorrelation::Spearman ? Spearman(a, b).rho
                                                              : KendallTau(a, b);
  return std::isnan(value) ? kNaN : RoundToGrid(value);
}
} // namespace

struct PairCorrelations::Prepared
{
  Prepared(MatrixView profiles, ProfileCorrelation correlation)
    : kind(correlation)
    , raw(profiles)
    , unit(Transformed(profiles, correlation), Distance::Correlation)
  {
    for (std::size_t row = 0; row < raw.rows; ++row)
    {
      rowKinds.push_back(kind == ProfileCorrelation::Kendall || !unit.Defined(row) ? RowKind::Special
                         : IsConstant(raw.Row(row))                                ? RowKind::Constant
                                                                                   : RowKind::Complete);
    }
  }

  double
  Correct(std::size_t a, std::size_t b, double score) const
  {
    if (rowKinds[a] == RowKind::Constant || rowKinds[b] == RowKind::Constant)
    {
      return kNaN;
    }
    const bool complete = rowKinds[a] == RowKind::Complete && rowKinds[b] == RowKind::Complete;
    return complete ? std::clamp(score, -1.0, 1.0) : CorrelatePair(raw.Row(a), raw.Row(b), kind);
  }

  ProfileCorrelation   kind;
  Matrix               raw;
  Similarity           unit;
  std::vector<RowKind> rowKinds;
};

ProfileCorrelation
ProfileCorrelationFromName(const std::string & name)
{
  if (name == "pearson" || name == "spearman" || name == "kendall")
  {
    return name == "pearson"    ? ProfileCorrelation::Pearson
           : name == "spearman" ? ProfileCorrelation::Spearman
                                : ProfileCorrelation::Kendall;
  }
  throw ProfileError("unknown correlation '" + name + "'; expected pearson, spearman or kendall");
}

PairCorrelations::PairCorrelations(MatrixView profiles, ProfileCorrelation kind)
  : m_Prepared(std::make_unique<const Prepared>(profiles, kind))
{}

PairCorrelations::~PairCorrelations() = default;

std::size_t
PairCorrelations::Rows() const
{
  return m_Prepared->raw.rows;
}

void
PairCorrelations::Score(std::span<const std::size_t> queries,
                        std::span<const std::size_t> columns,
                        Matrix &                     scores) const
{
  Similarity::Workspace workspace;
  m_Prepared->unit.Score(queries, columns, workspace);
  scores.rows = queries.size();
  scores.columns = columns.size();
  scores.values.resize(scores.rows * scores.columns);
  for (std::size_t query = 0; query < queries.size(); ++query)
  {
    for (std::size_t column = 0; column < columns.size(); ++column)
    {
      scores(query, column) = m_Prepared->Correct(queries[query], columns[column], workspace.scores(query, column));
    }
  }
}
} // namespace pheno
