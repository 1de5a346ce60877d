#include "phenoPooling.h"
#include "phenoLearnError.h"
#include "phenoParameterList.h"
#include "phenoShapeText.h"

#include <limits>

namespace pheno
{
namespace
{
void
CheckBags(const torch::Tensor & bags)
{
  if (bags.dim() != 4 || bags.size(1) < 1 || bags.size(3) < 1)
  {
    throw LearnError("pooling: expected bags B x M x C x D with instances and features, got " + ShapeText(bags));
  }
}

/** Rows of a (n x D) that start the clusters: k of them. */
std::vector<std::int64_t>
FarthestFirst(const torch::Tensor & a, int k)
{
  const auto                squares = [&a](const torch::Tensor & to) { return (a - to).square().sum(1); };
  std::vector<std::int64_t> rows = { squares(a.mean(0)).argmin().item<std::int64_t>() };
  torch::Tensor             nearest = squares(a[rows[0]]);
  while (static_cast<int>(rows.size()) < k)
  {
    rows.push_back(nearest.argmax().item<std::int64_t>());
    nearest = at::minimum(nearest, squares(a[rows.back()]));
  }
  return rows;
}

/** The cluster of each row of a, by Lloyd's rounds. A cluster that loses all its rows keeps its centroid. */
torch::Tensor
Assign(const torch::Tensor & a, int k, int rounds)
{
  const at::NoGradGuard guard;
  torch::Tensor centroids = a.index_select(0, torch::tensor(FarthestFirst(a, k), torch::kInt64).to(a.device())).clone();
  torch::Tensor cluster;
  for (int round = 0; round < rounds; ++round)
  {
    const torch::Tensor next = (a.unsqueeze(1) - centroids.unsqueeze(0)).square().sum(2).argmin(1);
    if (cluster.defined() && torch::equal(cluster, next))
    {
      break;
    }
    cluster = next;
    for (int c = 0; c < k; ++c)
    {
      const torch::Tensor members = a.index_select(0, (cluster == c).nonzero().flatten());
      if (members.size(0) > 0)
      {
        centroids[c] = members.mean(0);
      }
    }
  }
  return cluster;
}

/** One channel of one bag: n x D, n > 0. */
torch::Tensor
KMeansOf(const torch::Tensor & instances, int k, int rounds)
{
  if (instances.size(0) <= k)
  {
    return instances.mean(0);
  }
  const torch::Tensor        cluster = Assign(instances.detach(), k, rounds);
  std::vector<torch::Tensor> centroids;
  for (int c = 0; c < k; ++c)
  {
    const torch::Tensor rows = (cluster == c).nonzero().flatten();
    if (rows.size(0) > 0)
    {
      centroids.push_back(instances.index_select(0, rows).mean(0));
    }
  }
  return at::stack(centroids).mean(0);
}
} // namespace

torch::Tensor
InstanceMask(const torch::Tensor & bags)
{
  CheckBags(bags);
  return (bags != 0).any(3);
}

torch::Tensor
MeanPool(const torch::Tensor & bags, Padding padding)
{
  const torch::Tensor mask = InstanceMask(bags);
  return padding == Padding::Counted
           ? bags.mean(1)
           : bags.sum(1) / mask.sum(1).clamp_min(1).unsqueeze(2); // padding adds nothing to the sum
}

torch::Tensor
MedianPool(const torch::Tensor & bags, Padding padding)
{
  const torch::Tensor mask = InstanceMask(bags).unsqueeze(3);
  if (padding == Padding::Counted)
  {
    return std::get<0>(bags.median(1));
  }
  const torch::Tensor there = bags.masked_fill(mask.logical_not(), std::numeric_limits<double>::quiet_NaN());
  const torch::Tensor median = std::get<0>(there.nanmedian(1));
  return median.masked_fill(mask.any(1).logical_not(), 0.0);
}

torch::Tensor
KMeansPool(const torch::Tensor & bags, int k, int rounds)
{
  if (k < 1)
  {
    throw LearnError("k-means pooling: expected at least 1 cluster, got " + std::to_string(k));
  }
  const torch::Tensor        mask = InstanceMask(bags);
  std::vector<torch::Tensor> rows;
  for (std::int64_t b = 0; b < bags.size(0); ++b)
  {
    for (std::int64_t c = 0; c < bags.size(2); ++c)
    {
      const torch::Tensor channel = bags.select(0, b).select(1, c);
      const torch::Tensor there = mask.select(0, b).select(1, c).nonzero().flatten();
      rows.push_back(there.size(0) > 0 ? KMeansOf(channel.index_select(0, there), k, rounds) : channel.sum(0));
    }
  }
  return at::stack(rows).reshape({ bags.size(0), bags.size(2), bags.size(3) });
}
} // namespace pheno
