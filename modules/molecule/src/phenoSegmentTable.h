#ifndef phenoSegmentTable_h
#define phenoSegmentTable_h

#include <torch/types.h>

namespace pheno::molecule
{
/** Which items belong to each of S segments, such as the bonds that end at each atom: a padded table of S x L places, L
 * the size of the largest segment (at least 1). Reductions run over a segment's items in their order, so that they are
 * deterministic on every device (scattered sums are not on a GPU). A segment without items reduces to 0. */
class SegmentTable
{
public:
  /** \param segmentOfItem int64, one an item, in [0, segments) */
  SegmentTable(const torch::Tensor & segmentOfItem, std::int64_t segments);

  /** Items of each segment: S x 1, int64. */
  const torch::Tensor &
  Counts() const
  {
    return m_Counts;
  }

  // items: one row each, of width W. All give S x W.

  torch::Tensor
  Sum(const torch::Tensor & items) const;
  torch::Tensor
  Mean(const torch::Tensor & items) const;
  torch::Tensor
  Max(const torch::Tensor & items) const;
  torch::Tensor
  Min(const torch::Tensor & items) const;
  /** sqrt(mean of squared differences to the mean + epsilon). */
  torch::Tensor
  Deviation(const torch::Tensor & items, double epsilon) const;

private:
  /** S x L x W, padded with `padding`. */
  torch::Tensor
  Gather(const torch::Tensor & items, double padding) const;
  /** x where the segment has items, 0 elsewhere. */
  torch::Tensor
  WhereFilled(const torch::Tensor & x) const;

  torch::Tensor m_Counts;
  torch::Tensor m_Places; // S x L, rows of items with one of padding behind
};
} // namespace pheno::molecule

#endif
