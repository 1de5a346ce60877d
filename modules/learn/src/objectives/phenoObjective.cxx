#include "phenoObjective.h"
#include "phenoClassVectorLoss.h"
#include "phenoClassVectors.h"
#include "phenoCrossModalObjective.h"
#include "phenoLearnError.h"
#include "phenoNormalizedSoftmaxLoss.h"
#include "phenoNtXentLoss.h"
#include "phenoProxyAnchorLoss.h"
#include "phenoProxyNcaLoss.h"
#include "phenoSincereLoss.h"
#include "phenoSupConLoss.h"
#include "phenoTrainableClassVectors.h"

#include <functional>
#include <utility>

namespace pheno::learn
{
namespace
{
constexpr double kProxyAnchorAlpha = 32; // Kim 2020
constexpr double kProxyAnchorDelta = 0.1;

ClassVectorLoss::Settings
ClassVectorSettings(const TrainingSettings & settings)
{
  return { settings.temperature,
           settings.image_negatives,
           settings.mask_same_class,
           settings.class_negatives == "all" ? ClassNegatives::All : ClassNegatives::Batch };
}

/** Images against class vectors that carry no gradient: after the optimizer's step they move towards the embeddings
 * from before it. SPC (A3) and its kin by rate and by gradient (A4). */
class AttractedVectorsObjective : public Objective
{
public:
  AttractedVectorsObjective(const TrainingSettings & settings, ClassVectors vectors)
    : m_Loss(ClassVectorSettings(settings))
    , m_Settings(settings)
    , m_Vectors(std::move(vectors))
  {}

  torch::Tensor
  Loss(const Encoder::Output & output, const std::vector<std::int64_t> & classes, std::optional<at::Generator>) override
  {
    m_Learned.emplace_back(output.embedding.detach(), classes);
    return m_Loss.Compute(output.embedding, m_Vectors.Table(), classes);
  }
  void
  AfterStep() override
  {
    for (const auto & [embeddings, classes] : m_Learned)
    {
      if (m_Settings.class_update == "attract")
      {
        m_Vectors.Attract(embeddings, classes, m_Settings.class_step_rad);
      }
      else if (m_Settings.class_update == "rate")
      {
        m_Vectors.AttractByRate(embeddings, classes, m_Settings.class_rate);
      }
      else
      {
        m_Vectors.AttractByGradient(embeddings, classes, m_Settings.temperature, m_Settings.class_rate);
      }
    }
    m_Learned.clear();
  }
  std::vector<NamedTensor>
  State() const override
  {
    return { { kClassVectorsName, m_Vectors.Table() } };
  }

private:
  ClassVectorLoss                                                  m_Loss;
  TrainingSettings                                                 m_Settings;
  ClassVectors                                                     m_Vectors;
  std::vector<std::pair<torch::Tensor, std::vector<std::int64_t>>> m_Learned; ///< batches since the last step
};

/** Embedding, table and classes to a loss. */
using TableLoss =
  std::function<torch::Tensor(const torch::Tensor &, const torch::Tensor &, const std::vector<std::int64_t> &)>;

/** Images against class vectors that the optimizer moves: A1, A2, and the proxies of metric learning. */
class TrainedVectorsObjective : public Objective
{
public:
  TrainedVectorsObjective(TableLoss loss, const ClassVectors & start, bool project)
    : m_Loss(std::move(loss))
    , m_Vectors(start)
    , m_Project(project)
  {}

  torch::Tensor
  Loss(const Encoder::Output & output, const std::vector<std::int64_t> & classes, std::optional<at::Generator>) override
  {
    return m_Loss(output.embedding, m_Vectors.Table(), classes);
  }
  void
  Project() override
  {
    if (m_Project)
    {
      m_Vectors.ProjectToSphere();
    }
  }
  std::vector<NamedTensor>
  Parameters() const override
  {
    return { { kClassVectorsName, m_Vectors.Table() } };
  }

private:
  TableLoss             m_Loss;
  TrainableClassVectors m_Vectors;
  bool                  m_Project;
};

/** Images of a class against each other, without class vectors. */
template <typename TLoss>
class SupervisedObjective : public Objective
{
public:
  explicit SupervisedObjective(double temperature)
    : m_Loss(temperature)
  {}

  torch::Tensor
  Loss(const Encoder::Output & output, const std::vector<std::int64_t> & classes, std::optional<at::Generator>) override
  {
    return m_Loss.Compute(output.embedding, classes);
  }

private:
  TLoss m_Loss;
};

/** SimCLR: two views, NT-Xent of the projected embeddings; the sampler says what two views are of. */
class SimclrObjective : public Objective
{
public:
  explicit SimclrObjective(double temperature)
    : m_Loss(temperature)
  {}

  int
  Views() const override
  {
    return 2;
  }
  torch::Tensor
  Loss(const Encoder::Output & output, const std::vector<std::int64_t> &, std::optional<at::Generator>) override
  {
    const std::vector<torch::Tensor> views = output.embedding.chunk(2);
    return m_Loss.Compute(views[0], views[1]);
  }

private:
  NtXentLoss m_Loss;
};

template <typename TLoss>
TableLoss
AsTableLoss(const TLoss & loss)
{
  return [loss](const torch::Tensor & z, const torch::Tensor & table, const std::vector<std::int64_t> & classes) {
    return loss.Compute(z, table, classes);
  };
}

std::unique_ptr<Objective>
MakeClassVectorObjective(const TrainingSettings & settings, ClassVectors vectors)
{
  const std::string & update = settings.class_update;
  if (update == "trained" || update == "trained_unit")
  {
    return std::make_unique<TrainedVectorsObjective>(
      AsTableLoss(ClassVectorLoss(ClassVectorSettings(settings))), vectors, update == "trained_unit");
  }
  return std::make_unique<AttractedVectorsObjective>(settings, std::move(vectors));
}
} // namespace

const std::vector<std::string> &
ObjectiveNames()
{
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all = { "spc",    "simclr", "normalized_softmax", "proxy_nca", "proxy_anchor",
                                     "supcon", "sincere" };
    all.insert(all.end(), CrossModalNames().begin(), CrossModalNames().end());
    return all;
  }();
  return names;
}

bool
NeedsClasses(const std::string & objective)
{
  return objective != "simclr";
}

bool
HasClassVectors(const std::string & objective)
{
  return objective == "spc" || objective == "normalized_softmax" || objective == "proxy_nca" ||
         objective == "proxy_anchor";
}

std::unique_ptr<Objective>
MakeObjective(const TrainingSettings & settings, const torch::Tensor & class_vectors, TreatmentTower * treatments)
{
  const std::string & name = settings.objective;
  if (name == "simclr")
  {
    return std::make_unique<SimclrObjective>(settings.temperature);
  }
  if (name == "supcon")
  {
    return std::make_unique<SupervisedObjective<SupConLoss>>(settings.temperature);
  }
  if (name == "sincere")
  {
    return std::make_unique<SupervisedObjective<SincereLoss>>(settings.temperature);
  }
  if (!HasClassVectors(name))
  {
    return MakeCrossModalObjective(settings, treatments);
  }
  ClassVectors vectors(class_vectors.clone());
  if (name == "spc")
  {
    return MakeClassVectorObjective(settings, std::move(vectors));
  }
  TableLoss loss = name == "normalized_softmax" ? AsTableLoss(NormalizedSoftmaxLoss(settings.temperature))
                   : name == "proxy_nca"
                     ? AsTableLoss(ProxyNcaLoss(1 / settings.temperature, ProxyDenominator::OthersOnly))
                     : AsTableLoss(ProxyAnchorLoss(kProxyAnchorAlpha, kProxyAnchorDelta));
  return std::make_unique<TrainedVectorsObjective>(std::move(loss), vectors, false);
}
} // namespace pheno::learn
