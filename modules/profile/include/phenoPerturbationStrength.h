#ifndef phenoPerturbationStrength_h
#define phenoPerturbationStrength_h

#include "phenoMatrix.h"

namespace pheno
{
/** A perturbation's number beside those of perturbations that should do nothing (unexpressed genes). */
struct PerturbationStrength
{
  std::string name;
  std::size_t n_rows = 0;
  double      value = 0;            ///< NaN for too few rows
  std::size_t n_null = 0;           ///< null perturbations with a value
  std::size_t n_null_as_strong = 0; ///< of these

  /** The share of the null that is as strong; 0 is possible. NaN without value or null. */
  double
  NullShare() const;
  /** (1 + as strong) / (1 + null). NaN without value or null. */
  double
  P() const;
};

/** Mean cosine of all pairs of rows; a zero row has the cosine 0 with all. NaN for fewer than two rows or a NaN. */
double
MeanPairwiseCosine(MatrixView rows);

/** Do replicates of a perturbation point the same way (EFAAR's perturbation consistency)? The value is the mean
 * pairwise cosine; as strong: at least as large.
 * \param null names of the null perturbations, which get no entry; one with a single row counts in no null
 * Sorted by name. Throws ProfileError for labels of another length. */
std::vector<PerturbationStrength>
ScoreConsistency(MatrixView features, const LabelColumn & perturbations, const std::vector<std::string> & null);

struct MagnitudeOptions
{
  std::size_t   fewest_rows = 5;
  std::size_t   most_controls = 1000; ///< more are sampled
  std::uint64_t seed = 0;
  unsigned      threads = 1; ///< changes the time, never the numbers
};

/** How far does a perturbation move cells (EFAAR's perturbation magnitude)? The value is the energy distance
 * (V-statistic) of its rows to the control rows; as strong: larger. Null perturbations get no entry; the control itself
 * does, at distance 0. Sorted by name. Throws ProfileError when no row is a control or for labels of another length. */
std::vector<PerturbationStrength>
ScoreMagnitude(MatrixView                       features,
               const LabelColumn &              perturbations,
               const std::string &              control,
               const std::vector<std::string> & null,
               const MagnitudeOptions &         options = {});
} // namespace pheno

#endif
