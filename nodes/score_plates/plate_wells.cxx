#include "plate_wells.h"

#include "phenoError.h"
#include "phenoMetadataColumn.h"
#include "phenoPlateDistances.h"
#include "phenoProfileView.h"
#include "phenoWellName.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

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
  const std::optional<std::string> well = NormalizeWell(name);
  if (!well)
  {
    return std::nullopt;
  }
  const WellPosition position = PositionOfWell(*well);
  return WellPlace{ static_cast<std::size_t>(position.row), static_cast<std::size_t>(position.column) };
}

/** Why the parameter value names nothing; empty where it names a feature, a column or nothing at all. */
std::string
LackOfValue(const std::string & value, const std::vector<std::string> & features, const Table & metadata)
{
  if (value.empty() || std::find(features.begin(), features.end(), value) != features.end() ||
      metadata.columns.empty() || metadata.Has(MetadataName(value)))
  {
    return "";
  }
  const std::vector<std::string> columns = metadata.Names();
  std::vector<std::string>       known = features;
  known.insert(known.end(), columns.begin(), columns.end());
  const std::string nearest = NearestName(value, known);
  return "'" + value + "' is neither one of " + std::to_string(features.size()) + " features nor a metadata column" +
         (nearest.empty() ? "" : " (did you mean '" + nearest + "'?)") + "; metadata columns are " + Join(columns);
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
    const std::string lack = LackOfValue(settings.value, profiles.features, metadata);
    if (!lack.empty())
    {
      throw Error("value: " + lack);
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

/** The first place of a plate with two profiles; empty where there is none. */
std::string
SeveralInAPlace(const LabelColumn & plates, const LabelColumn & names)
{
  std::set<std::tuple<std::string, std::size_t, std::size_t>> taken;
  std::string                                                 first;
  std::size_t                                                 count = 0;
  for (std::size_t row = 0; row < names.size(); ++row)
  {
    const std::optional<WellPlace> place = PlaceOf(names[row]);
    if (place && !taken.emplace(plates[row], place->row, place->column).second && count++ == 0)
    {
      first = "plate '" + plates[row] + "' has several profiles of well '" + names[row] + "'";
    }
  }
  return count == 0 ? ""
                    : first + ", and " + std::to_string(count) + " of " + std::to_string(names.size()) +
                        " profiles are of a well that another has; expected one a well: aggregate first";
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

void
CheckPlateWells(const ForeseenProfiles & profiles, const WellSettings & settings)
{
  const std::string plate = "Metadata_Plate", well = "Metadata_Well";
  profiles.NeedColumns("plate_format", { plate, well });
  const auto severity = settings.value.empty() ? Diagnostic::Severity::Error : Diagnostic::Severity::Warning;
  profiles.NeedControls(MetadataName(settings.controlColumn), settings.negativeValue, "negative_value", severity);
  if (profiles.Has(plate) && profiles.Has(well) && profiles.Known().everyRow)
  {
    profiles.Say("plate_format", SeveralInAPlace(profiles.Texts(plate), profiles.Texts(well)));
  }
  if (profiles.IsKnown() && profiles.Known().features && profiles.Known().everyColumn)
  {
    profiles.Say("value", LackOfValue(settings.value, *profiles.Known().features, *profiles.Known().metadata));
  }
}

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
  const LabelColumn names = MetadataColumn(metadata, "well", "Well");
  for (const std::string & name : names)
  {
    place.push_back(PlaceOf(name));
  }
  if (!settings.doseColumn.empty() && metadata.Has(MetadataName(settings.doseColumn)))
  {
    dose = metadata.Numbers(MetadataName(settings.doseColumn));
    compound =
      settings.compoundColumn.empty() ? compound : MetadataColumn(metadata, "compound_column", settings.compoundColumn);
  }
  const std::string several = SeveralInAPlace(plate, names);
  if (!several.empty())
  {
    throw Error(several);
  }
  ChooseFormat(*this, settings.plateFormat);
  value = ValuesOf(profiles, *this, settings);
}
} // namespace pheno
