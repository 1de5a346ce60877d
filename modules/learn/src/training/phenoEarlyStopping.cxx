#include "phenoEarlyStopping.h"
#include "phenoLearnError.h"

namespace pheno::learn
{
namespace
{
void
CopyInto(const std::vector<NamedTensor> & from, const std::vector<NamedTensor> & to)
{
  const at::NoGradGuard guard;
  for (std::size_t i = 0; i < to.size(); ++i)
  {
    to[i].tensor.copy_(from[i].tensor);
  }
}
} // namespace

EarlyStopping::EarlyStopping(const TrainingData &         data,
                             const TrainingSettings &     settings,
                             const Learner &              learner,
                             const torch::TensorOptions & images)
  : m_Learner(learner)
  , m_Patience(settings.patience)
{
  if (data.validation.crops != nullptr)
  {
    m_Validation.emplace(data, settings, learner.objective->Views(), images);
  }
  else if (m_Patience > 0)
  {
    throw LearnError("training: patience needs validation crops");
  }
  if (m_Patience > 0)
  {
    for (const NamedTensor & entry : learner.Learned())
    {
      m_Best.push_back({ "best." + entry.name, entry.tensor.detach().clone() });
    }
  }
}

void
EarlyStopping::Begin()
{
  CopyInto(m_Learner.Learned(), m_Best);
}

double
EarlyStopping::Loss(int loader_threads)
{
  return m_Validation->Loss(*m_Learner.encoder, *m_Learner.objective, loader_threads);
}

void
EarlyStopping::Judge(double loss, TrainingPosition & position)
{
  ++position.epochs_without_gain;
  if (!(loss >= position.best_loss))
  {
    position.best_loss = loss;
    position.epochs_without_gain = 0;
    this->Begin();
  }
}

bool
EarlyStopping::TakeBest()
{
  if (!m_Best.empty())
  {
    CopyInto(m_Best, m_Learner.Learned());
  }
  return !m_Best.empty();
}
} // namespace pheno::learn
