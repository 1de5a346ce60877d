#include "phenoBlobSeeds.h"

#include "phenoMatOf.h"
#include "phenoThreshold.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace pheno
{
std::vector<std::uint32_t>
BlobSeeds(PlaneView<const float> plane, double diameter, double least_height)
{
  std::vector<std::uint32_t> seeds(plane.size(), 0);
  if (seeds.empty())
  {
    return seeds;
  }
  const double             sigma = diameter / std::sqrt(8.0);
  const double             discAnswer = 2.0 / std::exp(1.0);
  const std::vector<float> smooth = SmoothPlane(plane, sigma);
  cv::Mat                  answer;
  cv::Laplacian(MatOf(Beside(smooth, plane)), answer, CV_32F, 1, -sigma * sigma / discAnswer, 0.0, cv::BORDER_REFLECT);
  const int side = 2 * std::max(1, static_cast<int>(0.25 * diameter)) + 1;
  cv::Mat   greatest;
  cv::dilate(answer, greatest, cv::getStructuringElement(cv::MORPH_ELLIPSE, { side, side }));
  cv::Mat                    peaks = (answer >= greatest) & (answer >= least_height);
  cv::Mat                    plateaus;
  const int                  n = cv::connectedComponents(peaks, plateaus, 8, CV_32S);
  std::vector<std::uint32_t> number(static_cast<std::size_t>(n), 0);
  std::uint32_t              last = 0;
  for (std::size_t i = 0; i < seeds.size(); ++i)
  {
    const auto plateau = static_cast<std::size_t>(plateaus.ptr<int>()[i]);
    if (plateau != 0 && number[plateau] == 0)
    {
      seeds[i] = number[plateau] = ++last;
    }
  }
  return seeds;
}
} // namespace pheno
