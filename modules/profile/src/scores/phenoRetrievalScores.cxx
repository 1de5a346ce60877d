#include "phenoRetrievalScores.h"
#include "phenoFiniteValues.h"
#include "phenoL2Normalise.h"
#include "phenoRoundToGrid.h"

namespace pheno
{
Matrix
InnerProducts(MatrixView queries, MatrixView candidates)
{
  if (queries.columns != candidates.columns)
  {
    throw ProfileError("retrieval: expected queries and candidates of one width, got " +
                       std::to_string(queries.columns) + " and " + std::to_string(candidates.columns));
  }
  RequireFinite(queries, "retrieval (queries)");
  RequireFinite(candidates, "retrieval (candidates)");
  Matrix features(candidates.columns, candidates.rows); // transposed: the inner loop runs over candidates
  for (std::size_t row = 0; row < candidates.rows; ++row)
  {
    for (std::size_t feature = 0; feature < candidates.columns; ++feature)
    {
      features(feature, row) = candidates(row, feature);
    }
  }
  Matrix scores(queries.rows, candidates.rows);
  for (std::size_t query = 0; query < queries.rows; ++query)
  {
    double * const out = scores.Row(query).data();
    for (std::size_t feature = 0; feature < queries.columns; ++feature)
    {
      const double         factor = queries(query, feature);
      const double * const in = features.Row(feature).data();
      for (std::size_t candidate = 0; candidate < candidates.rows; ++candidate)
      {
        out[candidate] += factor * in[candidate];
      }
    }
  }
  return scores;
}

Matrix
Cosines(MatrixView queries, MatrixView candidates)
{
  Matrix unitQueries(queries);
  Matrix unitCandidates(candidates);
  L2NormaliseRows(unitQueries);
  L2NormaliseRows(unitCandidates);
  Matrix scores = InnerProducts(unitQueries, unitCandidates);
  for (double & score : scores.values)
  {
    score = RoundToGrid(score);
  }
  return scores;
}
} // namespace pheno
