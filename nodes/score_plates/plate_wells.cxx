#include "plate_wells.h"

#include "phenoError.h"
#include "phenoMetadataColumn.h"
#include "phenoPlateDistances.h"
#include "phenoProfileView.h"
#include "phenoWellName.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

namespace pheno
{
namespace
{
struct Format
{
  int         wells;
  std::size_t rows, columns;
};
constexpr Format kFormats[] = { { 6, 2, 3 },   { 12, 3, 4 },    { 24, 4, 6 },    { 48, 6, 8 },
                                { 96, 8, 12 }, { 384, 16, 24 }, { 1536, 32, 48 } };

/** The place of B07 is (1, 6), that of AA12 (26, 11). */
std::optional<WellPlace>
PlaceOf(const std::string & name)
{
  const WellName well(name);
  if (well.row.empty() || well.row.size() > 2 || well.column.size() > 3)
  {
    return std::nullopt;
  }
  std::size_t row = 0;
  for (const char letter : well.row)
  {
    row = 26 * row + static_cast<std::size_t>(std::toupper(static_cast<unsigned char>(letter)) - 'A' + 1);
  }
  return WellPlace{ row - 1, std::stoul(well.column) - 1 };
}

std::vector<double>
ValuesOf(const Profiles & profiles, const PlateWells & wells, const WellSettings & settings)
{
  const Table & metadata = profiles.metadata;
  if (settings.value.empty())
  {
    return DistancesToPlateControls(ViewOf(profiles), wells.plate, wells.negative, settings.controlDistance);
  }
  const auto feature = std::find(profiles.features.begin(), profiles.features.end(), settings.value);
  if (feature == profiles.features.end())
  {
    if (!metadata.columns.empty() && !metadata.Has(MetadataName(settings.value)))
    {
      const std::vector<std::string> columns = metadata.Names();
      std::vector<std::string>       known = profiles.features;
      known.insert(known.end(), columns.begin(), columns.end());
      const std::string nearest = NearestName(settings.value, known);
      throw Error("value: '" + settings.value + "' is neither one of " + std::to_string(profiles.Columns()) +
                  " features nor a metadata column" + (nearest.empty() ? "" : " (did you mean '" + nearest + "'?)") +
                  "; metadata columns are " + Join(columns));
    }
    return metadata.columns.empty() ? std::vector<double>() : metadata.Numbers(MetadataName(settings.value));
  }
  const std::size_t   column = static_cast<std::size_t>(feature - profiles.features.begin());
  std::vector<double> values;
  for (std::size_t row = 0; row < profiles.Rows(); ++row)
  {
    values.push_back(profiles.Row(row)[column]);
  }
  return values;
}

void
RequireOneWellAPlace(const PlateWells & wells)
{
  for (const RowGroup & plate : wells.plates)
  {
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> taken;
    for (const std::size_t row : plate.rows)
    {
      if (wells.place[row] && !taken.emplace(std::pair(wells.place[row]->row, wells.place[row]->column), row).second)
      {
        throw Error("plate '" + plate.key.front() + "' has several profiles of well '" +
                    wells.metadata.Cell(row, "Metadata_Well") + "'; expected one a well: aggregate first");
      }
    }
  }
}

void
ChooseFormat(PlateWells & wells, int wanted)
{
  std::size_t rows = 0;
  std::size_t columns = 0;
  for (const std::optional<WellPlace> & place : wells.place)
  {
    rows = place ? std::max(rows, place->row + 1) : rows;
    columns = place ? std::max(columns, place->column + 1) : columns;
  }
  for (const Format & format : kFormats)
  {
    if ((wanted == 0 || wanted == format.wells) && rows <= format.rows && columns <= format.columns)
    {
      wells.plateRows = format.rows;
      wells.plateColumns = format.columns;
      return;
    }
  }
  throw Error("wells lie in up to " + std::to_string(rows) + " rows and " + std::to_string(columns) +
              " columns; expected plates of " + (wanted == 0 ? "at most 1536" : std::to_string(wanted)) + " wells");
}
} // namespace

WellSettings::WellSettings(const Json & params)
  : value(params.at("value"))
  , controlColumn(params.at("control_column"))
  , negativeValue(params.at("negative_value"))
  , positiveValue(params.at("positive_value"))
  , compoundColumn(params.at("compound_column"))
  , doseColumn(params.at("dose_column"))
  , controlDistance(DistanceFromName(params.at("control_distance")))
  , plateFormat(params.at("plate_format"))
{}

PlateWells::PlateWells(const Profiles & profiles, const WellSettings & settings)
  : metadata(profiles.metadata)
  , plate(MetadataColumn(metadata, "plate", "Plate"))
  , compound(profiles.Rows())
  , dose(profiles.Rows(), NAN)
  , plates(GroupRows(plate))
{
  const LabelColumn roles = MetadataColumn(metadata, "control_column", settings.controlColumn);
  negative = MaskOf(roles, settings.negativeValue);
  positive = MaskOf(roles, settings.positiveValue);
  for (const std::string & name : MetadataColumn(metadata, "well", "Well"))
  {
    place.push_back(PlaceOf(name));
  }
  if (!settings.doseColumn.empty() && metadata.Has(MetadataName(settings.doseColumn)))
  {
    dose = metadata.Numbers(MetadataName(settings.doseColumn));
    compound =
      settings.compoundColumn.empty() ? compound : MetadataColumn(metadata, "compound_column", settings.compoundColumn);
  }
  RequireOneWellAPlace(*this);
  ChooseFormat(*this, settings.plateFormat);
  value = ValuesOf(profiles, *this, settings);
}
} // namespace pheno
