#ifndef phenoGrit_h
#define phenoGrit_h

#include "phenoAggregate.h"
#include "phenoBootstrap.h"
#include "phenoPairCorrelations.h"

#include <limits>
#include <optional>

namespace pheno
{
/** Grit of one perturbation. */
struct Grit
{
  std::string perturbation;
  std::string group;
  double      value = 0;      ///< NaN: no other perturbation of its group has a defined correlation with it
  std::size_t n_targets = 0;  ///< correlations with the other perturbations of its group
  std::size_t n_controls = 0; ///< correlations with control rows
  std::size_t n_rows = 0;     ///< of the perturbation, with such a correlation
  /** Ends of the interval, where it was asked for and there are two such rows; otherwise NaN. */
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
};

/** How much more a perturbation resembles the others of its group (gene, mechanism) than it resembles the controls
 * (Way et al. 2022): the mean or median of z = (r - mean of controls) / sd of controls over its correlations r with
 * rows of other perturbations of its group. Population sd; 0 counts as 1. A control row is never compared with itself.
 * \param controls names of perturbations
 * \param bootstrap of the perturbation's rows, each with its correlations; mean and sd of the controls stay
 * \return one entry a perturbation, sorted by name. Throws ProfileError when a perturbation has rows of two groups,
 * when it has fewer than two defined correlations with control rows, or for columns of another length. */
std::vector<Grit>
ScoreGrit(MatrixView                       profiles,
          const LabelColumn &              perturbations,
          const LabelColumn &              groups,
          const std::vector<std::string> & controls,
          Center                           summary = Center::Mean,
          ProfileCorrelation               kind = ProfileCorrelation::Pearson,
          unsigned                         threads = 1,
          std::optional<BootstrapOptions>  bootstrap = std::nullopt);
} // namespace pheno

#endif
