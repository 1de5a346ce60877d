#include "phenoControlDistance.h"
#include "phenoProfileError.h"

namespace pheno
{
namespace
{
void
CheckMask(MatrixView profiles, const RowMask & controls)
{
  if (controls.size() != profiles.rows)
  {
    throw ProfileError("the control mask has " + std::to_string(controls.size()) + " entries for " +
                       std::to_string(profiles.rows) + " profiles");
  }
}
} // namespace

std::vector<double>
ControlCentroid(MatrixView profiles, const RowMask & controls, Center center)
{
  CheckMask(profiles, controls);
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < profiles.rows; ++row)
  {
    if (controls[row])
    {
      rows.push_back(row);
    }
  }
  if (rows.empty())
  {
    throw ProfileError("none of " + std::to_string(profiles.rows) + " profiles is a control; expected at least one");
  }
  return CenterOfRows(profiles, rows, center);
}

std::vector<double>
DistanceToControls(MatrixView          profiles,
                   const LabelColumn & groups,
                   const RowMask &     controls,
                   Center              center,
                   Distance            distance)
{
  CheckMask(profiles, controls);
  if (groups.size() != profiles.rows)
  {
    throw ProfileError("the column of plates has " + std::to_string(groups.size()) + " entries for " +
                       std::to_string(profiles.rows) + " profiles");
  }
  std::vector<double>         distances(profiles.rows);
  std::size_t                 without = 0;
  std::string                 first;
  const std::vector<RowGroup> grouped = GroupRows(groups);
  for (const RowGroup & group : grouped)
  {
    std::vector<std::size_t> members;
    for (const std::size_t row : group.rows)
    {
      if (controls[row])
      {
        members.push_back(row);
      }
    }
    if (members.empty())
    {
      first = without++ == 0 ? group.key.front() : first;
      continue;
    }
    const std::vector<double> centroid = CenterOfRows(profiles, members, center);
    for (const std::size_t row : group.rows)
    {
      distances[row] = PairDistance(profiles.Row(row), centroid, distance);
    }
  }
  if (without > 0)
  {
    throw ProfileError("plate '" + first + "' has no control well; " + std::to_string(without) + " of " +
                       std::to_string(grouped.size()) + " plates have none");
  }
  return distances;
}
} // namespace pheno
