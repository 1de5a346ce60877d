#include "phenoIlluminationOffset.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace pheno
{
namespace
{
using Smoother = std::function<BlockPicture(const BlockPicture &)>;
using Members = std::vector<char>;

constexpr std::size_t kPictures = 2; // light of cells, bright minus dark sites
constexpr std::size_t kGroups = 10;
constexpr std::size_t kLeastSites = 16; // below, a quarter of the sites says nothing about their background
constexpr double      kInfinity = std::numeric_limits<double>::infinity();

double
MeanOf(const BlockPicture & picture)
{
  return std::accumulate(picture.begin(), picture.end(), 0.0) / static_cast<double>(picture.size());
}

BlockPicture
Difference(BlockPicture a, const BlockPicture & b)
{
  std::transform(a.begin(), a.end(), b.begin(), a.begin(), std::minus<>());
  return a;
}

double
MeanProduct(const BlockPicture & a, const BlockPicture & b)
{
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0) / static_cast<double>(a.size());
}

/** The brighter or the darker half of the members. */
Members
HalfByBrightness(const BlockSample & sample, const Members & members, bool brighter)
{
  std::vector<std::size_t> order;
  for (std::size_t site = 0; site < members.size(); ++site)
  {
    if (members[site] != 0)
    {
      order.push_back(site);
    }
  }
  const auto & brightness = sample.GetBrightness();
  std::stable_sort(
    order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return brightness[a] < brightness[b]; });
  Members half(members.size(), 0);
  for (std::size_t rank = 0; rank < order.size(); ++rank)
  {
    half[order[rank]] = (rank >= order.size() / 2) == brighter;
  }
  return half;
}

/** Smoothed background about its mean, and the pictures that are free of the offset, of some of the sites. */
struct HalfPictures
{
  BlockPicture                        background;
  std::array<BlockPicture, kPictures> free;
};

HalfPictures
MakePictures(const BlockSample & sample, const Members & members, const Smoother & smooth)
{
  const BlockPicture background = sample.Background(members);
  HalfPictures       pictures;
  pictures.background = smooth(background);
  const double mean = MeanOf(pictures.background);
  for (double & value : pictures.background)
  {
    value -= mean;
  }
  pictures.free[0] = Difference(sample.Mean(members), background);
  pictures.free[1] = Difference(sample.Background(HalfByBrightness(sample, members, true)),
                                sample.Background(HalfByBrightness(sample, members, false)));
  return pictures;
}

/** c by each picture, leaving out one group of sites (none for kGroups); NaN where it is not defined. */
std::array<double, kPictures>
Slopes(const BlockSample & sample, const Smoother & smooth, std::size_t left_out)
{
  std::array<Members, 2> halves{ Members(sample.GetNumberOfSites(), 0), Members(sample.GetNumberOfSites(), 0) };
  for (std::size_t site = 0; site < sample.GetNumberOfSites(); ++site)
  {
    halves[site % 2][site] = left_out == kGroups || (site / 2) % kGroups != left_out;
  }
  const HalfPictures            a = MakePictures(sample, halves[0], smooth);
  const HalfPictures            b = MakePictures(sample, halves[1], smooth);
  const double                  shared = MeanProduct(a.background, b.background);
  std::array<double, kPictures> slopes{};
  for (std::size_t i = 0; i < kPictures; ++i)
  {
    const double along = MeanProduct(a.free[i], b.background) + MeanProduct(b.free[i], a.background);
    const double mean = MeanOf(a.free[i]) + MeanOf(b.free[i]);
    slopes[i] = shared > 0.0 && mean > 0.0 ? along / (shared * mean) : std::nan("");
  }
  return slopes;
}

double
JackknifeVariance(const std::vector<double> & values)
{
  const auto   n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double       sum = 0.0;
  for (const double value : values)
  {
    sum += (value - mean) * (value - mean);
  }
  return (n - 1.0) / n * sum;
}
} // namespace

Contrast
EstimateContrast(const BlockSample & sample, const Smoother & smooth)
{
  if (sample.GetNumberOfSites() < kLeastSites)
  {
    return { 0.0, kInfinity };
  }
  const auto                                 slopes = Slopes(sample, smooth, kGroups);
  std::array<std::vector<double>, kPictures> replicates;
  for (std::size_t group = 0; group < kGroups; ++group)
  {
    const auto replicate = Slopes(sample, smooth, group);
    for (std::size_t i = 0; i < kPictures; ++i)
    {
      replicates[i].push_back(replicate[i]);
    }
  }
  double weights = 0.0;
  double sum = 0.0;
  for (std::size_t i = 0; i < kPictures; ++i)
  {
    const double weight = 1.0 / JackknifeVariance(replicates[i]);
    if (std::isfinite(weight) && std::isfinite(slopes[i]))
    {
      weights += weight;
      sum += weight * slopes[i];
    }
  }
  return weights > 0.0 ? Contrast{ sum / weights, 1.0 / std::sqrt(weights) } : Contrast{ 0.0, kInfinity };
}

double
OffsetFromContrast(const Contrast & contrast, double mean_background, double lowest_background)
{
  if (!(lowest_background > 0.0) || !std::isfinite(contrast.standard_error))
  {
    return 0.0;
  }
  constexpr int              kSteps = 4000;
  std::array<double, kSteps> candidate;
  std::array<double, kSteps> score;
  for (int i = 0; i < kSteps; ++i)
  {
    candidate[i] = 1.0 / (mean_background - (i + 0.5) / kSteps * lowest_background);
    const double distance = (contrast.value - candidate[i]) / contrast.standard_error;
    score[i] = -0.5 * distance * distance;
  }
  const double best = *std::max_element(score.begin(), score.end());
  double       sum = 0.0;
  double       weights = 0.0;
  for (int i = 0; i < kSteps; ++i)
  {
    const double weight = std::exp(score[i] - best);
    sum += weight * candidate[i];
    weights += weight;
  }
  return std::max(0.0, mean_background - weights / sum);
}
} // namespace pheno
