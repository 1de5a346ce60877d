#include "phenoWhiteningFit.h"
#include "phenoLabelCodes.h"
#include "phenoNewBatches.h"

namespace pheno
{
namespace
{
constexpr const char * kKinds[] = { "spherizing",      "typical_variation", "control_variation",
                                    "pca_centerscale", "kernel_variation",  "combat" };

/** The fit of the alternative with this number. */
template <std::size_t I = 0>
WhiteningFit
LoadAlternative(std::size_t number, const FitArchive & archive)
{
  if constexpr (I + 1 < std::variant_size_v<WhiteningFit>)
  {
    if (number != I)
    {
      return LoadAlternative<I + 1>(number, archive);
    }
  }
  return LoadFit<std::variant_alternative_t<I, WhiteningFit>>(archive);
}

std::vector<std::string>
Known(const Spherizing &)
{
  return {};
}
std::vector<std::string>
Known(const TypicalVariation & fit)
{
  return DistinctLabels(fit.controls.batches);
}
std::vector<std::string>
Known(const ControlVariation & fit)
{
  return DistinctLabels(fit.controls.batches);
}
std::vector<std::string>
Known(const PcaCenterscale & fit)
{
  return fit.scales.groups;
}
std::vector<std::string>
Known(const KernelVariation & fit)
{
  return fit.scales.groups;
}
std::vector<std::string>
Known(const ComBat & fit)
{
  return fit.batches;
}

/** ComBat and sphering learn no batch by its controls. */
void
RefuseBatches(const ComBat & fit, const NewBatches & added)
{
  const std::vector<std::string> unknown = DistinctLabels(added.batches);
  if (!unknown.empty())
  {
    throw ProfileError("batch '" + unknown.front() + "' was not among the " + std::to_string(fit.batches.size()) +
                       " batches of the fit (" + std::to_string(unknown.size()) + " batches with " +
                       std::to_string(added.batches.size()) +
                       " rows were not); ComBat estimates a batch together with all others, so that a new one needs a "
                       "new fit");
  }
}

/** One applier a fit. */
struct Applier
{
  MatrixView          matrix;
  const LabelColumn & batches;
  const Covariates &  covariates;
  unsigned            threads;

  Matrix
  operator()(const Spherizing & fit) const
  {
    Matrix moved(matrix);
    ApplySpherizing(fit, moved, threads);
    return moved;
  }
  Matrix
  operator()(const TypicalVariation & fit) const
  {
    return ApplyTypicalVariation(fit, matrix, batches, threads);
  }
  Matrix
  operator()(const ControlVariation & fit) const
  {
    return ApplyControlVariation(fit, matrix, batches, threads);
  }
  Matrix
  operator()(const PcaCenterscale & fit) const
  {
    return ApplyPcaCenterscale(fit, matrix, batches, threads);
  }
  Matrix
  operator()(const KernelVariation & fit) const
  {
    return ApplyKernelVariation(fit, matrix, batches, threads);
  }
  Matrix
  operator()(const ComBat & fit) const
  {
    Matrix moved(matrix);
    ApplyComBat(fit, moved, batches, covariates, threads);
    return moved;
  }
};
} // namespace

std::string
KindOf(const WhiteningFit & fit)
{
  return kKinds[fit.index()];
}

FitArchive
SaveWhitening(const WhiteningFit & fit)
{
  return std::visit([](const auto & each) { return SaveFit(each); }, fit);
}

WhiteningFit
LoadWhitening(const std::string & kind, const FitArchive & archive)
{
  const auto  found = std::find(std::begin(kKinds), std::end(kKinds), kind);
  std::string known;
  for (const char * const each : kKinds)
  {
    known += (known.empty() ? "" : ", ") + std::string(each);
  }
  if (found == std::end(kKinds))
  {
    throw ProfileError("a saved fit is of kind '" + kind + "'; expected one of " + known);
  }
  return LoadAlternative(static_cast<std::size_t>(found - std::begin(kKinds)), archive);
}

std::vector<std::string>
BatchesOf(const WhiteningFit & fit)
{
  return std::visit([](const auto & each) { return Known(each); }, fit);
}

bool
HasBatches(const WhiteningFit & fit)
{
  return !BatchesOf(fit).empty();
}

void
AddBatches(WhiteningFit &      fit,
           MatrixView          matrix,
           const RowMask &     controls,
           const LabelColumn & batches,
           unsigned            threads)
{
  if (!HasBatches(fit))
  {
    return;
  }
  std::visit(
    [&](auto & each) {
      using Fit = std::decay_t<decltype(each)>;
      if constexpr (std::is_same_v<Fit, ComBat>)
      {
        RefuseBatches(each, NewBatches(matrix, controls, batches, each.batches));
      }
      else if constexpr (!std::is_same_v<Fit, Spherizing>)
      {
        AddBatches(each, matrix, controls, batches, threads);
      }
    },
    fit);
}

Matrix
ApplyWhitening(const WhiteningFit & fit,
               MatrixView           matrix,
               const LabelColumn &  batches,
               const Covariates &   covariates,
               unsigned             threads)
{
  return std::visit(Applier{ matrix, batches, covariates, threads }, fit);
}
} // namespace pheno
