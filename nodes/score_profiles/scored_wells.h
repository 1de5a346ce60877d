#ifndef scored_wells_h
#define scored_wells_h

#include "phenoDistance.h"
#include "phenoJson.h"
#include "phenoMatrix.h"
#include "phenoMetrics.h"
#include "phenoProfiles.h"
#include "phenoTable.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace pheno::scoring
{
/** What the parameters of the node say. */
struct Settings
{
  explicit Settings(const Json & params);

  std::string              scope;
  std::vector<std::string> treatmentBy;
  std::string              compoundColumn, doseColumn, mechanismColumn, batchColumn;
  std::string              controlColumn, negativeValue, positiveValue;
  Distance                 distance;        ///< between profiles
  Distance                 controlDistance; ///< to the control centroid
  std::size_t              nullSize;
  std::uint64_t            seed = 0;
  unsigned                 threads = 1;
};

/** Well profiles with the columns that the scores are made of; all columns have one entry a well. */
struct ScoredWells
{
  /** `uncentered`: the same wells before normalisation, or profiles without rows to measure distances on `wells` too.
   * Throws Error when the two are not the same wells in the same order. */
  ScoredWells(Profiles wells, Profiles uncentered, const Settings & settings);

  Profiles            profiles;
  Profiles            forDistance; ///< what distances to the controls are measured on
  LabelColumn         plate, well, treatment, compound, mechanism, batch, role;
  std::vector<double> dose;     ///< NaN without
  RowMask             negative; ///< negative controls
  RowMask             positive; ///< positive controls
  std::vector<double> distance; ///< to the plate's negative centroid; NaN on a plate without negatives

  std::size_t
  Count() const
  {
    return profiles.Rows();
  }
};

/** One row a treatment of the hit list; what is unknown is NaN or "". */
struct HitRow
{
  std::string treatment, compound, mechanism;
  double      dose = kNone;
  std::size_t wells = 0;
  double      rank = kNone, distance = kNone, p = kNone, q = kNone;
  double      map = kNone, mapP = kNone, mapQ = kNone;
  std::string nearestTreatment, nearestMechanism;
};

/** Replicate mAP, control separation, dose trends and the hit list (methods 1.5, 6.3). Returns AP per well. */
std::vector<double>
ScoreActivity(const ScoredWells & wells, const Settings & settings, Metrics & metrics, std::vector<HitRow> & hits);

/** Percent replicating of the treatments and percent matching of the mechanisms, negative controls left out. */
void
ScoreReplicates(const ScoredWells & wells, const Settings & settings, Metrics & metrics);

/** NSC, NSCB and matching of wells across compounds (methods 1.2, 2.2); fills the neighbours of the hits. */
void
ScoreMechanism(const ScoredWells & wells, const Settings & settings, Metrics & metrics, std::vector<HitRow> & hits);
} // namespace pheno::scoring

#endif
