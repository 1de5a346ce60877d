#include "phenoSegmentTable.h"

#include <algorithm>
#include <limits>

namespace pheno::molecule
{
SegmentTable::SegmentTable(const torch::Tensor & segmentOfItem, std::int64_t segments)
{
  constexpr bool      kStable = true, kDescending = false;
  const std::int64_t  items = segmentOfItem.size(0);
  const torch::Tensor counts = at::bincount(segmentOfItem, {}, segments);
  const auto [sorted, order] = at::sort(segmentOfItem, kStable, 0, kDescending);
  const torch::Tensor first = counts.cumsum(0) - counts;
  const torch::Tensor place = at::arange(items, segmentOfItem.options()) - first.index_select(0, sorted);
  const std::int64_t  longest = std::max<std::int64_t>(1, counts.max().item<std::int64_t>());
  m_Counts = counts.unsqueeze(1);
  m_Places = at::full({ segments, longest }, items, segmentOfItem.options());
  m_Places.index_put_({ sorted, place }, order);
}

torch::Tensor
SegmentTable::Gather(const torch::Tensor & items, double padding) const
{
  const torch::Tensor padded = at::cat({ items, at::full({ 1, items.size(1) }, padding, items.options()) });
  return padded.index_select(0, m_Places.flatten()).reshape({ m_Places.size(0), m_Places.size(1), items.size(1) });
}

torch::Tensor
SegmentTable::WhereFilled(const torch::Tensor & x) const
{
  return x.masked_fill(m_Counts == 0, 0);
}

torch::Tensor
SegmentTable::Sum(const torch::Tensor & items) const
{
  return this->Gather(items, 0).sum(1);
}

torch::Tensor
SegmentTable::Mean(const torch::Tensor & items) const
{
  return this->Sum(items) / m_Counts.clamp_min(1);
}

torch::Tensor
SegmentTable::Max(const torch::Tensor & items) const
{
  return this->WhereFilled(this->Gather(items, -std::numeric_limits<double>::infinity()).amax(1));
}

torch::Tensor
SegmentTable::Min(const torch::Tensor & items) const
{
  return -this->Max(-items);
}

torch::Tensor
SegmentTable::Deviation(const torch::Tensor & items, double epsilon) const
{
  const torch::Tensor mean = this->Mean(items).unsqueeze(1);
  const torch::Tensor padding = at::arange(m_Places.size(1), m_Counts.options()) >= m_Counts;
  const torch::Tensor difference = (this->Gather(items, 0) - mean).masked_fill(padding.unsqueeze(2), 0);
  return this->WhereFilled(at::sqrt(difference.square().sum(1) / m_Counts.clamp_min(1) + epsilon));
}
} // namespace pheno::molecule
