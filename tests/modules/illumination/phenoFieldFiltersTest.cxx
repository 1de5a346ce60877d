// Rank, Gaussian, polynomial and resizing filters on small pictures, against their definitions.
#include "phenoTest.h"

#include "phenoFieldNormalisation.h"
#include "phenoGaussianSmooth.h"
#include "phenoPolynomialSurface.h"
#include "phenoRankFilter.h"
#include "phenoResizePicture.h"

#include <algorithm>
#include <cmath>
#include <functional>

using namespace pheno;

namespace
{
FieldPicture
Make(std::size_t width, std::size_t height, const std::function<double(double, double)> & value)
{
  FieldPicture picture{ width, height, {} };
  for (std::size_t y = 0; y < height; ++y)
  {
    for (std::size_t x = 0; x < width; ++x)
    {
      picture.values.push_back(value(static_cast<double>(x), static_cast<double>(y)));
    }
  }
  return picture;
}

/** Many different values without a pattern. */
FieldPicture
Rough(std::size_t width, std::size_t height)
{
  return Make(width, height, [](double x, double y) { return std::sin(17 * x + 5 * y * y) + 0.01 * x; });
}

/** The definition: collect, sort, pick. */
FieldPicture
RankByDefinition(const FieldPicture & picture, const Footprint & footprint, double percentile, Border border)
{
  FieldPicture result = picture;
  const auto   width = static_cast<std::ptrdiff_t>(picture.width);
  const auto   height = static_cast<std::ptrdiff_t>(picture.height);
  const auto   reach = static_cast<std::ptrdiff_t>(footprint.half_widths.size() / 2);
  for (std::ptrdiff_t y = 0; y < height; ++y)
  {
    for (std::ptrdiff_t x = 0; x < width; ++x)
    {
      std::vector<double> under;
      for (std::ptrdiff_t dy = -reach; dy <= reach; ++dy)
      {
        const auto half = static_cast<std::ptrdiff_t>(footprint.half_widths[static_cast<std::size_t>(dy + reach)]);
        for (std::ptrdiff_t dx = -half; dx <= half; ++dx)
        {
          const auto u = BorderIndex(x + dx, width, border);
          const auto v = BorderIndex(y + dy, height, border);
          if (u >= 0 && v >= 0)
          {
            under.push_back(picture.values[static_cast<std::size_t>(v * width + u)]);
          }
        }
      }
      std::sort(under.begin(), under.end());
      const auto place = static_cast<std::size_t>(static_cast<double>(under.size()) * percentile / 100.0);
      result.values[static_cast<std::size_t>(y * width + x)] = under[std::min(place, under.size() - 1)];
    }
  }
  return result;
}

void
CheckNear(const FieldPicture & got, const std::vector<double> & expected)
{
  REQUIRE(got.values.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i)
  {
    CAPTURE(i);
    CHECK(got.values[i] == doctest::Approx(expected[i]).epsilon(1e-12));
  }
}
} // namespace

TEST_CASE("what stands beyond a border of a b c d")
{
  const auto around = [](Border border) { return BorderIndices(4, 6, border); };
  using Places = std::vector<std::ptrdiff_t>;
  // scipy.ndimage's documentation of reflect, mirror and nearest
  CHECK(around(Border::Reflect) == Places{ 2, 3, 3, 2, 1, 0, 0, 1, 2, 3, 3, 2, 1, 0, 0, 1 });
  CHECK(around(Border::Mirror) == Places{ 0, 1, 2, 3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1, 2, 3 });
  CHECK(around(Border::Nearest) == Places{ 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 3, 3, 3, 3, 3 });
  CHECK(around(Border::None) == Places{ -1, -1, -1, -1, -1, -1, 0, 1, 2, 3, -1, -1, -1, -1, -1, -1 });
  CHECK(BorderIndices(1, 2, Border::Mirror) == Places{ 0, 0, 0, 0, 0 });
}

TEST_CASE("a disk holds what lies within its radius")
{
  using Widths = std::vector<std::size_t>;
  CHECK(DiskFootprint(0).half_widths == Widths{ 0 });
  CHECK(DiskFootprint(1).half_widths == Widths{ 0, 1, 0 });
  CHECK(DiskFootprint(3).half_widths == Widths{ 0, 2, 2, 3, 2, 2, 0 });
}

TEST_CASE("rank filter: a line by hand")
{
  const FieldPicture line{ 5, 1, { 9, 1, 5, 3, 7 } };
  // windows of 3 columns, rows reflected thrice: medians of 9 9 1 | 9 1 5 | 1 5 3 | 5 3 7 | 3 7 7
  CHECK(RankFilter(line, SquareFootprint(3), 50, Border::Reflect).values == std::vector<double>{ 9, 5, 3, 5, 7 });
  // inside only, upper median: 9 1 | 9 1 5 | 1 5 3 | 5 3 7 | 3 7
  CHECK(RankFilter(line, SquareFootprint(3), 50, Border::None).values == std::vector<double>{ 9, 5, 3, 5, 7 });
  CHECK(RankFilter(line, SquareFootprint(3), 0, Border::None).values == std::vector<double>{ 1, 1, 1, 3, 3 });
  CHECK(RankFilter(line, SquareFootprint(3), 100, Border::None).values == std::vector<double>{ 9, 9, 5, 7, 7 });
}

TEST_CASE("rank filter equals its definition for every border, also where the window is larger than the picture")
{
  const FieldPicture rough = Rough(23, 19);
  FieldPicture       tied = rough;
  for (double & value : tied.values)
  {
    value = std::round(3 * value);
  }
  for (const FieldPicture & picture : { rough, tied })
  {
    for (const Footprint & footprint :
         { SquareFootprint(1), SquareFootprint(9), SquareFootprint(101), DiskFootprint(6) })
    {
      for (const Border border : { Border::Reflect, Border::Mirror, Border::Nearest, Border::None })
      {
        for (const double percentile : { 0.0, 10.0, 50.0, 100.0 })
        {
          CHECK(RankFilter(picture, footprint, percentile, border).values ==
                RankByDefinition(picture, footprint, percentile, border).values);
        }
      }
    }
  }
}

TEST_CASE("Gaussian smoothing: taps by hand, light kept")
{
  // sigma 0.25 reaches int(1.5) = 1 pixel: taps exp(-8) beside 1
  const double       side = std::exp(-8.0) / (1 + 2 * std::exp(-8.0));
  const double       middle = 1 - 2 * side;
  const FieldPicture point{ 4, 1, { 0, 1, 0, 0 } };
  CheckNear(GaussianSmooth(point, 0.25, 0, Border::Reflect), { side, middle, side, 0 });
  const FieldPicture edge{ 4, 1, { 1, 0, 0, 0 } };
  CheckNear(GaussianSmooth(edge, 0.25, 0, Border::Reflect), { middle + side, side, 0, 0 });
  CheckNear(GaussianSmooth(edge, 0.25, 0, Border::Mirror), { middle, side, 0, 0 });
  CheckNear(GaussianSmooth(edge, 0.25, 0, Border::None), { middle, side, 0, 0 });
  CheckNear(GaussianSmooth({ 1, 4, edge.values }, 0, 0.25, Border::Reflect), { middle + side, side, 0, 0 });

  const FieldPicture rough = Rough(31, 17);
  const FieldPicture smooth = GaussianSmooth(rough, 12, 12, Border::Reflect);
  double             before = 0, after = 0;
  for (std::size_t i = 0; i < rough.values.size(); ++i)
  {
    before += rough.values[i];
    after += smooth.values[i];
  }
  CHECK(after == doctest::Approx(before).epsilon(1e-9)); // reflection loses nothing
}

TEST_CASE("Gaussian smoothing inside: a constant stays, the border is a mean of what is there")
{
  const FieldPicture constant = Make(9, 7, [](double, double) { return 3.0; });
  CheckNear(GaussianSmoothInside(constant, 4), constant.values);
  const double side = std::exp(-8.0);
  CheckNear(GaussianSmoothInside({ 2, 1, { 1, 0 } }, 0.25), { 1 / (1 + side), side / (1 + side) });
}

TEST_CASE("polynomial surface: a quadratic is found from its positive pixels alone")
{
  const auto quadratic = [](double x, double y) {
    return 5 + 0.3 * x - 0.2 * y + 0.04 * x * x - 0.01 * y * y + 0.02 * x * y;
  };
  FieldPicture picture = Make(13, 11, quadratic);
  const auto   truth = picture.values;
  picture.values[17] = 0;
  picture.values[60] = -4;
  const FieldPicture surface = PolynomialSurface(picture);
  for (std::size_t i = 0; i < truth.size(); ++i)
  {
    CHECK(surface.values[i] == doctest::Approx(truth[i]).epsilon(1e-9));
  }
}

TEST_CASE("polynomial surface: what does not determine one gives the mean")
{
  CHECK(PolynomialSurface({ 3, 1, { 1, 2, 6 } }).values == std::vector<double>{ 3, 3, 3 });
  CHECK(PolynomialSurface({ 2, 1, { 0, -1 } }).values == std::vector<double>{ 0, 0 });
}

TEST_CASE("resizing: half-pixel centres, border mirrored")
{
  // up by two: positions -.25, .25, .75, 1.25; -.25 mirrors to .25
  CheckNear(ResizePicture({ 2, 1, { 0, 4 } }, 4, 1), { 1, 1, 3, 3 });
  // down by two: sigma .5 before, reach 2; values at .5 and 2.5 of the smoothed line
  const double       a = std::exp(-2.0), b = std::exp(-8.0), sum = 1 + 2 * a + 2 * b;
  const double       s0 = (0 + 2 * a * 1 + 2 * b * 2) / sum; // mirrored: 2 1 | 0 1 2
  const double       s1 = (1 + a * (0 + 2) + b * (1 + 3)) / sum;
  const double       s2 = (2 + a * (1 + 3) + b * (0 + 2)) / sum;
  const double       s3 = (3 + a * (2 + 2) + b * (1 + 1)) / sum;
  const FieldPicture half = ResizePicture({ 4, 1, { 0, 1, 2, 3 } }, 2, 1);
  CheckNear(half, { 0.5 * (s0 + s1), 0.5 * (s2 + s3) });
  const FieldPicture rough = Rough(7, 5);
  CHECK(ResizePicture(rough, 7, 5).values == rough.values);
}

TEST_CASE("normalisation of a field by hand")
{
  FieldPicture field{ 10, 10, {} };
  for (int i = 1; i <= 100; ++i)
  {
    field.values.push_back(i);
  }
  // sorted 1..100: place int(.02 * 100) = 2 holds 3, place 50 holds 51, the mean is 50.5
  const auto at = [&field](FieldNormalisation kind, std::size_t i) { return NormaliseField(field, kind).values[i]; };
  CHECK(at(FieldNormalisation::None, 7) == 8);
  CHECK(at(FieldNormalisation::MeanOne, 7) == doctest::Approx(8 / 50.5));
  CHECK(at(FieldNormalisation::MaximumOne, 7) == doctest::Approx(0.08));
  CHECK(at(FieldNormalisation::MedianOne, 7) == doctest::Approx(8 / 51.0));
  CHECK(at(FieldNormalisation::RobustMinimum, 7) == doctest::Approx(8 / 3.0));
  CHECK(at(FieldNormalisation::RobustMinimum, 0) == 1); // 1 / 3 is lifted
}

TEST_CASE("normalisations are converted into each other")
{
  const FieldPicture field = Make(20, 10, [](double x, double y) { return 2 + std::cos(0.2 * x) * std::cos(0.3 * y); });
  for (const FieldNormalisation from :
       { FieldNormalisation::MeanOne, FieldNormalisation::MaximumOne, FieldNormalisation::MedianOne })
  {
    for (const FieldNormalisation to : { FieldNormalisation::MeanOne,
                                         FieldNormalisation::MaximumOne,
                                         FieldNormalisation::MedianOne,
                                         FieldNormalisation::RobustMinimum })
    {
      CheckNear(NormaliseField(NormaliseField(field, from), to), NormaliseField(field, to).values);
    }
  }
}

TEST_CASE("a field without light becomes 1; names of normalisations")
{
  CHECK(NormaliseField({ 2, 1, { 0, 0 } }, FieldNormalisation::MeanOne).values == std::vector<double>{ 1, 1 });
  CHECK(NormaliseField({ 2, 1, { 0, -1 } }, FieldNormalisation::RobustMinimum).values == std::vector<double>{ 1, 1 });
  for (const char * name : { "none", "mean_one", "maximum_one", "robust_minimum", "median_one" })
  {
    CHECK(NameOf(FieldNormalisationOf(name)) == name);
  }
  CHECK_THROWS_WITH(FieldNormalisationOf("max"), doctest::Contains("found the normalisation 'max', expected none"));
}
