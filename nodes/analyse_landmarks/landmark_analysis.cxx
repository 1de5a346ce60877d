#include "landmark_analysis.h"

#include "phenoError.h"
#include "phenoProfileView.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <set>

namespace pheno::landmarks
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/** In which set a well is. */
enum class Part
{
  Reference,
  Test,
  Neither
};

/** Throws Error naming the plates that the data do not have. */
void
RequireKnown(const std::vector<std::string> & plates, const Table::Text & known, const std::string & parameter)
{
  const std::set<std::string> names(known.begin(), known.end());
  std::vector<std::string>    absent;
  std::copy_if(plates.begin(), plates.end(), std::back_inserter(absent), [&names](const std::string & plate) {
    return names.count(plate) == 0;
  });
  if (!absent.empty())
  {
    throw Error(parameter + ": the data have no plate " + Join(absent) + "; they have " +
                Join(std::vector<std::string>(names.begin(), names.end())));
  }
}

/** A named list means its plates; an empty one what the other does not name, and for the test set nothing where both
 * are empty. */
Part
PartOf(const std::string & plate, const Settings & settings)
{
  const auto isIn = [&plate](const std::vector<std::string> & plates) {
    return std::find(plates.begin(), plates.end(), plate) != plates.end();
  };
  const bool inReference = isIn(settings.referencePlates);
  const bool inTest = isIn(settings.testPlates);
  if (inReference && inTest)
  {
    throw Error("plate " + plate + " is named as a reference and as a test plate; expected one of the two");
  }
  if (inReference || (settings.referencePlates.empty() && !inTest))
  {
    return Part::Reference;
  }
  return inTest || settings.testPlates.empty() ? Part::Test : Part::Neither;
}

/** Some treatments that look as if they were meant. */
std::string
Resembling(const std::vector<Treatment> & treatments, const std::string & prefix)
{
  const auto lower = [](std::string text) {
    std::erase_if(text, [](char c) { return c == ' '; });
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
  };
  std::vector<std::string> found;
  for (const Treatment & treatment : treatments)
  {
    if (lower(treatment.name).starts_with(lower(prefix)) && found.size() < 3)
    {
      found.push_back("'" + treatment.name + "'");
    }
  }
  return found.empty() ? "none looks like it either" : Join(found) + " differ in case or blanks";
}

/** The values of one set, NaN elsewhere. */
std::vector<double>
OfSet(const std::vector<double> & values, const std::vector<Treatment> & treatments, bool reference)
{
  std::vector<double> masked(values.size(), kNaN);
  for (std::size_t i = 0; i < values.size(); ++i)
  {
    masked[i] = treatments[i].isReference == reference ? values[i] : kNaN;
  }
  return masked;
}

/** Fills the gaps of `into` from `from`. */
void
Merge(std::vector<double> & into, const std::vector<double> & from)
{
  for (std::size_t i = 0; i < into.size(); ++i)
  {
    into[i] = std::isnan(into[i]) ? from[i] : into[i];
  }
}
} // namespace

Settings::Settings(const Json & params)
  : treatmentColumn("Metadata_" + params.at("treatment_column").get<std::string>())
  , controlPrefix(params.at("control_prefix"))
  , referencePlates(params.at("reference_plates").get<std::vector<std::string>>())
  , testPlates(params.at("test_plates").get<std::vector<std::string>>())
  , mostScatter{ params.at("mad_threshold"), params.at("var_threshold"), params.at("std_threshold") }
  , controlPercentile(params.at("dmso_threshold_percentile"))
  , similarityThreshold(params.at("similarity_threshold"))
{
  const std::string name = params.at("metric_type");
  scatter =
    static_cast<std::size_t>(std::find(kScatterNames.begin(), kScatterNames.end(), name) - kScatterNames.begin());
}

LandmarkAnalysis::LandmarkAnalysis(const Profiles & profiles, const Settings & settings)
  : LandmarkAnalysis(settings)
{
  this->Collect(profiles.metadata, settings);
  this->Measure(profiles, true, settings);
  this->Measure(profiles, false, settings);
  this->Choose(settings);
  this->Compare(settings);
  this->Score();
}

bool
LandmarkAnalysis::IsValid(std::size_t treatment) const
{
  return !treatments[treatment].isControl && distances.nearest[treatment][0].distance <= m_SimilarityThreshold;
}

void
LandmarkAnalysis::RequireSets(const Table & metadata, const Settings & settings)
{
  LandmarkAnalysis some(settings);
  some.Collect(metadata, settings);
  some.RequireControls(true, settings);
  some.RequireControls(false, settings);
}

void
LandmarkAnalysis::RequireControls(bool reference, const Settings & settings) const
{
  std::size_t count = 0, controls = 0;
  for (const Treatment & treatment : treatments)
  {
    count += treatment.isReference == reference;
    controls += treatment.isReference == reference && treatment.isControl;
  }
  if (count > 0 && controls == 0)
  {
    throw Error(std::string("the ") + (reference ? "reference" : "test") + " plates have no control well: none of " +
                std::to_string(count) + " treatments in the column " + settings.treatmentColumn + " starts with '" +
                settings.controlPrefix + "' (" + Resembling(treatments, settings.controlPrefix) + ")");
  }
}

void
LandmarkAnalysis::Collect(const Table & metadata, const Settings & settings)
{
  const Table::Text names = metadata.Texts(settings.treatmentColumn);
  const Table::Text plates = metadata.Texts("Metadata_Plate");
  RequireKnown(settings.referencePlates, plates, "reference_plates");
  RequireKnown(settings.testPlates, plates, "test_plates");
  for (const Part part : { Part::Reference, Part::Test })
  {
    std::map<std::string, std::size_t> places;
    for (std::size_t row = 0; row < names.size(); ++row)
    {
      if (PartOf(plates[row], settings) != part)
      {
        unused += part == Part::Reference && PartOf(plates[row], settings) == Part::Neither ? 1 : 0;
        continue;
      }
      if (names[row].empty())
      {
        ++unnamed;
        continue;
      }
      const auto [place, isNew] = places.emplace(names[row], treatments.size());
      if (isNew)
      {
        treatments.push_back(
          { names[row], part == Part::Reference, names[row].starts_with(settings.controlPrefix), {} });
      }
      treatments[place->second].wells.push_back(row);
    }
  }
}

void
LandmarkAnalysis::Measure(const Profiles & profiles, bool reference, const Settings & settings)
{
  this->RequireControls(reference, settings);
  std::vector<RowGroup> groups;
  RowMask               isControl(profiles.Rows(), 0);
  std::vector<bool>     control;
  for (const Treatment & treatment : treatments)
  {
    if (treatment.isReference == reference)
    {
      groups.push_back({ { treatment.name }, treatment.wells });
      control.push_back(treatment.isControl);
      for (const std::size_t row : treatment.wells)
      {
        isControl[row] = treatment.isControl ? 1 : 0;
      }
    }
  }
  if (groups.empty())
  {
    return;
  }
  const std::array  wells{ profiles.metadata.Texts("Metadata_Plate"), profiles.metadata.Texts("Metadata_Well") };
  TreatmentMeasures measures = MeasureTreatments(ViewOf(profiles), groups, wells, isControl, settings.threads);
  controls[reference ? 0 : 1] = std::move(measures.controls);
  centroids.columns = profiles.Columns();
  centroids.rows += groups.size();
  centroids.values.insert(centroids.values.end(), measures.centroids.values.begin(), measures.centroids.values.end());
  for (std::size_t i = 0; i < groups.size(); ++i)
  {
    controlDistance.push_back(control[i] ? kNaN : measures.control_distance[i]);
    dispersion.push_back(measures.dispersion[i]);
    scatter[0].push_back(measures.dispersion[i].mad);
    scatter[1].push_back(measures.dispersion[i].variance);
    scatter[2].push_back(measures.dispersion[i].deviation);
  }
}

void
LandmarkAnalysis::Choose(const Settings & settings)
{
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < treatments.size(); ++i)
  {
    if (treatments[i].isReference && !treatments[i].isControl)
    {
      candidates.push_back(i);
    }
  }
  const auto of = [&candidates](const std::vector<double> & values) {
    std::vector<double> chosen;
    std::transform(
      candidates.begin(), candidates.end(), std::back_inserter(chosen), [&values](std::size_t i) { return values[i]; });
    return chosen;
  };
  const double far = controls[0].At(settings.controlPercentile);
  for (std::size_t way = 0; way < choices.size(); ++way)
  {
    choices[way] = ChooseLandmarks(of(scatter[way]), of(controlDistance), { settings.mostScatter[way], far });
    for (std::size_t & landmark : choices[way].landmarks)
    {
      landmark = candidates[landmark];
    }
  }
  landmarks = choices[settings.scatter].landmarks;
  m_IsLandmark.assign(treatments.size(), false);
  for (const std::size_t landmark : landmarks)
  {
    m_IsLandmark[landmark] = true;
  }
}

void
LandmarkAnalysis::Compare(const Settings & settings)
{
  distances = DistancesToLandmarks(centroids, landmarks, settings.threads);
}

void
LandmarkAnalysis::Score()
{
  std::vector<double> closest;
  for (std::size_t i = 0; i < treatments.size(); ++i)
  {
    closest.push_back(treatments[i].isControl ? kNaN : distances.nearest[i][0].distance);
  }
  for (std::size_t way = 0; way < scores.size(); ++way)
  {
    scores[way] = ScoreByLandmarks(OfSet(controlDistance, treatments, true), closest, scatter[way]);
    const LandmarkScores ofTest = ScoreByLandmarks(OfSet(controlDistance, treatments, false), closest, scatter[way]);
    for (const auto column : { &LandmarkScores::strength,
                               &LandmarkScores::similarity,
                               &LandmarkScores::steadiness,
                               &LandmarkScores::strength_similarity,
                               &LandmarkScores::strength_steadiness,
                               &LandmarkScores::all_three })
    {
      Merge(scores[way].*column, ofTest.*column);
    }
  }
}
} // namespace pheno::landmarks
