#include "phenoFieldAgreement.h"

#include "phenoError.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace pheno
{
namespace
{
constexpr std::size_t kBlocks = 8;

std::string
SizeText(PlaneView<const float> plane)
{
  return std::to_string(plane.width) + " x " + std::to_string(plane.height);
}

/** What `summary` makes of the pixels of each block, block by block. */
template <typename TSummary>
std::vector<double>
Blocks(PlaneView<const float> plane, TSummary summary)
{
  std::vector<double> values;
  std::vector<float>  pixels;
  for (std::size_t j = 0; j < kBlocks; ++j)
  {
    for (std::size_t i = 0; i < kBlocks; ++i)
    {
      pixels.clear();
      for (std::size_t y = j * plane.height / kBlocks; y < (j + 1) * plane.height / kBlocks; ++y)
      {
        const float * const row = plane.data + y * plane.width;
        pixels.insert(pixels.end(), row + i * plane.width / kBlocks, row + (i + 1) * plane.width / kBlocks);
      }
      values.push_back(summary(pixels));
    }
  }
  return values;
}

double
MedianOf(std::vector<float> & pixels)
{
  const auto middle = pixels.begin() + static_cast<std::ptrdiff_t>(pixels.size() / 2);
  std::nth_element(pixels.begin(), middle, pixels.end());
  return *middle;
}

double
MeanOf(const std::vector<float> & pixels)
{
  double sum = 0;
  for (const float pixel : pixels)
  {
    sum += pixel;
  }
  return sum / static_cast<double>(pixels.size());
}
} // namespace

double
FieldAgreement(PlaneView<const float> plane, PlaneView<const float> field)
{
  if (plane.width != field.width || plane.height != field.height)
  {
    throw Error("the site is " + SizeText(plane) + " pixels, its illumination " + SizeText(field));
  }
  if (std::min(plane.width, plane.height) < kBlocks)
  {
    return std::nan("");
  }
  const std::vector<double> seen = Blocks(plane, MedianOf);
  const std::vector<double> expected = Blocks(field, MeanOf);
  const double              n = static_cast<double>(seen.size());
  double                    meanSeen = 0;
  double                    meanExpected = 0;
  for (std::size_t i = 0; i < seen.size(); ++i)
  {
    meanSeen += seen[i] / n;
    meanExpected += expected[i] / n;
  }
  double products = 0;
  double squaresSeen = 0;
  double squaresExpected = 0;
  for (std::size_t i = 0; i < seen.size(); ++i)
  {
    products += (seen[i] - meanSeen) * (expected[i] - meanExpected);
    squaresSeen += (seen[i] - meanSeen) * (seen[i] - meanSeen);
    squaresExpected += (expected[i] - meanExpected) * (expected[i] - meanExpected);
  }
  const double scale = std::sqrt(squaresSeen * squaresExpected);
  return scale > 0 ? products / scale : std::nan("");
}
} // namespace pheno
