#include "plate_effects.h"

#include "phenoMedianPolish.h"
#include "phenoPermutationTest.h"
#include "phenoSampleStatistics.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace pheno
{
namespace
{
/** Numbers the places that occur: 0, 1, ... in rising order. */
std::map<std::size_t, std::size_t>
Numbered(const std::vector<std::size_t> & places)
{
  std::map<std::size_t, std::size_t> numbers;
  for (const std::size_t place : places)
  {
    numbers[place] = 0;
  }
  std::size_t next = 0;
  for (auto & [place, number] : numbers)
  {
    number = next++;
  }
  return numbers;
}

/** The range of the effects of rows or columns in robust standard deviations of the residuals; NaN where these do not
 * scatter. */
double
EffectOf(const MedianPolish & polish, bool ofRows)
{
  const std::vector<double> & effects = ofRows ? polish.row_effects : polish.column_effects;
  const double                scale = kMadFactor * MedianAbsoluteDeviation(polish.residuals.values);
  const auto [low, high] = std::minmax_element(effects.begin(), effects.end());
  return effects.empty() || !(scale > 0) ? scoring::kNone : (*high - *low) / scale;
}

Interval
EffectInterval(const Matrix & grid, const MedianPolish & polish, bool ofRows, std::uint64_t seed)
{
  std::vector<std::size_t> measured;
  for (std::size_t place = 0; place < grid.values.size(); ++place)
  {
    if (!std::isnan(grid.values[place]))
    {
      measured.push_back(place);
    }
  }
  BootstrapOptions options = scoring::Seeded(seed);
  options.resamples = 500;
  Matrix drawnGrid = grid;
  return Bootstrap(
    measured.size(),
    [&](std::span<const std::size_t> drawn) {
      for (std::size_t i = 0; i < drawn.size(); ++i)
      {
        const std::size_t place = measured[i];
        const double      fit = grid.values[place] - polish.residuals.values[place];
        drawnGrid.values[place] = fit + polish.residuals.values[measured[drawn[i]]];
      }
      return EffectOf(PolishMedians(drawnGrid), ofRows);
    },
    options);
}
} // namespace

scoring::Metrics::Row
MeanEffect(scoring::Metrics::Row       row,
           const std::vector<double> & ofA,
           const std::vector<double> & ofB,
           const std::string &         a,
           const std::string &         b,
           std::uint64_t               seed)
{
  std::vector<double> all = ofA;
  all.insert(all.end(), ofB.begin(), ofB.end());
  const double       scale = kMadFactor * MedianAbsoluteDeviation(all);
  PermutationOptions options;
  options.seed = seed;
  const PermutationTest test = TestMeanDifference(ofA, ofB, options);
  const std::string counts = std::to_string(ofA.size()) + " wells " + a + ", " + std::to_string(ofB.size()) + " " + b;
  if (std::isnan(test.observed))
  {
    row.n = 0;
    row.note = "left out: " + counts;
    return row;
  }
  row.note = counts + "; " + (test.exact ? "exact p of " : "p of ") + std::to_string(test.n) +
             (test.exact ? " rearrangements" : " random rearrangements");
  row.p = test.p_two_sided;
  if (!(scale > 0))
  {
    row.n = static_cast<double>(all.size());
    row.note += "; no value: the median absolute deviation is 0";
    return row;
  }
  const auto difference = [scale](const std::vector<double> & first, const std::vector<double> & second) {
    return (Mean(first) - Mean(second)) / scale;
  };
  return scoring::WithInterval(std::move(row), scoring::BootstrapTwoGroups(ofA, ofB, seed, difference), "wells");
}

PolishedPlate::PolishedPlate(const PlateWells & wells, const RowGroup & plate, std::uint64_t seed)
  : row_effect{ scoring::kNone, scoring::kNone, scoring::kNone, 0 }
  , column_effect(row_effect)
  , b_scores(plate.rows.size(), scoring::kNone)
{
  std::vector<std::size_t> inRow, inColumn;
  std::vector<std::size_t> placed; ///< among the rows of the plate
  for (std::size_t i = 0; i < plate.rows.size(); ++i)
  {
    const std::size_t well = plate.rows[i];
    if (wells.place[well] && !std::isnan(wells.value[well]))
    {
      placed.push_back(i);
      inRow.push_back(wells.place[well]->row);
      inColumn.push_back(wells.place[well]->column);
    }
  }
  n_wells = placed.size();
  if (placed.empty())
  {
    return;
  }
  const auto rows = Numbered(inRow);
  const auto columns = Numbered(inColumn);
  n_rows = rows.size();
  n_columns = columns.size();
  Matrix grid(n_rows, n_columns, scoring::kNone);
  for (std::size_t i = 0; i < placed.size(); ++i)
  {
    grid(rows.at(inRow[i]), columns.at(inColumn[i])) = wells.value[plate.rows[placed[i]]];
  }
  const MedianPolish polish = PolishMedians(grid);
  const Matrix       scores = BScores(polish);
  if (!std::isnan(EffectOf(polish, true)))
  {
    row_effect = EffectInterval(grid, polish, true, seed);
    column_effect = EffectInterval(grid, polish, false, seed);
  }
  for (std::size_t i = 0; i < placed.size(); ++i)
  {
    b_scores[placed[i]] = scores(rows.at(inRow[i]), columns.at(inColumn[i]));
  }
}
} // namespace pheno
