#include "scored_wells.h"

#include "phenoControlDistance.h"
#include "phenoError.h"
#include "phenoProfileView.h"

#include <algorithm>
#include <set>

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

/** Distance to the negative centroid of the well's plate; NaN where the plate has none. */
std::vector<double>
Distances(const ScoredWells & wells, Distance distance)
{
  std::set<std::string> plates;
  for (std::size_t i = 0; i < wells.Count(); ++i)
  {
    if (wells.negative[i] != 0)
    {
      plates.insert(wells.plate[i]);
    }
  }
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < wells.Count(); ++i)
  {
    if (plates.count(wells.plate[i]) > 0)
    {
      rows.push_back(i);
    }
  }
  std::vector<double> distances(wells.Count(), kNone);
  if (rows.empty())
  {
    return distances;
  }
  LabelColumn groups;
  RowMask     controls;
  for (const std::size_t row : rows)
  {
    groups.push_back(wells.plate[row]);
    controls.push_back(wells.negative[row]);
  }
  const Matrix              some = SelectRows(ViewOf(wells.forDistance), rows);
  const std::vector<double> found = DistanceToControls(some, groups, controls, Center::Mean, distance);
  for (std::size_t i = 0; i < rows.size(); ++i)
  {
    distances[rows[i]] = found[i];
  }
  return distances;
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
  distance = Distances(*this, settings.controlDistance);
}
} // namespace pheno::scoring
