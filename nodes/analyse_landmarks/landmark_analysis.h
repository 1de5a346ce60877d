#ifndef landmark_analysis_h
#define landmark_analysis_h

#include "phenoJson.h"
#include "phenoLandmarkChoice.h"
#include "phenoLandmarkDistances.h"
#include "phenoLandmarkScores.h"
#include "phenoProfiles.h"
#include "phenoTreatmentMeasures.h"

#include <array>
#include <string>
#include <vector>

namespace pheno::landmarks
{
/** The ways to measure how far replicates scatter; the names are those of the columns. */
inline constexpr std::array<const char *, 3> kScatterNames = { "mad_cosine", "var_cosine", "std_cosine" };

/** What the parameters of the node say. */
struct Settings
{
  explicit Settings(const Json & params);

  std::string              treatmentColumn;
  std::string              controlPrefix;
  std::vector<std::string> referencePlates, testPlates;
  std::size_t              scatter; ///< position in kScatterNames: what landmarks are chosen by
  std::array<double, 3>    mostScatter;
  double                   controlPercentile;
  double                   similarityThreshold;
  unsigned                 threads = 1;
};

/** A treatment on the reference or on the test plates. */
struct Treatment
{
  std::string              name;
  bool                     isReference = true;
  bool                     isControl = false;
  std::vector<std::size_t> wells; ///< rows of the profiles
};

/** Treatments of reference and test plates, measured, compared with the landmarks among the reference treatments, and
 * scored. Columns have one entry a treatment, reference treatments first, each set in order of first appearance. */
class LandmarkAnalysis
{
public:
  /** Throws Error for plates that the data do not have, and plates without control wells. */
  LandmarkAnalysis(const Profiles & profiles, const Settings & settings);

  /** Throws what the constructor would throw for profiles of these wells. */
  static void
  RequireSets(const Table & metadata, const Settings & settings);

  std::vector<Treatment>             treatments;
  std::array<ControlThresholds, 2>   controls;        ///< of the reference and of the test plates
  Matrix                             centroids;       ///< T x D
  std::vector<double>                controlDistance; ///< NaN for the controls themselves
  std::vector<ReplicateDispersion>   dispersion;
  std::array<std::vector<double>, 3> scatter; ///< by kScatterNames
  std::array<LandmarkChoice, 3>      choices; ///< by each of kScatterNames, positions in `treatments`
  std::vector<std::size_t>           landmarks;
  LandmarkDistances                  distances;
  std::array<LandmarkScores, 3>      scores;      ///< with each of kScatterNames
  std::size_t                        unnamed = 0; ///< wells without a treatment
  std::size_t                        unused = 0;  ///< wells of plates that are in neither set

  bool
  IsLandmark(std::size_t treatment) const
  {
    return m_IsLandmark[treatment];
  }
  /** Is a landmark near enough to describe the treatment by it? */
  bool
  IsValid(std::size_t treatment) const;

private:
  explicit LandmarkAnalysis(const Settings & settings)
    : m_SimilarityThreshold(settings.similarityThreshold)
  {}

  void
  Collect(const Table & metadata, const Settings & settings);
  /** Throws Error where a set has treatments and no control. */
  void
  RequireControls(bool reference, const Settings & settings) const;
  void
  Measure(const Profiles & profiles, bool reference, const Settings & settings);
  void
  Choose(const Settings & settings);
  void
  Compare(const Settings & settings);
  void
  Score();

  double            m_SimilarityThreshold;
  std::vector<bool> m_IsLandmark;
};
} // namespace pheno::landmarks

#endif
