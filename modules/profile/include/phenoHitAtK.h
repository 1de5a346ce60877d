#ifndef phenoHitAtK_h
#define phenoHitAtK_h

#include "phenoPairCorrelations.h"

namespace pheno
{
/** Where replicates stand among a row's neighbours, over all rows (cytominer-eval's hit@k). */
struct NeighbourHits
{
  std::vector<std::size_t> hits_at_rank; ///< rank 0 is the nearest of the n - 1 others
  std::size_t              n_hits = 0;
  /** The ranks of each row's own hits, rising: n_hits numbers in all. */
  std::vector<std::vector<std::size_t>> ranks_of_row;
};

/** The hits within the first `percent` of the neighbours beyond what chance puts there. */
struct HitsWithin
{
  double percent = 0;
  double score = 0;    ///< as cytominer-eval: #(rank <= percent n / 100) - floor(percent n_hits / 100); biased upwards
  double unbiased = 0; ///< #(rank < percent (n - 1) / 100) - percent n_hits / 100
};

/** The hits of some rows alone, ranked among all n; a row may be drawn several times. */
NeighbourHits
HitsOfRows(const NeighbourHits & hits, std::span<const std::size_t> rows);

/** Every row ranks all others by falling correlation, ties by rising row; undefined ones are left out.
 * \param replicateBy columns in which hits agree with the row. Throws ProfileError for columns of another length. */
NeighbourHits
RankNeighbourHits(MatrixView                   profiles,
                  std::span<const LabelColumn> replicateBy,
                  ProfileCorrelation           kind = ProfileCorrelation::Pearson,
                  unsigned                     threads = 1);

/** One entry a percentage. Throws ProfileError for one outside [0, 100]. */
std::vector<HitsWithin>
ScoreHitsWithin(const NeighbourHits & hits, std::span<const double> percentages);
} // namespace pheno

#endif
