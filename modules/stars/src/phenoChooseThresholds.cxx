#include "phenoChooseThresholds.h"

#include "phenoStarDetection.h"
#include "phenoStarRendering.h"
#include "phenoStarSuppression.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace pheno
{
namespace
{
constexpr std::array<double, 9> kProbabilities{ 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75 };
constexpr std::array<double, 3> kOverlaps{ 0.2, 0.35, 0.5 };
} // namespace

ChosenThresholds
ChooseThresholds(const StarModel & model, const std::vector<StarImage> & images, int threads)
{
  std::array<StarMatches, kProbabilities.size() * kOverlaps.size()> matches;
  StarDetectionRun                                                  run;
  run.threads = threads;
  for (const StarImage & image : images)
  {
    const StarDetection detection =
      DetectStars(model, { image.pixels.data(), image.width, image.height }, kProbabilities.front(), run);
    std::vector<std::uint32_t> labels(image.labels.size());
    for (std::size_t i = 0; i < matches.size(); ++i)
    {
      std::vector<StarPolygon> candidates;
      std::copy_if(detection.candidates.begin(),
                   detection.candidates.end(),
                   std::back_inserter(candidates),
                   [&](const StarPolygon & p) { return p.score >= kProbabilities[i / kOverlaps.size()]; });
      RenderStars(SuppressOverlaps(std::move(candidates), kOverlaps[i % kOverlaps.size()]),
                  { detection.foreground.data(), image.width, image.height },
                  { labels.data(), image.width, image.height });
      matches[i].Add({ labels.data(), image.width, image.height }, { image.labels.data(), image.width, image.height });
    }
  }
  const auto best = std::max_element(
    matches.begin(), matches.end(), [](const auto & a, const auto & b) { return a.MeanF1() < b.MeanF1(); });
  const auto i = static_cast<std::size_t>(best - matches.begin());
  return { { kProbabilities[i / kOverlaps.size()], kOverlaps[i % kOverlaps.size()] }, *best };
}
} // namespace pheno
