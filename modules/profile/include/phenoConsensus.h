#ifndef phenoConsensus_h
#define phenoConsensus_h

#include "phenoPairCorrelations.h"
#include "phenoRowGroups.h"

namespace pheno
{
/** Replicates weighted by how well they agree with each other (MODZ of the LINCS level 5 profiles; Subramanian et al.,
 * Cell 2017; the numbers are those of pycytominer's modz).
 *
 * w_i = max(mean_{j != i} max(corr_ij, 0), minimumWeight), normalised to sum 1, rounded to `decimals`, and then
 * profile = sum_i w_i x_i. An undefined correlation (constant profile) is left out of the mean; a replicate without any
 * defined correlation gets minimumWeight. One replicate is returned as it is, with weight 1. Correlations are rounded
 * to 2^-40 (PairCorrelations). Memory: three copies of the replicates and a tile of pairs a thread, never N x N. */
struct ModzOptions
{
  ProfileCorrelation correlation = ProfileCorrelation::Spearman;
  double             minimumWeight = 0.01;
  int                decimals = 4;
  unsigned           threads = 1; ///< changes the time, never the numbers
};

struct ModzProfile
{
  std::vector<double> profile; ///< D
  std::vector<double> weights; ///< one a replicate
};

/** MODZ over all rows of a matrix. Features that are NaN in either of two replicates are left out of their correlation;
 * a feature that is NaN in one replicate is NaN in the profile. Throws ProfileError for zero rows. */
ModzProfile
Modz(MatrixView replicates, const ModzOptions & options = {});

/** G x D MODZ profiles, one a group. */
Matrix
ModzConsensus(MatrixView matrix, std::span<const RowGroup> groups, const ModzOptions & options = {});
} // namespace pheno

#endif
