#ifndef phenoPlateDistances_h
#define phenoPlateDistances_h

#include "phenoControlDistance.h"

#include <cmath>
#include <set>

namespace pheno
{
/** Every row's distance to the mean of the negative controls of its plate; NaN on a plate without. */
inline std::vector<double>
DistancesToPlateControls(MatrixView profiles, const LabelColumn & plates, const RowMask & negative, Distance distance)
{
  std::set<std::string> withControls;
  for (std::size_t row = 0; row < plates.size(); ++row)
  {
    if (negative[row] != 0)
    {
      withControls.insert(plates[row]);
    }
  }
  std::vector<std::size_t> rows;
  LabelColumn              groups;
  RowMask                  controls;
  for (std::size_t row = 0; row < plates.size(); ++row)
  {
    if (withControls.count(plates[row]) > 0)
    {
      rows.push_back(row);
      groups.push_back(plates[row]);
      controls.push_back(negative[row]);
    }
  }
  std::vector<double> distances(plates.size(), NAN);
  if (!rows.empty())
  {
    const std::vector<double> found =
      DistanceToControls(SelectRows(profiles, rows), groups, controls, Center::Mean, distance);
    for (std::size_t i = 0; i < rows.size(); ++i)
    {
      distances[rows[i]] = found[i];
    }
  }
  return distances;
}
} // namespace pheno

#endif
