#include "phenoGoldenMatrix.h"

#include "phenoLandmarkChoice.h"
#include "phenoLandmarkDistances.h"
#include "phenoLandmarkScores.h"
#include "phenoTreatmentMeasures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace pheno::golden
{
namespace
{
constexpr double                      kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::array<const char *, 6> kPercentiles = { "80", "90", "95", "99", "99.9", "99.99" };
constexpr const char *                kControl = "DMSO";

bool
IsControl(const std::string & treatment)
{
  return treatment.starts_with(kControl);
}

/** The treatments in order of their first row. */
std::vector<RowGroup>
TreatmentsOf(const LabelColumn & names)
{
  std::vector<RowGroup> groups = GroupRows(names);
  std::erase_if(groups, [](const RowGroup & group) { return group.key[0].empty() || group.key[0] == "NaN"; });
  std::sort(groups.begin(), groups.end(), [](const RowGroup & a, const RowGroup & b) {
    return a.rows.front() < b.rows.front();
  });
  return groups;
}

/** One reference set, as the notes of the golden file define it. */
class Analysis
{
public:
  explicit Analysis(const Json & inputs)
    : m_Inputs(inputs)
    , m_Treatments(TreatmentsOf(ToLabels(inputs.at("treatment"))))
  {
    const LabelColumn names = ToLabels(inputs.at("treatment"));
    RowMask           controls(names.size());
    std::transform(names.begin(), names.end(), controls.begin(), IsControl);
    const std::array wells{ ToLabels(inputs.at("plate")), ToLabels(inputs.at("well")) };
    m_Measures = MeasureTreatments(ToMatrix(inputs.at("embeddings")), m_Treatments, wells, controls);
    m_ControlDistances = m_Measures.control_distance;
    for (std::size_t i = 0; i < m_Treatments.size(); ++i)
    {
      m_Mads.push_back(m_Measures.dispersion[i].mad);
      if (this->Name(i) == kControl)
      {
        m_ControlDistances[i] = kNaN; // the pool is no treatment; its variants with a dose are, in the reference
      }
    }
  }

  Json
  Results() const
  {
    Json got = {
      { "dispersion", Json::object() }, { "dmso_thresholds", Json::object() },   { "dmso_distance", Json::object() },
      { "landmarks", Json::array() },   { "landmark_distance", Json::object() }, { "valid_for_makeup", Json::object() },
      { "scores", Json::object() }
    };
    for (const char * percentile : kPercentiles)
    {
      got["dmso_thresholds"][percentile] = m_Measures.controls.At(std::stod(percentile));
    }
    for (std::size_t i = 0; i < m_Treatments.size(); ++i)
    {
      this->AddTreatment(i, got);
    }
    this->AddLandmarks(got);
    return got;
  }

private:
  const std::string &
  Name(std::size_t treatment) const
  {
    return m_Treatments[treatment].key[0];
  }

  void
  AddTreatment(std::size_t i, Json & got) const
  {
    const ReplicateDispersion & dispersion = m_Measures.dispersion[i];
    if (dispersion.wells > 1)
    {
      got["dispersion"][this->Name(i)] = { { "mad_cosine", FromNumber(dispersion.mad) },
                                           { "var_cosine", FromNumber(dispersion.variance) },
                                           { "std_cosine", FromNumber(dispersion.deviation) },
                                           { "median_distance", FromNumber(dispersion.median) },
                                           { "well_count", dispersion.wells },
                                           { "sample_count", dispersion.rows } };
    }
    if (this->Name(i) != kControl)
    {
      got["dmso_distance"][this->Name(i)] = FromNumber(m_ControlDistances[i]);
    }
  }

  LandmarkChoice
  Choose() const
  {
    const Json &     asked = m_Inputs.at("dmso_threshold_percentile");
    LandmarkCriteria criteria;
    criteria.most_dispersion = m_Inputs.at("mad_threshold");
    criteria.least_distance =
      m_Measures.controls.At(asked.is_string() ? std::stod(asked.get<std::string>()) : asked.get<double>());
    return ChooseLandmarks(m_Mads, m_ControlDistances, criteria);
  }

  void
  AddLandmarks(Json & got) const
  {
    const std::vector<std::size_t> landmarks = this->Choose().landmarks;
    const LandmarkDistances        found = DistancesToLandmarks(m_Measures.centroids, landmarks);
    std::vector<double>            closest(m_Treatments.size(), kNaN);
    for (const std::size_t landmark : landmarks)
    {
      got["landmarks"].push_back(this->Name(landmark));
    }
    for (std::size_t i = 0; i < m_Treatments.size(); ++i)
    {
      if (IsControl(this->Name(i)) || found.nearest[i][0].landmark == NearestLandmark::kNone)
      {
        continue;
      }
      closest[i] = found.nearest[i][0].distance;
      for (const NearestLandmark & near : found.nearest[i])
      {
        if (near.landmark != NearestLandmark::kNone)
        {
          got["landmark_distance"][this->Name(i)].push_back({ this->Name(landmarks[near.landmark]), near.distance });
        }
      }
      got["valid_for_makeup"][this->Name(i)] = closest[i] <= m_Inputs.at("similarity_threshold").get<double>();
    }
    const LandmarkScores scores = ScoreByLandmarks(m_ControlDistances, closest, m_Mads);
    for (std::size_t i = 0; i < m_Treatments.size(); ++i)
    {
      if (!std::isnan(scores.strength[i]))
      {
        got["scores"][this->Name(i)] = { { "normalised_dmso", scores.strength[i] },
                                         { "normalised_landmark_similarity", scores.similarity[i] },
                                         { "normalised_mad", FromNumber(scores.steadiness[i]) },
                                         { "harmonic_2term", scores.strength_similarity[i] },
                                         { "harmonic_3term", FromNumber(scores.all_three[i]) } };
      }
    }
  }

  const Json &          m_Inputs;
  std::vector<RowGroup> m_Treatments;
  TreatmentMeasures     m_Measures;
  std::vector<double>   m_ControlDistances;
  std::vector<double>   m_Mads;
};
} // namespace

Json
RunSpcCosineAnalysis(const Case & golden)
{
  return Refusing([&golden] { return Analysis(golden.inputs).Results(); });
}
} // namespace pheno::golden
