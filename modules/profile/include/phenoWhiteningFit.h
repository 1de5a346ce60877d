#ifndef phenoWhiteningFit_h
#define phenoWhiteningFit_h

#include "phenoComBat.h"
#include "phenoControlVariation.h"
#include "phenoFitArchive.h"
#include "phenoKernelVariation.h"
#include "phenoSpherize.h"
#include "phenoTypicalVariation.h"

#include <variant>

namespace pheno
{
/** Any fit that whitens profiles or aligns their batches and can be applied to profiles that come later. */
using WhiteningFit =
  std::variant<Spherizing, TypicalVariation, ControlVariation, PcaCenterscale, KernelVariation, ComBat>;

/** "spherizing", "typical_variation", "control_variation", "pca_centerscale", "kernel_variation" or "combat". */
std::string
KindOf(const WhiteningFit & fit);

/** The parts of the fit; read back, they give a fit that gives the same bytes. */
FitArchive
SaveWhitening(const WhiteningFit & fit);

/** Throws ProfileError for an unknown kind (naming all) or a part that is not there. */
WhiteningFit
LoadWhitening(const std::string & kind, const FitArchive & archive);

/** The batches that the fit knows, ascending; none where batches do not matter to it. */
std::vector<std::string>
BatchesOf(const WhiteningFit & fit);

/** Does the fit treat rows by their batch? */
bool
HasBatches(const WhiteningFit & fit);

/** Takes in batches that the fit does not know by their own controls, those that it knows stay. A fit that has no
 * batches stays as it is. Throws ProfileError for ComBat (a batch is estimated together with all others), and for a new
 * batch with too few controls (named). */
void
AddBatches(WhiteningFit &      fit,
           MatrixView          matrix,
           const RowMask &     controls,
           const LabelColumn & batches,
           unsigned            threads = 1);

/** Moves rows of batches that the fit knows. \param covariates of ComBat alone. The same bytes for any number of
 * threads. Throws ProfileError as the fit's own function. */
Matrix
ApplyWhitening(const WhiteningFit & fit,
               MatrixView           matrix,
               const LabelColumn &  batches,
               const Covariates &   covariates = {},
               unsigned             threads = 1);
} // namespace pheno

#endif
