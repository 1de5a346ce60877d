#include "phenoBatchGradient.h"
#include "phenoClassMeans.h"
#include "phenoDefaultDraws.h"
#include "phenoImages.h"
#include "phenoLearnError.h"
#include "phenoTrainingStart.h"

#include <cmath>
#include <string>

namespace pheno::learn
{
BatchGradient::BatchGradient(const TrainingData &         data,
                             const TrainingSettings &     settings,
                             const Learner &              learner,
                             const BatchShare &           share,
                             const torch::TensorOptions & images)
  : m_Data(data)
  , m_Settings(settings)
  , m_Learner(learner)
  , m_Share(share)
  , m_Images(images)
{}

double
BatchGradient::Add(Batch & batch, std::int64_t number) const
{
  const torch::Tensor   images = ImagesOf(batch.images, m_Data.crops->Shape(), m_Images);
  const auto            classes = ClassesOfItems(m_Data, batch, m_Share.Items());
  const bool            looksAtFeatures = m_Data.treatments != nullptr; // as objectives against treatments alone do
  const Encoder::Output output = m_Share.Whole(this->Encode(images, number), looksAtFeatures);
  const torch::Tensor   loss =
    m_Learner.objective->Loss(output, m_Share.Whole(classes, 1), MakeGenerator(m_Settings.seed, kDropout, number + 1));
  const double value = loss.item<double>();
  this->ThrowUnlessFinite(value, batch, number);
  (loss / static_cast<double>(m_Settings.accumulate)).backward();
  return value;
}

Encoder::Output
BatchGradient::Encode(const torch::Tensor & images, std::int64_t number) const
{
  if (m_Settings.architecture != "torchscript")
  {
    return m_Learner.encoder->Forward(images);
  }
  const at::Generator draws = MakeGenerator(m_Settings.seed, kScript, m_Share.NumberOf(number) + 1);
  const DefaultDraws  lent(images.device(), draws.current_seed());
  return m_Learner.encoder->Forward(images);
}

void
BatchGradient::ThrowUnlessFinite(double loss, const Batch & batch, std::int64_t number) const
{
  if (!std::isfinite(loss))
  {
    throw LearnError("training: the loss is not finite at step " + std::to_string(number / m_Settings.accumulate) +
                     ", of the crops " +
                     nlohmann::json(m_Share.Whole(batch.crops, m_Learner.objective->Views())).dump() +
                     "; a lower learning rate, clip_norm or a higher temperature may help");
  }
}
} // namespace pheno::learn
