#include "scored_wells.h"

#include "phenoError.h"
#include "phenoPlateDistances.h"
#include "phenoProfileView.h"

#include <algorithm>

namespace pheno::scoring
{
Settings::Settings(const Json & params)
  : scope(params.at("scope"))
  , treatmentBy(params.at("treatment_by").get<std::vector<std::string>>())
  , compoundColumn(params.at("compound_column"))
  , doseColumn(params.at("dose_column"))
  , mechanismColumn(params.at("mechanism_column"))
  , batchColumn(params.at("batch_column"))
  , controlColumn(params.at("control_column"))
  , negativeValue(params.at("negative_value"))
  , positiveValue(params.at("positive_value"))
  , distance(DistanceFromName(params.at("distance")))
  , controlDistance(DistanceFromName(params.at("control_distance")))
  , nullSize(params.at("null_size"))
{}

namespace
{
/** A metadata column by its plate-map name; empty cells without it. */
LabelColumn
Column(const Table & metadata, const std::string & name)
{
  const std::string full = "Metadata_" + name;
  return name.empty() || !metadata.Has(full) ? LabelColumn(metadata.Rows()) : metadata.Texts(full);
}

LabelColumn
Joined(const Table & metadata, const std::vector<std::string> & names)
{
  LabelColumn joined(metadata.Rows());
  for (const std::string & name : names)
  {
    const Table::Text cells = metadata.Texts("Metadata_" + name);
    for (std::size_t i = 0; i < joined.size(); ++i)
    {
      joined[i] += (name == names.front() ? "" : "@") + cells[i];
    }
  }
  return joined;
}
} // namespace

ScoredWells::ScoredWells(Profiles given, Profiles uncentered, const Settings & settings)
  : profiles(std::move(given))
  , forDistance(uncentered.features.empty() ? profiles : std::move(uncentered))
  , plate(Column(profiles.metadata, "Plate"))
  , well(Column(profiles.metadata, "Well"))
  , treatment(Joined(profiles.metadata, settings.treatmentBy))
  , compound(Column(profiles.metadata, settings.compoundColumn))
  , mechanism(Column(profiles.metadata, settings.mechanismColumn))
  , batch(Column(profiles.metadata, settings.batchColumn))
  , role(profiles.metadata.Texts("Metadata_" + settings.controlColumn))
  , dose(profiles.Rows(), kNone)
  , negative(MaskOf(role, settings.negativeValue))
  , positive(MaskOf(role, settings.positiveValue))
{
  if (Column(forDistance.metadata, "Plate") != plate || Column(forDistance.metadata, "Well") != well)
  {
    throw Error("ports 'profiles' and 'uncentered' hold other wells, or in another order");
  }
  if (!settings.doseColumn.empty() && profiles.metadata.Has("Metadata_" + settings.doseColumn))
  {
    dose = profiles.metadata.Numbers("Metadata_" + settings.doseColumn);
  }
  for (std::size_t i = 0; i < treatment.size(); ++i)
  {
    treatment[i] = negative[i] != 0 && treatment[i].empty() ? role[i] : treatment[i];
  }
  distance = DistancesToPlateControls(ViewOf(forDistance), plate, negative, settings.controlDistance);
}
} // namespace pheno::scoring
