#ifndef phenoHarmonyClusters_h
#define phenoHarmonyClusters_h

#include "phenoHarmony.h"

namespace pheno
{
/** Harmony's soft clusters of unit rows. */
class HarmonyClusters
{
public:
  /** \param batchOf the batch of each row, 0..batchCount-1 */
  HarmonyClusters(const HarmonyOptions & options, std::vector<std::size_t> batchOf, std::size_t batchCount);

  /** Memberships from centroids (K x D, of any length). \param rows N x D, unit */
  void
  Start(MatrixView rows, const Matrix & centroids);
  /** New centroids, distances, and memberships in blocks of this order. */
  void
  Round(MatrixView rows, const std::vector<std::size_t> & order);
  double
  Objective() const;

  const Matrix &
  Memberships() const
  {
    return m_Memberships;
  }

private:
  void
  MeasureDistances(MatrixView rows);
  void
  CountMembers();
  void
  UpdateBlock(const std::size_t * first, const std::size_t * last);
  /** Adds the memberships of rows to the sums, times `sign`. */
  void
  AddMembers(const std::size_t * first, const std::size_t * last, double sign);
  double
  Expected(std::size_t batch, std::size_t cluster) const
  {
    return m_Sizes[cluster] * m_Shares[batch];
  }

  HarmonyOptions           m_Options;
  std::vector<std::size_t> m_BatchOf;
  std::vector<double>      m_Shares;      ///< of the rows, by batch
  Matrix                   m_Centroids;   ///< K x D, unit
  Matrix                   m_Distances;   ///< N x K
  Matrix                   m_Memberships; ///< N x K
  Matrix                   m_Observed;    ///< batches x K: sums of memberships
  std::vector<double>      m_Sizes;       ///< K: sums of memberships
};

/** Rows divided by their norm; rows of zeros stay. */
void
ScaleRowsToUnit(Matrix & rows);
} // namespace pheno

#endif
