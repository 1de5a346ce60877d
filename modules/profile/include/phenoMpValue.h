#ifndef phenoMpValue_h
#define phenoMpValue_h

#include "phenoBootstrap.h"
#include "phenoPermutationTest.h"

#include <limits>
#include <optional>

namespace pheno
{
/** Is a perturbation another population than the controls (Hutz et al. 2013)? */
struct MpValue
{
  std::string perturbation;
  double      distance = 0;     ///< squared Mahalanobis distance of the perturbation's mean from the controls
  std::size_t n_components = 0; ///< principal components of both that explain more than 90 % of the variance
  double      p = 0;            ///< of distances at least as large when rows are relabelled
  std::size_t n = 0;            ///< relabellings tried
  bool        exact = false;    ///< all of them, the observed one too; else (1 + #) / (1 + n)
  /** Ends of the distance's interval, where it was asked for and there are two rows; otherwise NaN. */
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
};

struct MpValueOptions
{
  bool               rescale = true; ///< components are weighted by the variance they explain, as in cytominer-eval
  PermutationOptions permutations;   ///< of the labels, perturbation or control
  /** Of the perturbation's rows; components and controls stay. A squared distance of few rows is biased upwards, and so
   * is its interval. */
  std::optional<BootstrapOptions> bootstrap;
};

/** Rows of the perturbation and control rows are projected on the principal components of both together; the covariance
 * is that of the control rows (divisor n), inverted where it is not singular. With fewer control rows than components
 * the distance sees only the directions in which controls differ.
 *
 * \param controls names of perturbations. One of them is tested too, against all control rows, its own included; its
 * distance is 0 when it is the only one. Sorted by name. Throws ProfileError for fewer than two control rows, a NaN or
 * infinite value, or labels of another length. */
std::vector<MpValue>
ScoreMpValues(MatrixView                       profiles,
              const LabelColumn &              perturbations,
              const std::vector<std::string> & controls,
              const MpValueOptions &           options = {},
              unsigned                         threads = 1);
} // namespace pheno

#endif
