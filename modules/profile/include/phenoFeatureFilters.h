#ifndef phenoFeatureFilters_h
#define phenoFeatureFilters_h

#include "phenoMatrix.h"

namespace pheno
{
/** A feature that a filter drops, with the number that decided. */
struct DroppedFeature
{
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::size_t feature = 0;     ///< column of the matrix
  std::string statistic;       ///< what was looked at, such as "variance"
  double      value = 0;       ///< of that statistic; NaN where it is not defined
  double      cutoff = 0;      ///< what it was compared with
  std::size_t partner = kNone; ///< the feature that stays in its place
  std::string place = {};      ///< the group that decided, where one did
};

/** The features of a matrix that a filter looks at. All filters give the same for any number of threads, in ascending
 * order of the features, and throw ProfileError for a matrix without rows. NaN are missing values. */
struct FeatureView
{
  MatrixView                   matrix;
  std::span<const std::size_t> features; ///< columns, ascending
};

/** Population variance <= minimum, or no value at all (pycytominer's variance_threshold). */
std::vector<DroppedFeature>
FindLowVariance(const FeatureView & view, double minimum, unsigned threads = 1);

/** Count of the second most common value / count of the most common < frequencyCut (a constant has 0), or different
 * values / rows < uniqueCut. */
std::vector<DroppedFeature>
FindUnevenFrequency(const FeatureView & view, double frequencyCut, double uniqueCut, unsigned threads = 1);

/** Share of missing values > most. */
std::vector<DroppedFeature>
FindMissing(const FeatureView & view, double most, unsigned threads = 1);

/** max|x| > most. */
std::vector<DroppedFeature>
FindOutlying(const FeatureView & view, double most, unsigned threads = 1);

/** On at least one plate: median|x - median| = 0, or |that / median| <= minimum; a median of 0 counts as 0, as in the
 * JUMP profiling recipe, and so does a plate without values. */
std::vector<DroppedFeature>
FindLowPlateVariation(const FeatureView & view, const LabelColumn & plates, double minimum, unsigned threads = 1);

/** Of every pair with a Pearson correlation r > threshold (signed: opposite features stay) the feature with the larger
 * sum of |r| over all features; of equal sums the one that NumPy's scalar argsort puts later, as pycytominer has it
 * (among at most 16 features the later one). r over the rows in which both have a value; a pair with a constant side
 * has none and adds nothing to the sums. `partner` is the nearest of the features that it lost to. */
std::vector<DroppedFeature>
FindCorrelated(const FeatureView & view, double threshold, unsigned threads = 1);

/** Mean over the treatments of the standard deviation within a treatment (divisor n; a single well has 0) > most:
 * pycytominer's noise removal. Treatments without a value of the feature are left out. */
std::vector<DroppedFeature>
FindNoisy(const FeatureView & view, const LabelColumn & treatments, double most, unsigned threads = 1);

/** Median correlation of replicates < minimum: a treatment's i-th row is its i-th replicate; a pair of replicate
 * numbers is correlated across the treatments that have both, where at least three have. A feature without such a pair
 * (or constant) has NaN and is dropped. Throws ProfileError when no pair of replicates has three treatments. */
std::vector<DroppedFeature>
FindUnreplicated(const FeatureView & view, const LabelColumn & treatments, double minimum, unsigned threads = 1);
} // namespace pheno

#endif
