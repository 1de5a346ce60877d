#include "phenoGoldenMatrix.h"

#include "phenoCountRegression.h"
#include "phenoFeatureSelection.h"
#include "phenoGroupNormalisation.h"
#include "phenoPositionEffects.h"
#include "phenoRankNormal.h"

#include <algorithm>
#include <numeric>

namespace pheno::golden
{
namespace
{
std::vector<std::size_t>
UpTo(std::size_t count)
{
  std::vector<std::size_t> all(count);
  std::iota(all.begin(), all.end(), std::size_t{ 0 });
  return all;
}

Json
WellMean(const Json & inputs)
{
  const Matrix                   all = ToMatrix(inputs.at("X"));
  const LabelColumn              positions = ToLabels(inputs.at("well"));
  const std::vector<std::size_t> kept = CompleteRows(all);
  Matrix                         matrix = SelectRows(all, kept);
  LabelColumn                    own;
  std::transform(kept.begin(), kept.end(), std::back_inserter(own), [&](std::size_t row) { return positions[row]; });
  ApplyPositionEffects(FitPositionEffects(matrix, own), own, matrix);
  return { { "kept_rows", kept }, { "out", FromMatrix(matrix) } };
}

Json
CellCount(const Json & inputs)
{
  Matrix                    matrix = ToMatrix(inputs.at("X"));
  const std::vector<double> counts = ToNumbers(inputs.at("count"));
  ApplyCountRegression(FitCountRegression(matrix, counts, inputs.at("min_unique")), counts, matrix);
  return { { "out", FromMatrix(matrix) } };
}

Json
InverseNormal(const Json & inputs)
{
  const std::vector<double> values = ToNumbers(inputs.at("x"));
  if (inputs.at("stochastic").get<bool>())
  {
    return { { "out",
               FromNumbers(RankNormal(
                 values, inputs.at("order").get<std::vector<std::size_t>>(), inputs.at("c").get<double>())) } };
  }
  return { { "out", FromNumbers(RankNormal(values, inputs.at("c").get<double>())) } };
}

/** The reference's order of the rows where it is one of those that sort them by plate (its sort leaves the order within
 * a plate open), else by plate and row. */
std::vector<std::size_t>
OrderByPlate(const LabelColumn & plates, const Json & wanted)
{
  std::vector<std::size_t> sorted = UpTo(plates.size());
  std::stable_sort(
    sorted.begin(), sorted.end(), [&plates](std::size_t a, std::size_t b) { return plates[a] < plates[b]; });
  std::vector<std::size_t> reference = wanted.get<std::vector<std::size_t>>();
  const bool permutes = std::is_permutation(reference.begin(), reference.end(), sorted.begin(), sorted.end());
  const bool sorts = permutes && std::is_sorted(reference.begin(), reference.end(), [&](std::size_t a, std::size_t b) {
                       return plates[a] < plates[b];
                     });
  return sorts ? reference : sorted;
}

Json
PlateMad(const Json & inputs, const Json & wantedOrder)
{
  Matrix                 matrix = ToMatrix(inputs.at("X"));
  const LabelColumn      plates = ToLabels(inputs.at("plate"));
  const FeatureSelection selection =
    SelectFeatures(matrix,
                   { .operations = { FeatureOperation::PlateVariation } },
                   { .features = {}, .blocklist = {}, .treatments = {}, .plates = plates });
  const std::vector<std::size_t> order = OrderByPlate(plates, wantedOrder);
  Json                           dropped = Json::array();
  for (const FeatureSelection::Loss & loss : selection.dropped)
  {
    dropped.push_back(loss.feature.feature);
  }
  matrix = SelectColumns(matrix, selection.kept);
  NormalisePerGroup(matrix, plates, RowMask(matrix.rows, 1), NormaliseMethod::Mad);
  return { { "dropped", dropped }, { "row_order", order }, { "out", FromMatrix(SelectRows(matrix, order)) } };
}
} // namespace

Json
RunRegressOut(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    const std::string kind = golden.inputs.at("kind");
    if (kind == "well_mean")
    {
      return WellMean(golden.inputs);
    }
    if (kind == "cell_count")
    {
      return CellCount(golden.inputs);
    }
    if (kind == "int")
    {
      return InverseNormal(golden.inputs);
    }
    const Json & expected = golden.whole.at("expected");
    return PlateMad(golden.inputs, expected.value("row_order", Json::array()));
  });
}
} // namespace pheno::golden
