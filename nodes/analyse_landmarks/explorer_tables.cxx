#include "explorer_tables.h"

#include "phenoNumber.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace pheno::landmarks
{
namespace
{
constexpr double                      kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::array<double, 6>       kPercentiles = { 80, 90, 95, 99, 99.9, 99.99 };
constexpr std::array<const char *, 6> kExceeds = { "exceeds_80", "exceeds_90",   "exceeds_95",
                                                   "exceeds_99", "exceeds_99_9", "exceeds_99_99" };
constexpr std::array<const char *, 3> kPlaces = { "closest", "second_closest", "third_closest" };
constexpr const char *                kUnknown = "Unknown";

std::string
ColumnName(const std::string & metadata, const std::string & treatmentColumn)
{
  return metadata == "Metadata_Plate"  ? "plate"
         : metadata == "Metadata_Well" ? "well"
         : metadata == treatmentColumn ? "treatment"
         : Table::IsMetadata(metadata) ? metadata.substr(std::string("Metadata_").size())
                                       : metadata;
}

/** Up to the first comma, without surrounding blanks. */
std::string
FirstOf(const std::string & list)
{
  const std::string first = list.substr(0, list.find(','));
  const std::size_t begin = first.find_first_not_of(' ');
  const std::size_t end = first.find_last_not_of(' ');
  return begin == std::string::npos ? "" : first.substr(begin, end - begin + 1);
}

std::string
FirstTenWords(const std::string & text)
{
  std::size_t words = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
  {
    words += text[i] == ' ' && i > 0 && text[i - 1] != ' ' ? 1 : 0;
    if (words == 10)
    {
      return text.substr(0, i);
    }
  }
  return text;
}

/** name@concentration; the name alone where there is no concentration. */
std::string
WithConcentration(const std::string & name, const std::string & concentration)
{
  const std::optional<double> number = ParseNumber(concentration);
  const bool                  none = name.empty() || (number && (std::isnan(*number) || *number == 0));
  return none ? name : name + "@" + concentration;
}

Table::Text
Each(const Table::Text & column, const std::function<std::string(const std::string &)> & function)
{
  Table::Text result(column.size());
  std::transform(column.begin(), column.end(), result.begin(), function);
  return result;
}

void
AddDerived(Table & wells)
{
  const std::size_t n = wells.Rows();
  const auto        textsOr = [&wells, n](const std::string & name, const std::string & otherwise) {
    return Each(wells.Has(name) ? wells.Texts(name) : Table::Text(n),
                [&otherwise](const std::string & text) { return text.empty() ? otherwise : text; });
  };
  const auto withConcentration = [&](const Table::Text & names) {
    const Table::Text concentrations = textsOr("compound_uM", "0");
    Table::Text       result(n);
    std::transform(names.begin(), names.end(), concentrations.begin(), result.begin(), WithConcentration);
    return result;
  };
  const Table::Text moa = textsOr("moa", kUnknown);
  wells.Set("library", textsOr("library", kUnknown));
  wells.Set("SMILES", textsOr("SMILES", ""));
  wells.Set("moa_first", Each(moa, FirstOf));
  wells.Set("moa_truncated_10", Each(moa, FirstTenWords));
  wells.Set("moa_compound_uM", withConcentration(wells.Texts("moa_first")));
  wells.Set("PP_ID", textsOr("PP_ID", ""));
  wells.Set("PP_ID_uM", withConcentration(wells.Texts("PP_ID")));
  if (wells.Has("annotated_target_description"))
  {
    wells.Set("annotated_target_description_truncated_10",
              Each(wells.Texts("annotated_target_description"), FirstTenWords));
  }
}

/** A column of one entry a treatment and an empty one behind them. */
template <typename TCell, typename TFunction>
std::vector<TCell>
Column(const std::vector<Treatment> & treatments, TCell empty, const TFunction & valueOf)
{
  std::vector<TCell> column;
  for (std::size_t i = 0; i < treatments.size(); ++i)
  {
    column.push_back(valueOf(i));
  }
  column.push_back(empty);
  return column;
}

std::vector<std::size_t>
FirstWells(const std::vector<Treatment> & treatments, const std::vector<std::size_t> & which)
{
  std::vector<std::size_t> rows;
  for (const std::size_t treatment : which)
  {
    rows.push_back(treatments[treatment].wells.front());
  }
  return rows;
}

/** The columns of `more` behind those of `table` that it does not have. */
void
AddColumns(Table & table, const Table & more)
{
  for (const Table::Column & column : more.columns)
  {
    if (!table.Has(column.name))
    {
      table.Add(column.name, column.cells);
    }
  }
}

/** Numbers where the CSV had text, for readers that want to calculate. */
void
MakeNumeric(Table & table, const std::string & name)
{
  if (table.Has(name) && std::holds_alternative<Table::Text>(table.At(name).cells))
  {
    const Table::Text texts = table.Texts(name);
    if (std::all_of(texts.begin(), texts.end(), [](const std::string & text) { return ParseNumber(text).has_value(); }))
    {
      table.Set(name, table.Numbers(name));
    }
  }
}
} // namespace

std::string
TruthText(bool value)
{
  return value ? "True" : "False";
}

std::vector<std::size_t>
TreatmentsOf(const LandmarkAnalysis & analysis, bool reference)
{
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < analysis.treatments.size(); ++i)
  {
    if (analysis.treatments[i].isReference == reference && !analysis.treatments[i].isControl)
    {
      found.push_back(i);
    }
  }
  return found;
}

ExplorerTables::ExplorerTables(const Profiles & profiles, const LandmarkAnalysis & analysis, const Settings & settings)
  : m_Analysis(analysis)
{
  for (const Table::Column & column : profiles.metadata.columns)
  {
    m_Wells.Set(ColumnName(column.name, settings.treatmentColumn), column.cells);
  }
  AddDerived(m_Wells);
  this->AddMeasures(m_Numbers);
  this->AddNearest(m_Numbers);
  this->AddScores(m_Numbers);
}

void
ExplorerTables::AddMeasures(Table & numbers) const
{
  const auto & treatments = m_Analysis.treatments;
  const auto   add = [&](const std::string & name, const auto & valueOf) {
    numbers.Add(name, Column(treatments, kNaN, [&](std::size_t i) -> double { return valueOf(i); }));
  };
  const auto addTruth = [&](const std::string & name, const auto & valueOf) {
    numbers.Add(name, Column(treatments, std::string(), [&](std::size_t i) { return TruthText(valueOf(i)); }));
  };
  addTruth("is_reference", [&](std::size_t i) { return treatments[i].isReference; });
  add("sample_count", [&](std::size_t i) { return m_Analysis.dispersion[i].rows; });
  add("well_count", [&](std::size_t i) { return m_Analysis.dispersion[i].wells; });
  for (std::size_t way = 0; way < kScatterNames.size(); ++way)
  {
    add(kScatterNames[way], [&](std::size_t i) { return m_Analysis.scatter[way][i]; });
  }
  add("median_distance", [&](std::size_t i) { return m_Analysis.dispersion[i].median; });
  add("cosine_distance_from_dmso", [&](std::size_t i) { return m_Analysis.controlDistance[i]; });
  for (std::size_t p = 0; p < kPercentiles.size(); ++p)
  {
    const std::array limits{ m_Analysis.controls[0].At(kPercentiles[p]), m_Analysis.controls[1].At(kPercentiles[p]) };
    addTruth(kExceeds[p],
             [&](std::size_t i) { return m_Analysis.controlDistance[i] > limits[treatments[i].isReference ? 0 : 1]; });
  }
}

void
ExplorerTables::AddNearest(Table & numbers) const
{
  const auto & treatments = m_Analysis.treatments;
  const auto & nearest = m_Analysis.distances.nearest;
  const auto   isKnown = [&](std::size_t i, std::size_t place) {
    return !treatments[i].isControl && nearest[i][place].landmark != NearestLandmark::kNone;
  };
  for (const char * name : { "is_landmark", "is_self_landmark" })
  {
    numbers.Add(name,
                Column(treatments, std::string(), [&](std::size_t i) { return TruthText(m_Analysis.IsLandmark(i)); }));
  }
  numbers.Add("landmark_label", Column(treatments, std::string("Other"), [&](std::size_t i) -> std::string {
                return m_Analysis.IsLandmark(i) ? "Reference Landmark" : "Other";
              }));
  numbers.Add("valid_for_phenotypic_makeup", Column(treatments, std::string(), [&](std::size_t i) {
                return isKnown(i, 0) ? TruthText(m_Analysis.IsValid(i)) : std::string();
              }));
  const Table ofLandmarks = m_Wells.Select(FirstWells(treatments, m_Analysis.landmarks));
  for (std::size_t place = 0; place < kPlaces.size(); ++place)
  {
    const std::string prefix = std::string(kPlaces[place]) + "_landmark";
    numbers.Add(prefix, Column(treatments, std::string(), [&](std::size_t i) {
                  return isKnown(i, place) ? treatments[m_Analysis.landmarks[nearest[i][place].landmark]].name
                                           : std::string();
                }));
    numbers.Add(prefix + "_distance", Column(treatments, kNaN, [&](std::size_t i) {
                  return isKnown(i, place) ? nearest[i][place].distance : kNaN;
                }));
    for (const Table::Column & column : ofLandmarks.columns)
    {
      if (column.name == "plate" || column.name == "well" || column.name == "treatment")
      {
        continue;
      }
      const Table::Text texts = ofLandmarks.Texts(column.name);
      numbers.Add(prefix + "_" + column.name, Column(treatments, std::string(), [&](std::size_t i) {
                    return isKnown(i, place) ? texts[nearest[i][place].landmark] : std::string();
                  }));
    }
  }
}

void
ExplorerTables::AddScores(Table & numbers) const
{
  const auto & treatments = m_Analysis.treatments;
  const auto   add = [&](const std::string & name, const std::vector<double> & values) {
    numbers.Add(name, Column(treatments, kNaN, [&](std::size_t i) { return values[i]; }));
  };
  const auto & scores = m_Analysis.scores;
  add("normalized_dmso_distance", scores[0].strength);
  add("normalized_landmark_similarity", scores[0].similarity);
  add("harmonic_mean_2term", scores[0].strength_similarity);
  add("harmonic_mean_3term", scores[0].all_three);
  for (std::size_t way = 0; way < scores.size(); ++way)
  {
    const std::string metric = kScatterNames[way];
    add("normalized_" + metric, scores[way].steadiness);
    add("harmonic_mean_2term_" + metric, scores[way].strength_steadiness);
    add("harmonic_mean_3term_" + metric, scores[way].all_three);
  }
}

Table
ExplorerTables::Wells(const Table & maps) const
{
  std::vector<std::size_t> treatmentOf(m_Wells.Rows(), m_Analysis.treatments.size());
  for (std::size_t i = 0; i < m_Analysis.treatments.size(); ++i)
  {
    for (const std::size_t well : m_Analysis.treatments[i].wells)
    {
      treatmentOf[well] = i;
    }
  }
  Table numbers = m_Numbers.Select(treatmentOf);
  for (Table::Column & column : numbers.columns)
  {
    if (column.name.starts_with("normalized_") || column.name.starts_with("harmonic_"))
    {
      column.name = "score_" + column.name;
    }
  }
  Table table = maps;
  AddColumns(table, m_Wells);
  AddColumns(table, numbers);
  return table;
}

Table
ExplorerTables::TreatmentMetadata(const std::vector<std::size_t> & treatments) const
{
  const Table wells = m_Wells.Select(FirstWells(m_Analysis.treatments, treatments));
  Table       table;
  table.Add("treatment", wells.Texts("treatment"));
  AddColumns(table, wells);
  return table;
}

Table
ExplorerTables::Treatments(const std::vector<std::size_t> & treatments) const
{
  Table table = this->TreatmentMetadata(treatments);
  AddColumns(table, m_Numbers.Select(treatments));
  return table;
}

std::vector<std::size_t>
ExplorerTables::LandmarksByName() const
{
  std::vector<std::size_t> order(m_Analysis.landmarks.size());
  for (std::size_t i = 0; i < order.size(); ++i)
  {
    order[i] = i;
  }
  std::sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
    return m_Analysis.treatments[m_Analysis.landmarks[a]].name < m_Analysis.treatments[m_Analysis.landmarks[b]].name;
  });
  return order;
}

Profiles
ExplorerTables::Distances(const std::vector<std::size_t> & treatments) const
{
  const auto truth = [](bool value) -> std::int64_t { return value ? 1 : 0; };
  Profiles   table;
  table.metadata = this->TreatmentMetadata(treatments);
  MakeNumeric(table.metadata, "compound_uM");
  Table::Integer isReference, isLandmark;
  Table::Real    controlDistance, mad;
  for (const std::size_t i : treatments)
  {
    isReference.push_back(truth(m_Analysis.treatments[i].isReference));
    isLandmark.push_back(truth(m_Analysis.IsLandmark(i)));
    controlDistance.push_back(m_Analysis.controlDistance[i]);
    mad.push_back(m_Analysis.scatter[0][i]);
  }
  table.metadata.Set("is_reference", std::move(isReference));
  table.metadata.Set("is_landmark", std::move(isLandmark));
  table.metadata.Set("query_dmso_distance", std::move(controlDistance));
  table.metadata.Set("query_mad", std::move(mad));
  const std::vector<std::size_t> order = this->LandmarksByName();
  for (const std::size_t landmark : order)
  {
    table.features.push_back(m_Analysis.treatments[m_Analysis.landmarks[landmark]].name + "_distance");
  }
  for (const std::size_t i : treatments)
  {
    for (const std::size_t landmark : order)
    {
      table.values.push_back(m_Analysis.distances.distances(i, landmark));
    }
  }
  return table;
}

Table
ExplorerTables::Landmarks() const
{
  std::vector<std::size_t> treatments;
  for (const std::size_t landmark : this->LandmarksByName())
  {
    treatments.push_back(m_Analysis.landmarks[landmark]);
  }
  Table table = this->TreatmentMetadata(treatments);
  MakeNumeric(table, "compound_uM");
  return table;
}
} // namespace pheno::landmarks
