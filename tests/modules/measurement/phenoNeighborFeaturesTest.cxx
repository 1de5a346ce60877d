#include "phenoTest.h"

#include "phenoMadeField.h"
#include "phenoNeighborFeatures.h"

#include <cmath>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Squares of 4 x 4 pixels: 1 at the left, 2 beside it, 3 touching 2 at a corner, 8 three pixels of background below 1.
 */
MadeField
Squares()
{
  return MakeField(30, 30, [](int x, int y) -> std::uint32_t {
    const auto at = [&](int left, int top) { return x >= left && x < left + 4 && y >= top && y < top + 4; };
    return at(4, 4) ? 1 : at(8, 4) ? 2 : at(12, 8) ? 3 : at(4, 11) ? 8 : 0;
  });
}

FeatureColumns
MeasureNeighbours(const MadeField & field, unsigned distance)
{
  const ObjectMap objects(field.Labels());
  FeatureColumns  columns(objects.Objects().size());
  NeighborFeatures(distance).Measure(objects, columns);
  return columns;
}
} // namespace

TEST_CASE("neighbours that touch")
{
  const FeatureColumns columns = MeasureNeighbours(Squares(), 0);
  CHECK(columns.At("Neighbors_NumberOfNeighbors_Adjacent") == std::vector<double>{ 1, 1, 0, 0 });
  // outlines of 12 pixels: a side of 4 of 1; a side and a corner of 2; a corner of 3
  CHECK(columns.At("Neighbors_PercentTouching_Adjacent")[0] == doctest::Approx(100 * 4 / 12.0));
  CHECK(columns.At("Neighbors_PercentTouching_Adjacent")[1] == doctest::Approx(100 * 5 / 12.0));
  CHECK(columns.At("Neighbors_PercentTouching_Adjacent")[2] == doctest::Approx(100 * 1 / 12.0));
  CHECK(columns.At("Neighbors_PercentTouching_Adjacent")[3] == 0);
  // centroids (5.5, 5.5), (9.5, 5.5), (13.5, 9.5), (5.5, 12.5)
  CHECK(columns.At("Neighbors_FirstClosestObjectNumber_Adjacent") == std::vector<double>{ 2, 1, 2, 1 });
  CHECK(columns.At("Neighbors_SecondClosestObjectNumber_Adjacent") == std::vector<double>{ 8, 3, 8, 2 });
  CHECK(columns.At("Neighbors_FirstClosestDistance_Adjacent")[2] == doctest::Approx(std::sqrt(32)));
  CHECK(columns.At("Neighbors_SecondClosestDistance_Adjacent")[0] == doctest::Approx(7));
  CHECK(columns.At("Neighbors_AngleBetweenNeighbors_Adjacent")[0] == doctest::Approx(90));
  CHECK(columns.At("Neighbors_AngleBetweenNeighbors_Adjacent")[1] == doctest::Approx(135));
}

TEST_CASE("neighbours within a distance")
{
  // rows 7 and 11 are 4 apart; the corners of 2 and 8 sqrt(17)
  CHECK(MeasureNeighbours(Squares(), 3).At("Neighbors_NumberOfNeighbors_3") == std::vector<double>{ 1, 2, 1, 0 });
  CHECK(MeasureNeighbours(Squares(), 4).At("Neighbors_NumberOfNeighbors_4") == std::vector<double>{ 2, 2, 1, 1 });
  CHECK(MeasureNeighbours(Squares(), 4).At("Neighbors_PercentTouching_4")[3] == doctest::Approx(100 * 4 / 12.0));
}
