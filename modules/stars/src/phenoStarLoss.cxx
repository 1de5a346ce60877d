#include "phenoStarLoss.h"

#include "phenoStarTargets.h"

#include <ATen/Parallel.h>

#include <algorithm>

namespace pheno
{
namespace
{
constexpr double kBackgroundShare = 1e-4;
constexpr double kLeastPixels = 1e-3; // of a divisor

/** Binary cross entropy with logits: max(z, 0) - z t + log(1 + exp(-|z|)). */
torch::Tensor
CrossEntropy(const torch::Tensor & logits, const torch::Tensor & target)
{
  return at::relu(logits) - logits * target + at::log1p(at::exp(-logits.abs()));
}

torch::Tensor
MeanOver(const torch::Tensor & values, const torch::Tensor & weights)
{
  return (values * weights).sum() / weights.sum().clamp_min(kLeastPixels);
}
} // namespace

StarBatch
MakeStarBatch(const std::vector<StarPatch> & patches, std::size_t side, int rays)
{
  const auto n = static_cast<std::int64_t>(patches.size());
  const auto pixels = static_cast<std::int64_t>(side), points = pixels / StarNetwork::kStep;
  StarBatch  batch{ torch::empty({ n, 1, pixels, pixels }),
                   torch::empty({ n, 1, points, points }),
                   torch::empty({ n, rays, points, points }),
                   torch::empty({ n, 1, pixels, pixels }),
                   torch::empty({ n, 1, pixels, pixels }) };
  at::parallel_for(0, n, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i)
    {
      const StarPatch & patch = patches[static_cast<std::size_t>(i)];
      const StarTargets targets = MakeStarTargets({ patch.labels.data(), side, side }, rays, StarNetwork::kStep);
      const auto        fill = [i](const torch::Tensor & tensor, const auto & values, auto convert) {
        std::transform(values.begin(), values.end(), tensor.data_ptr<float>() + i * tensor.stride(0), convert);
      };
      const auto same = [](float value) { return value; };
      const auto isSet = [](auto value) { return value != 0 ? 1.0F : 0.0F; };
      fill(batch.images, patch.pixels, same);
      fill(batch.probability, targets.probability, same);
      fill(batch.distances, targets.distances, same);
      fill(batch.is_known, patch.is_known, isSet);
      fill(batch.foreground, patch.labels, isSet);
    }
  });
  return batch;
}

torch::Tensor
StarLoss(const StarNetwork::Output & output, const StarBatch & batch)
{
  constexpr auto      kStep = StarNetwork::kStep;
  const torch::Tensor known = batch.is_known.slice(2, 0, c10::nullopt, kStep).slice(3, 0, c10::nullopt, kStep);
  const torch::Tensor weight = batch.probability * known;
  const torch::Tensor size = batch.distances.sum(1, true).clamp_min(1.0);
  const torch::Tensor relative = (output.distances - batch.distances).abs().sum(1, true) / size;
  const torch::Tensor background = (batch.probability == 0).to(torch::kFloat32) * known;
  return MeanOver(CrossEntropy(output.probability, batch.probability), known) + MeanOver(relative, weight) +
         kBackgroundShare * MeanOver(output.distances.mean(1, true), background) +
         MeanOver(CrossEntropy(output.foreground, batch.foreground), batch.is_known);
}
} // namespace pheno
