#include "phenoCrossModalObjective.h"
#include "phenoBiCwclLoss.h"
#include "phenoClipLoss.h"
#include "phenoCloobLoss.h"
#include "phenoCwclLoss.h"
#include "phenoEmbeddingRegulariser.h"
#include "phenoEmmLoss.h"
#include "phenoImages.h"
#include "phenoImmLoss.h"
#include "phenoInfoNceLoss.h"
#include "phenoLearnError.h"
#include "phenoLogitScale.h"
#include "phenoObjectiveKinds.h"
#include "phenoS2lLoss.h"
#include "phenoSigLipLoss.h"
#include "phenoTextCwclLoss.h"
#include "phenoTreatmentTower.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace pheno::learn
{
namespace
{
constexpr double kSigmoidBias = -10; // Zhai 2023

/** What a pairwise loss is computed from. */
struct Pairs
{
  torch::Tensor images;     ///< B x V x D, unit rows
  torch::Tensor treatments; ///< B x D, unit rows
  torch::Tensor pooled;     ///< B x C x W, the encoder's features
  torch::Tensor log_scale;
  torch::Tensor bias;

  torch::Tensor
  Image() const
  {
    return images.select(1, 0);
  }
};

using PairLoss = std::function<torch::Tensor(const Pairs &)>;

bool
HasViews(const std::string & objective)
{
  return objective == "emm" || objective == "imm";
}

bool
HasBias(const std::string & objective)
{
  return objective == "siglip" || objective == "s2l";
}

/** The losses of one image a treatment that take images, treatments and the scale alone. */
template <typename TLoss>
PairLoss
OfScale(TLoss loss)
{
  return [loss](const Pairs & p) { return loss.Compute(p.Image(), p.treatments, p.log_scale); };
}

template <typename TLoss>
PairLoss
OfBias(TLoss loss)
{
  return [loss](const Pairs & p) { return loss.Compute(p.Image(), p.treatments, p.log_scale, p.bias); };
}

template <typename TLoss>
PairLoss
OfPooled(TLoss loss)
{
  return [loss](const Pairs & p) { return loss.Compute(p.Image(), p.treatments, p.pooled, p.log_scale); };
}

template <typename TLoss>
PairLoss
OfViews(TLoss loss)
{
  return [loss](const Pairs & p) { return loss.Compute(p.treatments, p.images, p.log_scale); };
}

using LossMaker = PairLoss (*)(const TrainingSettings &);

WeightGradient
GradientOf(const TrainingSettings & settings)
{
  return settings.detach_weights ? WeightGradient::Detached : WeightGradient::Kept;
}

const std::vector<std::pair<std::string, LossMaker>> &
LossMakers()
{
  using Settings = TrainingSettings;
  static const std::vector<std::pair<std::string, LossMaker>> makers = {
    { "info_nce", [](const Settings &) { return OfScale(InfoNceLoss()); } },
    { "clip", [](const Settings &) { return OfScale(ClipLoss()); } },
    { "cwcl", [](const Settings & s) { return OfPooled(CwclLoss(GradientOf(s))); } },
    { "bi_cwcl", [](const Settings & s) { return OfPooled(BiCwclLoss(GradientOf(s))); } },
    { "text_cwcl", [](const Settings & s) { return OfScale(TextCwclLoss(GradientOf(s))); } },
    { "cloob",
      [](const Settings & s) -> PairLoss {
        return [loss = CloobLoss(s.hopfield_scale)](const Pairs & p) {
          return loss.Compute(p.Image(), p.treatments, p.log_scale.exp());
        };
      } },
    { "siglip", [](const Settings &) { return OfBias(SigLipLoss()); } },
    { "s2l", [](const Settings &) { return OfBias(S2lLoss()); } },
    { "emm", [](const Settings &) { return OfViews(EmmLoss()); } },
    { "imm", [](const Settings & s) { return OfViews(ImmLoss(s.image_weight)); } },
  };
  return makers;
}

PairLoss
MakeLoss(const TrainingSettings & settings)
{
  for (const auto & [name, maker] : LossMakers())
  {
    if (name == settings.objective)
    {
      return maker(settings);
    }
  }
  throw LearnError("objective: \"" + settings.objective + "\" sets no images against treatments");
}

class CrossModalObjective : public Objective
{
public:
  CrossModalObjective(const TrainingSettings & settings, TreatmentTower & treatments)
    : m_Settings(settings)
    , m_Treatments(treatments)
    , m_Loss(MakeLoss(settings))
    , m_Scale(settings.learn_temperature ? LogitScale::Learnt(settings.temperature, ParameterType(settings.precision))
                                         : LogitScale::Fixed(settings.temperature, ParameterType(settings.precision)))
    , m_Bias(
        torch::full({}, kSigmoidBias, ParameterType(settings.precision)).requires_grad_(HasBias(settings.objective)))
    , m_Regulariser(EmbeddingRegulariser::Weights())
  {}

  int
  Views() const override
  {
    return HasViews(m_Settings.objective) ? m_Settings.views : 1;
  }

  torch::Tensor
  Loss(const Encoder::Output &           output,
       const std::vector<std::int64_t> & classes,
       std::optional<at::Generator>      dropout) override
  {
    const bool    training = dropout.has_value();
    at::Generator draws = training ? *dropout : at::make_generator<at::CPUGeneratorImpl>();
    const int     views = this->Views();
    const auto    items = static_cast<std::int64_t>(classes.size());
    Pairs         pairs;
    pairs.images = NormaliseRows(output.embedding).view({ views, items, -1 }).transpose(0, 1);
    pairs.treatments = NormaliseRows(m_Treatments.Encode(classes, training, draws));
    pairs.pooled = output.features.view({ items * views, output.feature_channels, -1 });
    pairs.log_scale = m_Scale.Log();
    pairs.bias = m_Bias;
    const torch::Tensor loss = m_Loss(pairs);
    const double        share = m_Settings.regulariser;
    return share > 0 ? (1 - share) * loss + share * m_Regulariser.Compute(pairs.Image(), pairs.treatments) : loss;
  }

  void
  Project() override
  {
    m_Scale.Clamp();
  }

  std::vector<NamedTensor>
  Parameters() const override
  {
    return this->WithScale(m_Treatments.Parameters());
  }
  std::vector<NamedTensor>
  State() const override
  {
    return this->WithScale(m_Treatments.State());
  }

private:
  std::vector<NamedTensor>
  WithScale(std::vector<NamedTensor> tensors) const
  {
    for (NamedTensor & entry : tensors)
    {
      entry.name = "treatments." + entry.name;
    }
    if (m_Scale.Log().requires_grad())
    {
      tensors.push_back({ "log_scale", m_Scale.Log() });
    }
    if (m_Bias.requires_grad())
    {
      tensors.push_back({ "logit_bias", m_Bias });
    }
    return tensors;
  }

  TrainingSettings     m_Settings;
  TreatmentTower &     m_Treatments;
  PairLoss             m_Loss;
  LogitScale           m_Scale;
  torch::Tensor        m_Bias;
  EmbeddingRegulariser m_Regulariser;
};
} // namespace

const std::vector<std::string> &
CrossModalNames()
{
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto & [name, maker] : LossMakers())
    {
      all.push_back(name);
    }
    return all;
  }();
  return names;
}

std::unique_ptr<Objective>
MakeCrossModalObjective(const TrainingSettings & settings, TreatmentTower * treatments)
{
  if (treatments == nullptr)
  {
    throw LearnError("training: objective " + settings.objective + " needs the treatments' side (a treatment tower)");
  }
  if (treatments->Width() != settings.embed_dim)
  {
    throw LearnError("training: the treatments' embeddings are " + std::to_string(treatments->Width()) +
                     " wide, the images' " + std::to_string(settings.embed_dim));
  }
  return std::make_unique<CrossModalObjective>(settings, *treatments);
}
} // namespace pheno::learn

namespace pheno
{
bool
TakesTreatments(const std::string & objective)
{
  const std::vector<std::string> & names = learn::CrossModalNames();
  return std::find(names.begin(), names.end(), objective) != names.end();
}

bool
TakesSeveralViews(const std::string & objective)
{
  return objective == "simclr" || learn::HasViews(objective);
}
} // namespace pheno
