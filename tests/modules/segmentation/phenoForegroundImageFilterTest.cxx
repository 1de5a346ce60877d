#include "phenoTest.h"

#include "modules/illumination/phenoImageFilterContract.h"
#include "modules/illumination/phenoSimulatedField.h"

#include "phenoForegroundImageFilter.h"

#include <itkImageToHistogramFilter.h>
#include <itkOtsuMultipleThresholdsCalculator.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

using namespace pheno;
using pheno::test::Grid;
using Filter = ForegroundImageFilter<FloatImage>;

namespace
{
/** Background of 100, one disc of 300 and one of 900. */
FloatImage::Pointer
DimAndBright(const Grid & grid)
{
  return test::MakeImage<float>(grid, [](double x, double y) {
    return 100.0 + (std::hypot(x - 16, y - 24) <= 9 ? 200.0 : 0.0) + (std::hypot(x - 44, y - 24) <= 9 ? 800.0 : 0.0);
  });
}

Filter::Pointer
Find(const FloatImage * image, ThresholdMethod method)
{
  auto filter = Filter::New();
  filter->SetInput(image);
  filter->SetMethod(method);
  return filter;
}

std::size_t
CountOf(Filter & filter)
{
  filter.Update();
  const auto pixels = test::PixelsOf(filter.GetOutput());
  return std::accumulate(pixels.begin(), pixels.end(), std::size_t{ 0 });
}

using ToHistogram = itk::Statistics::ImageToHistogramFilter<FloatImage>;

/** ITK's histogram on the bins of phenoThreshold.h. */
ToHistogram::HistogramType::Pointer
ItkHistogram(const FloatImage * image)
{
  auto                           filter = ToHistogram::New();
  ToHistogram::HistogramSizeType size(1);
  size.Fill(PlaneHistogram::kBins);
  filter->SetInput(image);
  filter->SetHistogramSize(size);
  filter->SetMarginalScale(1e9);
  filter->SetAutoMinimumMaximum(true);
  filter->Update();
  return filter->GetOutput();
}
} // namespace

TEST_CASE("foreground keeps the contract of an image filter")
{
  test::ImageFilterContract<Filter> contract;
  contract.inputs = { [](Filter & filter, const Grid & grid) { filter.SetInput(DimAndBright(grid)); } };
  contract.Check();
}

TEST_CASE("methods on two discs: what is foreground")
{
  const auto        image = DimAndBright({});
  const std::size_t disc = 253;                                // pixels of the grid within 9 of a centre
  CHECK(CountOf(*Find(image, ThresholdMethod::Otsu)) == disc); // one threshold between 300 and 900
  CHECK(CountOf(*Find(image, ThresholdMethod::Otsu3)) == 2 * disc);
  CHECK(CountOf(*Find(image, ThresholdMethod::Li)) == 2 * disc); // means of 100 and 600: ln brings it to 279
  CHECK(CountOf(*Find(image, ThresholdMethod::Triangle)) == 2 * disc);
  CHECK(CountOf(*Find(image, ThresholdMethod::Local)) >= disc);
}

TEST_CASE("thresholds are those of ITK's calculators on the same bins")
{
  const auto   field = test::SimulateField({}, 31).plane;
  const auto   plane = ViewOf(*field);
  const auto   histogram = ItkHistogram(field);
  const double bin = PlaneHistogram(plane).range / PlaneHistogram::kBins;
  using Histogram = ToHistogram::HistogramType;

  for (const unsigned classes : { 2u, 3u })
  {
    auto otsu = itk::OtsuMultipleThresholdsCalculator<Histogram>::New();
    otsu->SetInputHistogram(histogram);
    otsu->SetNumberOfThresholds(classes - 1);
    otsu->Compute();
    const double ours = GlobalThreshold(plane, classes == 2 ? ThresholdMethod::Otsu : ThresholdMethod::Otsu3);
    CHECK(std::abs(ours - otsu->GetOutput()[0]) <= 1.01 * bin);
  }
}

TEST_CASE("minimum cross-entropy is where the means of both sides say it is")
{
  // Li and Tam 1998, equation 7: t = (bright - dark) / (ln bright - ln dark), grey levels above the least one.
  const auto   field = test::SimulateField({}, 32).plane;
  const auto   plane = ViewOf(*field);
  const float  least = *std::min_element(plane.data, plane.data + plane.size());
  const double threshold = GlobalThreshold(plane, ThresholdMethod::Li);
  double       sums[2] = { 0, 0 }, counts[2] = { 0, 0 };
  for (std::size_t i = 0; i < plane.size(); ++i)
  {
    const bool above = plane.data[i] > threshold;
    sums[above] += plane.data[i] - least;
    counts[above] += 1;
  }
  const double dark = sums[0] / counts[0];
  const double bright = sums[1] / counts[1];
  CHECK(threshold - least == doctest::Approx((bright - dark) / (std::log(bright) - std::log(dark))).epsilon(0.01));
  CHECK(ThresholdMethodOf("minimum_cross_entropy") == ThresholdMethodOf("li"));
}

TEST_CASE("the triangle of a falling histogram is cut where it bends")
{
  // Grey levels from g to g + 1 are 40 (20 - g) for g < 20 and 20 from there to 100: the line from (0, 800) to
  // (100, 20) lies farthest above the histogram at 20.
  std::vector<float> values;
  for (int grey = 0; grey < 100; ++grey)
  {
    const int count = grey < 20 ? 40 * (20 - grey) : 20;
    for (int i = 0; i < count; ++i)
    {
      values.push_back(static_cast<float>(grey) + (static_cast<float>(i) + 0.5f) / static_cast<float>(count));
    }
  }
  const double threshold = GlobalThreshold({ values.data(), values.size(), 1 }, ThresholdMethod::Triangle);
  CHECK(threshold == doctest::Approx(20).epsilon(0.05));
}

TEST_CASE("a local threshold finds dim objects on a slope that no single threshold finds")
{
  const auto image = test::MakeImage<float>({ 160, 48, 1.0 }, [](double x, double y) {
    const bool inside = std::hypot(std::fmod(x, 40) - 20, y - 24) <= 8;
    return 100.0 + 5.0 * x + (inside ? 250.0 : 0.0);
  });
  auto       local = Find(image, ThresholdMethod::Local);
  local->SetReach(16);
  local->SetCorrection(0.2);
  local->Update();
  auto otsu = Find(image, ThresholdMethod::Otsu);
  otsu->Update();
  for (itk::IndexValueType x = 20; x < 160; x += 40)
  {
    CHECK(local->GetOutput()->GetPixel({ { x, 24 } }) == 1);
  }
  CHECK(local->GetOutput()->GetPixel({ { 80, 2 } }) == 0);
  CHECK(otsu->GetOutput()->GetPixel({ { 20, 24 } }) == 0);
}

TEST_CASE("correction, no contrast, pixels that are not finite")
{
  auto filter = Find(DimAndBright({}), ThresholdMethod::Otsu);
  filter->SetCorrection(0.5); // between the background's mean of 117 and 300
  CHECK(CountOf(*filter) == 2 * 253);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const ThresholdMethod method : { ThresholdMethod::Otsu,
                                        ThresholdMethod::Otsu3,
                                        ThresholdMethod::Li,
                                        ThresholdMethod::Triangle,
                                        ThresholdMethod::Local })
  {
    CHECK(CountOf(*Find(test::MakeImage<float>({}, [](double, double) { return 7; }), method)) == 0);
    CHECK(CountOf(*Find(test::MakeImage<float>({}, [nan](double, double) { return nan; }), method)) == 0);
    CHECK(CountOf(*Find(test::MakeImage<float>({ 1, 1, 1.0 }, [](double, double) { return 3; }), method)) == 0);
  }
}

TEST_CASE("settings without sense are refused")
{
  auto filter = Find(DimAndBright({}), ThresholdMethod::Otsu);
  filter->SetCorrection(0);
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("found correction 0"), itk::ExceptionObject);
  CHECK_THROWS_WITH_AS(ThresholdMethodOf("yen"),
                       "expected a threshold method (otsu, otsu3, li, minimum_cross_entropy, triangle, local), found "
                       "'yen'",
                       std::invalid_argument);
}
