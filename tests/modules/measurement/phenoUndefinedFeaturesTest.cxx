// What is left undefined, and what values do not depend on.
#include "phenoCytoplasm.h"
#include "phenoTest.h"

#include "phenoMeasureAll.h"

#include "phenoError.h"
#include "phenoScaledPlane.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

using namespace pheno;
using namespace pheno::test;

namespace
{
std::vector<std::string>
NamesOf(const FeatureColumns & columns)
{
  std::vector<std::string> names;
  for (const FeatureColumns::Column & column : columns.Columns())
  {
    names.push_back(column.name);
  }
  return names;
}

bool
Same(double a, double b)
{
  return a == b || (std::isnan(a) && std::isnan(b));
}
} // namespace

TEST_CASE("no objects: all columns, no rows")
{
  const FeatureColumns some = MeasureAll(PeerField());
  const FeatureColumns none = MeasureAll(MakeField(16, 16, [](int, int) { return 0U; }));
  CHECK(none.Rows() == 0);
  CHECK(NamesOf(none) == NamesOf(some));
  for (const FeatureColumns::Column & column : none.Columns())
  {
    CHECK(column.values.empty());
  }
  const std::set<std::string> distinct = [&] {
    const auto names = NamesOf(some);
    return std::set<std::string>(names.begin(), names.end());
  }();
  CHECK(distinct.size() == some.Columns().size());
}

TEST_CASE("one pixel")
{
  const FeatureColumns columns = MeasureAll(MakeField(16, 16, [](int x, int y) { return x == 3 && y == 5 ? 7U : 0U; }));
  const auto           value = [&](const std::string & name) { return columns.At(name)[0]; };
  CHECK(value("Number_Object_Number") == 7);
  CHECK(value("AreaShape_Area") == 1);
  CHECK(value("AreaShape_ConvexArea") == 1);
  CHECK(value("AreaShape_EulerNumber") == 1);
  CHECK(value("AreaShape_MaximumRadius") == 1);
  CHECK(value("AreaShape_MedianRadius") == 1);
  for (const char * const name : { "Perimeter",
                                   "MajorAxisLength",
                                   "MinorAxisLength",
                                   "Eccentricity",
                                   "MaxFeretDiameter",
                                   "MinFeretDiameter",
                                   "HuMoment_0" })
  {
    CHECK(value(std::string("AreaShape_") + name) == 0);
  }
  CHECK(std::isnan(value("AreaShape_FormFactor")));
  CHECK(std::isnan(value("AreaShape_Orientation")));
  CHECK(std::isnan(value("AreaShape_Compactness")));
  CHECK(std::isnan(value("AreaShape_Zernike_0_0")));
  CHECK(value("Intensity_IntegratedIntensityEdge_A") == 0.5);
  CHECK(value("Intensity_MedianIntensity_A") == 0.5);
  CHECK(value("Intensity_MADIntensity_A") == 0);
  CHECK(value("Intensity_StdIntensity_A") == 0);
  CHECK(value("Intensity_MassDisplacement_A") == 0);
  CHECK(value("Location_MaxIntensity_X_A") == 3);
  CHECK(std::isnan(value("Texture_Entropy_A_3_00_256")));
  CHECK(value("RadialDistribution_FracAtD_A_1of4") == 1);
  CHECK(value("RadialDistribution_FracAtD_A_2of4") == 0);
  CHECK(std::isnan(value("RadialDistribution_RadialCV_A_2of4")));
  CHECK(std::isnan(value("Correlation_Correlation_A_B")));
  CHECK(value("Correlation_Manders_A_B") == 1);
  CHECK(value("Neighbors_NumberOfNeighbors_Adjacent") == 0);
  CHECK(value("Neighbors_PercentTouching_Adjacent") == 0);
  CHECK(std::isnan(value("Neighbors_FirstClosestDistance_Adjacent")));
  CHECK(std::isnan(value("Neighbors_AngleBetweenNeighbors_Adjacent")));
}

TEST_CASE("constant channels and channels of 0")
{
  const auto           disc = [](int x, int y) { return (x - 15) * (x - 15) + (y - 15) * (y - 15) <= 64 ? 1U : 0U; };
  const auto           constant = [](double level) { return [level](int, int) { return level; }; };
  const FeatureColumns columns = MeasureAll(MakeField(32, 32, disc, constant(0.1), constant(0)));
  const auto           value = [&](const std::string & name) { return columns.At(name)[0]; };
  CHECK(value("Intensity_StdIntensity_A") == 0);
  CHECK(value("Intensity_MassDisplacement_A") == doctest::Approx(0));
  CHECK(value("Texture_AngularSecondMoment_A_3_00_256") == 1);
  CHECK(value("Texture_Entropy_A_3_00_256") == doctest::Approx(0));
  CHECK(std::isnan(value("Texture_Correlation_A_3_00_256")));
  CHECK(std::isnan(value("Texture_InfoMeas1_A_3_00_256")));
  CHECK(std::isnan(value("Correlation_Correlation_A_B")));
  CHECK(std::isnan(value("Correlation_Slope_A_B")));
  CHECK(std::isnan(value("Correlation_Manders_B_A")));
  CHECK(std::isnan(value("Intensity_MassDisplacement_B")));
  CHECK(std::isnan(value("RadialDistribution_FracAtD_B_1of4")));
  CHECK(std::isnan(value("Granularity_1_B")));
  CHECK(value("RadialDistribution_MeanFrac_A_1of4") == doctest::Approx(1));
  CHECK(value("RadialDistribution_RadialCV_A_4of4") == doctest::Approx(0));
}

TEST_CASE("an object that fills the image")
{
  const FeatureColumns columns = MeasureAll(MakeField(
    20, 10, [](int, int) { return 2U; }, [](int x, int y) { return 0.01 * (x + y); }));
  const auto           value = [&](const std::string & name) { return columns.At(name)[0]; };
  CHECK(value("AreaShape_Area") == 200);
  CHECK(value("AreaShape_MaximumRadius") == 5); // the image's outside ends it
  CHECK(std::isnan(value("Intensity_MeanIntensityEdge_A")));
  CHECK(value("RadialDistribution_FracAtD_A_1of4") == doctest::Approx(1)); // no edge to be near to
  CHECK(value("Location_MaxIntensity_X_A") == 19);
  CHECK(value("Location_MaxIntensity_Y_A") == 9);
}

TEST_CASE("parts that no path joins to the centre overflow")
{
  // a square of 5 x 5 and, apart from it, one of 2 x 2: 4 of 29 pixels
  const FeatureColumns columns = MeasureAll(MakeField(20, 20, [](int x, int y) {
    return (x >= 2 && x < 7 && y >= 2 && y < 7) || (x >= 10 && x < 12 && y >= 10 && y < 12) ? 1U : 0U;
  }));
  CHECK(columns.At("RadialDistribution_FracAtD_A_Overflow")[0] == doctest::Approx(4 / 29.0));
  CHECK(columns.At("RadialDistribution_MeanFrac_A_Overflow")[0] == doctest::Approx(1));
}

TEST_CASE("values do not depend on the objects' numbers")
{
  const FeatureColumns plain = MeasureAll(PeerField());
  const std::uint32_t  numbers[] = { 0, 4000000000U, 70, 3, 900, 12, 71 };
  const FeatureColumns other = MeasureAll(PeerField([&](std::uint32_t n) { return numbers[n]; }));
  const std::size_t    row_of[] = { 5, 2, 0, 4, 1, 3 }; // rising numbers: 3 12 70 71 900 4000000000
  REQUIRE(NamesOf(plain) == NamesOf(other));
  for (const FeatureColumns::Column & column : plain.Columns())
  {
    for (std::size_t object = 0; object < 6; ++object)
    {
      const double value = other.At(column.name)[row_of[object]];
      if (column.name.find("Number") == std::string::npos || column.name.find("NumberOf") != std::string::npos)
      {
        INFO(column.name, " of object ", object + 1);
        CHECK(Same(value, column.values[object]));
      }
    }
  }
  CHECK(other.At("Number_Object_Number")[5] == 4000000000.0);
  // the ellipse's nearest centroid is the rectangle's
  CHECK(plain.At("Neighbors_FirstClosestObjectNumber_Adjacent")[1] == 3);
  CHECK(other.At("Neighbors_FirstClosestObjectNumber_Adjacent")[2] == 3);
  CHECK(other.At("Neighbors_FirstClosestObjectNumber_Adjacent")[0] == 70);
}

TEST_CASE("planes are scaled, and refused where they are not finite")
{
  const MadeField field = MakeField(
    4, 3, [](int, int) { return 0U; }, [](int x, int y) { return 51.0 * (x + y); });
  const ScaledPlane plane("DNA", field.A(), 255);
  CHECK(plane.View().name == "DNA");
  CHECK(plane.View().pixels.data[5] == doctest::Approx(0.4F));
  MadeField bad = field;
  bad.a[6] = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH_AS(
    ScaledPlane("DNA", bad.A(), 255), "channel 'DNA' has a pixel that is not finite at column 2, row 1", BadData);
}

TEST_CASE("cytoplasm is the cell without nuclei")
{
  const std::uint32_t cells[] = { 1, 1, 1, 2, 2, 0 };
  const std::uint32_t nuclei[] = { 0, 1, 0, 0, 1, 0 };
  CHECK(CytoplasmOf({ cells, 6, 1 }, { nuclei, 6, 1 }) == std::vector<std::uint32_t>{ 1, 0, 1, 2, 0, 0 });
}
