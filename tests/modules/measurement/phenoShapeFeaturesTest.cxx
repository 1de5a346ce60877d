// Shapes whose values follow from geometry.
#include "phenoTest.h"

#include "phenoMeasureAll.h"

#include <algorithm>
#include <cmath>

using namespace pheno;
using namespace pheno::test;

namespace
{
FeatureColumns
MeasureShape(const MadeField & field)
{
  const ObjectMap objects(field.Labels());
  FeatureColumns  columns(objects.Objects().size());
  AreaShapeFeatures().Measure(objects, columns);
  return columns;
}
} // namespace

TEST_CASE("a rectangle of 7 x 4 pixels")
{
  const FeatureColumns shape =
    MeasureShape(MakeField(20, 12, [](int x, int y) { return x >= 5 && x < 12 && y >= 3 && y < 7 ? 9U : 0U; }));
  const auto value = [&](const std::string & name) { return shape.At("AreaShape_" + name)[0]; };
  CHECK(value("Area") == 28);
  CHECK(value("BoundingBoxArea") == 28);
  CHECK(value("BoundingBoxMinimum_X") == 5);
  CHECK(value("BoundingBoxMaximum_X") == 12);
  CHECK(value("BoundingBoxMinimum_Y") == 3);
  CHECK(value("BoundingBoxMaximum_Y") == 7);
  CHECK(value("Center_X") == 8);
  CHECK(value("Center_Y") == 4.5);
  CHECK(value("Extent") == 1);
  CHECK(value("EulerNumber") == 1);
  CHECK(value("Perimeter") == doctest::Approx(2 * (6 + 3))); // through the centres of its 18 border pixels
  CHECK(value("FormFactor") == doctest::Approx(4 * M_PI * 28 / (18 * 18)));
  CHECK(value("Compactness") == doctest::Approx(18 * 18 / (4 * M_PI * 28)));
  CHECK(value("EquivalentDiameter") == doctest::Approx(std::sqrt(4 * 28 / M_PI)));
  CHECK(value("ConvexArea") == 28);
  CHECK(value("Solidity") == 1);
  // variances of 0..6 and 0..3 are (49 - 1) / 12 and (16 - 1) / 12
  CHECK(value("MajorAxisLength") == doctest::Approx(4 * std::sqrt(4.0)));
  CHECK(value("MinorAxisLength") == doctest::Approx(4 * std::sqrt(1.25)));
  CHECK(value("Eccentricity") == doctest::Approx(std::sqrt(1 - 1.25 / 4)));
  CHECK(std::abs(value("Orientation")) == doctest::Approx(90)); // long axis along x
  CHECK(value("MinFeretDiameter") == doctest::Approx(3));
  CHECK(value("MaxFeretDiameter") == doctest::Approx(std::hypot(6, 3)));
  CHECK(value("MaximumRadius") == 2);
  CHECK(value("MeanRadius") == doctest::Approx((18 * 1 + 10 * 2) / 28.0));
  CHECK(value("MedianRadius") == 1);
  CHECK(value("SpatialMoment_1_0") == doctest::Approx(7 * (0 + 1 + 2 + 3)));
  CHECK(value("SpatialMoment_0_2") == doctest::Approx(4 * (1 + 4 + 9 + 16 + 25 + 36)));
  CHECK(value("CentralMoment_0_2") == doctest::Approx(28 * 4.0));
  CHECK(value("NormalizedMoment_2_0") == doctest::Approx(28 * 1.25 / (28 * 28)));
  CHECK(value("HuMoment_0") == doctest::Approx((4.0 + 1.25) / 28));
  CHECK(value("InertiaTensor_0_0") == doctest::Approx(4));
  CHECK(value("InertiaTensorEigenvalues_1") == doctest::Approx(1.25));
  // the circle about the centres of the corners; R_00 = 1, so Z_00 is the share of the disc; R_20 = 2 rho^2 - 1
  const double radius = 0.5 * std::hypot(6, 3);
  CHECK(value("Zernike_0_0") == doctest::Approx(28 / (M_PI * radius * radius)));
  const double squares = 28 * (4 + 1.25) / (radius * radius);
  CHECK(value("Zernike_2_0") == doctest::Approx(std::abs(2 * squares - 28) / (M_PI * radius * radius)));
  CHECK(value("Zernike_1_1") == doctest::Approx(0).epsilon(1e-12));
  // rho^2 exp(2 i theta) = (x^2 - y^2) / r^2 by symmetry
  CHECK(value("Zernike_2_2") == doctest::Approx(28 * (4 - 1.25) / (radius * radius) / (M_PI * radius * radius)));
}

TEST_CASE("Euler number counts parts less holes, 8-connected")
{
  const char * const rows[] = { "XXXXX....X", "X.X.X.....", "XXXXX..X..", "......X...", ".....X...." };
  const auto         shape = MeasureShape(MakeField(10, 5, [&](int x, int y) { return rows[y][x] == 'X' ? 1U : 0U; }));
  CHECK(shape.At("AreaShape_EulerNumber")[0] == 3 - 2);
}

TEST_CASE("a slanting line turns with its axis")
{
  const auto down = MeasureShape(MakeField(9, 9, [](int x, int y) { return x == y ? 1U : 0U; }));
  const auto up = MeasureShape(MakeField(9, 9, [](int x, int y) { return x == 8 - y ? 1U : 0U; }));
  const auto upright = MeasureShape(MakeField(9, 9, [](int x, int) { return x == 4 ? 1U : 0U; }));
  CHECK(down.At("AreaShape_Orientation")[0] == doctest::Approx(45));
  CHECK(up.At("AreaShape_Orientation")[0] == doctest::Approx(-45));
  CHECK(upright.At("AreaShape_Orientation")[0] == doctest::Approx(0));
  CHECK(down.At("AreaShape_MinFeretDiameter")[0] == 0);
  CHECK(down.At("AreaShape_MaxFeretDiameter")[0] == doctest::Approx(8 * std::sqrt(2)));
  CHECK(down.At("AreaShape_Eccentricity")[0] == doctest::Approx(1));
}

TEST_CASE("Zernike magnitudes do not change by a quarter turn")
{
  const auto rule = [](int x, int y) { return (x - 14) * (x - 14) + 3 * (y - 9) * (y - 9) + x * y < 220 ? 1U : 0U; };
  const auto upright = MeasureShape(MakeField(31, 31, rule));
  const auto turned = MeasureShape(MakeField(31, 31, [&](int x, int y) { return rule(y, 30 - x); }));
  int        compared = 0;
  for (const FeatureColumns::Column & column : upright.Columns())
  {
    if (column.name.find("Zernike") != std::string::npos)
    {
      INFO(column.name);
      CHECK(turned.At(column.name)[0] == doctest::Approx(column.values[0]).epsilon(1e-9));
      ++compared;
    }
  }
  CHECK(compared == 30);
}
