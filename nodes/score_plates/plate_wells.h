#ifndef plate_wells_h
#define plate_wells_h

#include "phenoDistance.h"
#include "phenoForeseenProfiles.h"
#include "phenoJson.h"
#include "phenoProfiles.h"
#include "phenoRowGroups.h"

#include <optional>

namespace pheno
{
/** What the parameters of the node say of wells. */
struct WellSettings
{
  explicit WellSettings(const Json & params);

  std::string value, controlColumn, negativeValue, positiveValue, compoundColumn, doseColumn;
  Distance    controlDistance;
  int         plateFormat;
};

/** What PlateWells would refuse of profiles that are known before the run. */
void
CheckPlateWells(const ForeseenProfiles & profiles, const WellSettings & settings);

/** A place on a plate, from 0. */
struct WellPlace
{
  std::size_t row;
  std::size_t column;
};

/** Wells with the one number that is scored; all have one entry a well. */
struct PlateWells
{
  /** Throws Error for a column that is not there, a plate with two profiles of a place, or wells beyond the format. */
  PlateWells(const Profiles & profiles, const WellSettings & settings);

  Table                                 metadata;
  std::vector<double>                   value;
  LabelColumn                           plate, compound;
  std::vector<double>                   dose; ///< NaN without
  RowMask                               negative, positive;
  std::vector<std::optional<WellPlace>> place; ///< none for names such as "7"
  std::vector<RowGroup>                 plates;
  std::size_t                           plateRows = 0, plateColumns = 0;

  bool
  IsAtEdge(const WellPlace & at) const
  {
    return at.row == 0 || at.column == 0 || at.row + 1 == plateRows || at.column + 1 == plateColumns;
  }
};
} // namespace pheno

#endif
