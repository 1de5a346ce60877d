#ifndef phenoObjectiveTable_h
#define phenoObjectiveTable_h

#include "phenoBiCwclLoss.h"
#include "phenoClassVectorLoss.h"
#include "phenoClipLoss.h"
#include "phenoCloobLoss.h"
#include "phenoCwclLoss.h"
#include "phenoEmbeddingRegulariser.h"
#include "phenoEmmLoss.h"
#include "phenoEncoder.h"
#include "phenoImmLoss.h"
#include "phenoInfoNceLoss.h"
#include "phenoLearnTest.h"
#include "phenoLogitScale.h"
#include "phenoNormalizedSoftmaxLoss.h"
#include "phenoNtXentLoss.h"
#include "phenoProxyAnchorLoss.h"
#include "phenoProxyNcaLoss.h"
#include "phenoS2lLoss.h"
#include "phenoSigLipLoss.h"
#include "phenoSincereLoss.h"
#include "phenoSpcLoss.h"
#include "phenoSupConLoss.h"
#include "phenoTextCwclLoss.h"

#include <functional>
#include <string>
#include <vector>

namespace pheno::test
{
constexpr double kTemperature = 0.01;

/** A batch that every objective can be computed from. */
struct Batch
{
  torch::Tensor             x;       ///< B x D, unit: images, anchors
  torch::Tensor             y;       ///< B x D, unit: texts, second views, class vectors
  std::vector<std::int64_t> classes; ///< 0 ... B - 1
};

struct Objective
{
  const char *                                      name;
  std::function<torch::Tensor(const Batch & batch)> loss;
  /** A zero row of x counts as one that is orthogonal to everything. */
  bool zero_is_orthogonal = true;
};

inline torch::Tensor
LogScale(const Batch & batch)
{
  return LogitScale::Fixed(kTemperature, batch.x.options().requires_grad(false)).Log();
}

inline torch::Tensor
Pooled(const Batch & batch)
{
  return at::stack({ batch.y, batch.y.flip({ 0 }) }, 1);
}

inline Objective
ClassVectorObjective(const char * name, bool images, bool mask, ClassNegatives negatives)
{
  const ClassVectorLoss loss({ kTemperature, images, mask, negatives });
  return { name, [loss](const Batch & b) { return loss.Compute(b.x, b.y, b.classes); } };
}

inline std::vector<Objective>
Objectives()
{
  constexpr WeightGradient kKept = WeightGradient::Kept;
  return {
    { "InfoNCE", [](const Batch & b) { return InfoNceLoss().Compute(b.x, b.y, LogScale(b)); } },
    { "CLIP", [](const Batch & b) { return ClipLoss().Compute(b.x, b.y, LogScale(b)); } },
    { "CWCL", [](const Batch & b) { return CwclLoss(kKept).Compute(b.x, b.y, Pooled(b), LogScale(b)); } },
    { "bi-directional CWCL",
      [](const Batch & b) { return BiCwclLoss(kKept).Compute(b.x, b.y, Pooled(b), LogScale(b)); } },
    { "text CWCL", [](const Batch & b) { return TextCwclLoss(kKept).Compute(b.x, b.y, LogScale(b)); } },
    { "CLOOB", [](const Batch & b) { return CloobLoss(14.3).Compute(b.x, b.y, LogScale(b).exp()); }, false },
    { "SigLIP", [](const Batch & b) { return SigLipLoss().Compute(b.x, b.y, LogScale(b), LogScale(b) * 0 - 10); } },
    { "S2L", [](const Batch & b) { return S2lLoss().Compute(b.x, b.y, LogScale(b), LogScale(b) * 0 - 10); } },
    { "EMM", [](const Batch & b) { return EmmLoss().Compute(b.x, Pooled(b), LogScale(b)); } },
    { "IMM", [](const Batch & b) { return ImmLoss(0.5).Compute(b.x, Pooled(b), LogScale(b)); } },
    { "regulariser", [](const Batch & b) { return EmbeddingRegulariser({}).Compute(b.x, b.y); }, false },
    { "NT-Xent", [](const Batch & b) { return NtXentLoss(kTemperature).Compute(b.x, b.y); } },
    { "SPC", [](const Batch & b) { return SpcLoss(kTemperature).Compute(b.x, b.y); } },
    ClassVectorObjective("class vectors of the batch", false, false, ClassNegatives::Batch),
    ClassVectorObjective("class vectors of the batch, masked", true, true, ClassNegatives::Batch),
    ClassVectorObjective("all class vectors", true, false, ClassNegatives::All),
    { "normalised softmax",
      [](const Batch & b) { return NormalizedSoftmaxLoss(kTemperature).Compute(b.x, b.y, b.classes); } },
    { "ProxyNCA, others",
      [](const Batch & b) {
        return ProxyNcaLoss(1 / kTemperature, ProxyDenominator::OthersOnly).Compute(b.x, b.y, b.classes);
      } },
    { "ProxyNCA, all",
      [](const Batch & b) {
        return ProxyNcaLoss(1 / kTemperature, ProxyDenominator::AllProxies).Compute(b.x, b.y, b.classes);
      } },
    { "proxy anchor",
      [](const Batch & b) { return ProxyAnchorLoss(1 / kTemperature, 0.1).Compute(b.x, b.y, b.classes); } },
    { "SupCon", [](const Batch & b) { return SupConLoss(kTemperature).Compute(b.x, b.classes); } },
    { "SINCERE", [](const Batch & b) { return SincereLoss(kTemperature).Compute(b.x, b.classes); } },
  };
}

/** Classes in pairs, or alternating, so that a batch of two has one class or two. */
inline std::vector<Batch>
Batches(std::int64_t size)
{
  std::vector<Batch> batches;
  for (const bool pairs : { true, false })
  {
    Batch batch;
    batch.x = NormaliseRows(test::Normal({ size, 5 }, 1));
    batch.y = NormaliseRows(test::Normal({ size, 5 }, 2));
    for (std::int64_t i = 0; i < size; ++i)
    {
      batch.classes.push_back(pairs ? i / 2 : i % 2);
    }
    batches.push_back(batch);
  }
  return batches;
}

/** Value and both gradients in another precision, on another device. */
inline std::vector<torch::Tensor>
ValueAndGradients(const Objective & objective, const Batch & batch, const torch::TensorOptions & options)
{
  const Batch         leaves = { batch.x.to(options).clone().requires_grad_(true),
                                 batch.y.to(options).clone().requires_grad_(true),
                                 batch.classes };
  const torch::Tensor value = objective.loss(leaves);
  value.backward();
  std::vector<torch::Tensor> all = { value.detach(), leaves.x.grad() };
  if (leaves.y.grad().defined()) // a class vector may get none
  {
    all.push_back(leaves.y.grad());
  }
  return all;
}
} // namespace pheno::test

#endif
