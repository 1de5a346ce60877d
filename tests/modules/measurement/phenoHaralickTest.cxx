// Haralick's features against counts worked by hand.
#include "phenoTest.h"

#include "phenoHaralick.h"
#include "phenoMadeField.h"
#include "phenoTextureFeatures.h"

#include <cmath>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Entropy to base 2 of probabilities. */
double
Bits(const std::vector<double> & probabilities)
{
  double bits = 0.0;
  for (const double p : probabilities)
  {
    bits -= p > 0 ? p * std::log2(p) : 0;
  }
  return bits;
}
} // namespace

TEST_CASE("the horizontal pairs of the 4 x 4 example of Haralick 1973")
{
  // the paper's image and its matrix P_H: 24 pairs counted both ways
  const int       image[4][4] = { { 0, 0, 1, 1 }, { 0, 0, 1, 1 }, { 0, 2, 2, 2 }, { 2, 2, 3, 3 } };
  const double    matrix[4][4] = { { 4, 2, 1, 0 }, { 2, 4, 0, 0 }, { 1, 0, 6, 1 }, { 0, 0, 1, 2 } };
  const MadeField field = MakeField(
    4, 4, [](int, int) { return 1U; }, [&](int x, int y) { return image[y][x] / 255.0; });
  const ObjectMap objects(field.Labels());
  FeatureColumns  columns(1);
  TextureFeatures({ { "A", field.A() } }, { 1 }).Measure(objects, columns);

  double              squares = 0, contrast = 0, homogeneity = 0, mean = 0, variance = 0, product = 0;
  std::vector<double> cells, levels(4, 0.0), sums(7, 0.0), differences(4, 0.0);
  for (int i = 0; i < 4; ++i)
  {
    for (int j = 0; j < 4; ++j)
    {
      const double p = matrix[i][j] / 24;
      if (p > 0)
      {
        cells.push_back(p);
      }
      squares += p * p;
      contrast += p * (i - j) * (i - j);
      homogeneity += p / (1 + (i - j) * (i - j));
      mean += p * i;
      product += p * i * j;
      levels[i] += p;
      sums[i + j] += p;
      differences[std::abs(i - j)] += p;
    }
  }
  for (int i = 0; i < 4; ++i)
  {
    variance += levels[i] * (i - mean) * (i - mean);
  }
  double sum_variance = 0;
  for (int k = 0; k < 7; ++k)
  {
    sum_variance += sums[k] * (k - 2 * mean) * (k - 2 * mean);
  }
  double difference_variance = 0; // of the four numbers, whose mean is 1 / 4
  for (const double p : differences)
  {
    difference_variance += (p - 0.25) * (p - 0.25) / 4;
  }
  const auto value = [&](const std::string & name) { return columns.At("Texture_" + name + "_A_1_00_256")[0]; };
  CHECK(value("AngularSecondMoment") == doctest::Approx(squares).epsilon(1e-12));
  CHECK(value("Contrast") == doctest::Approx(contrast).epsilon(1e-12));
  CHECK(value("Correlation") == doctest::Approx((product - mean * mean) / variance).epsilon(1e-12));
  CHECK(value("Variance") == doctest::Approx(variance).epsilon(1e-12));
  CHECK(value("InverseDifferenceMoment") == doctest::Approx(homogeneity).epsilon(1e-12));
  CHECK(value("SumAverage") == doctest::Approx(2 * mean).epsilon(1e-12));
  CHECK(value("SumVariance") == doctest::Approx(sum_variance).epsilon(1e-12));
  CHECK(value("SumEntropy") == doctest::Approx(Bits(sums)).epsilon(1e-12));
  CHECK(value("Entropy") == doctest::Approx(Bits(cells)).epsilon(1e-12));
  CHECK(value("DifferenceVariance") == doctest::Approx(difference_variance).epsilon(1e-12));
  CHECK(value("DifferenceEntropy") == doctest::Approx(Bits(differences)).epsilon(1e-12));
  const double hx = Bits(levels), hxy = Bits(cells); // HXY1 = HXY2 = 2 HX: rows and columns agree
  CHECK(value("InfoMeas1") == doctest::Approx((hxy - 2 * hx) / hx).epsilon(1e-12));
  CHECK(value("InfoMeas2") == doctest::Approx(std::sqrt(1 - std::exp(-2 * (2 * hx - hxy)))).epsilon(1e-12));
}

TEST_CASE("pairs stay inside their object and go in four directions")
{
  // object 1 is the row 10 20 30, object 2 the column below its left end: 40 50
  const int       level[3][3] = { { 10, 20, 30 }, { 40, 99, 99 }, { 50, 99, 99 } };
  const MadeField field = MakeField(
    3,
    3,
    [](int x, int y) -> std::uint32_t { return y == 0 ? 1 : (x == 0 ? 2 : 0); },
    [&](int x, int y) { return level[y][x] / 255.0; });
  const ObjectMap objects(field.Labels());
  FeatureColumns  columns(2);
  TextureFeatures({ { "A", field.A() } }, { 1, 2 }).Measure(objects, columns);
  // one step right: (10, 20), (20, 30); two: (10, 30); down: (40, 50)
  CHECK(columns.At("Texture_Contrast_A_1_00_256")[0] == doctest::Approx(100));
  CHECK(columns.At("Texture_SumAverage_A_1_00_256")[0] == doctest::Approx(40));
  CHECK(columns.At("Texture_Contrast_A_2_00_256")[0] == doctest::Approx(400));
  CHECK(columns.At("Texture_SumAverage_A_1_02_256")[1] == doctest::Approx(90));
  for (const char * const direction : { "01", "02", "03" })
  {
    CHECK(std::isnan(columns.At(std::string("Texture_Contrast_A_1_") + direction + "_256")[0]));
  }
  CHECK(std::isnan(columns.At("Texture_Contrast_A_1_00_256")[1]));
  CHECK(std::isnan(columns.At("Texture_Contrast_A_2_02_256")[1]));
}
