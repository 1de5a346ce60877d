#include "phenoTraining.h"
#include "phenoCommunicator.h"
#include "phenoDevice.h"
#include "phenoImages.h"
#include "phenoLearningRate.h"
#include "phenoPrecision.h"
#include "phenoThreads.h"
#include "phenoTrainedModel.h"
#include "phenoTrainingStart.h"

#include <limits>

namespace pheno::learn
{
namespace
{
double
SecondsSince(std::chrono::steady_clock::time_point start)
{
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/** What sums are computed in. */
std::string
PrecisionOf(const TrainingSettings & settings, const std::string & device)
{
  return settings.precision == "float64" ? settings.precision
                                         : ResolvePrecision(settings.precision, device, settings.architecture);
}
} // namespace

Training::Training(const TrainingData & data, const TrainingSettings & settings, const TrainingRun & run)
  : m_Data(data)
  , m_Settings(settings)
  , m_Run(run)
  , m_Ranks(run.ranks ? run.ranks : LocalCommunicator())
  , m_Precision(PrecisionOf(settings, run.device))
  , m_Images(torch::TensorOptions(ComputeType(m_Precision)).device(DeviceOf(run.device)))
  , m_Learner(MakeLearner(data, settings))
  , m_OnDevice([this](const torch::Device & device) { m_Learner.MoveTo(device); }, torch::kCPU, m_Images.device())
  , m_Share(m_Ranks, settings.batch_size, m_Learner.objective->Views())
  , m_Plan(data, settings, m_Learner.objective->Views())
  , m_Gradient(data, settings, m_Learner, m_Share, m_Images)
  , m_Optimizer(MakeOptimizer({ settings.optimizer, settings.weight_decay, settings.decay, settings.momentum },
                              m_Learner.Trained()))
  , m_Average(m_Learner.Trained(), settings.ema_decay)
  , m_Stopping(data, settings, m_Learner, m_Images)
  , m_Checkpoint(run.scratch_folder, IdentityOf(data, settings, m_Precision))
{}

TrainingResult
Training::Run()
{
  UseThreads(m_Run.threads, m_Data.treatments != nullptr || !m_Learner.encoder->IsConvolutional());
  TrainingResult result;
  result.precision = m_Precision;
  if (this->IsFirst() && !m_Checkpoint.Restore(m_Position, this->Tensors(), result.note))
  {
    this->Begin();
  }
  this->StartAsFirst();
  m_Learner.encoder->SetCommunicator(m_Ranks);
  m_Optimizer->SetSteps(m_Position.step);
  result.resumed_from = m_Position.step;
  result.completed = this->RunSteps();
  m_Learner.encoder->SetCommunicator(nullptr);
  result.steps = m_Position.step;
  result.history = m_Position.history;
  result.images_per_second = m_ImagesPerSecond;
  if (result.completed)
  {
    result.model = MakeTrainedModel(m_Learner, m_Data, m_Settings, m_Precision, m_Position.step);
  }
  return result;
}

void
Training::Begin()
{
  if (m_Settings.class_start == "means")
  {
    StartAtMeans(m_Learner, m_Data, m_Settings.batch_size, m_Images, m_Run.loader_threads);
  }
  m_Average.Begin();
  m_Stopping.Begin();
}

void
Training::StartAsFirst()
{
  m_Position = PositionFromText(m_Ranks->Broadcast(ToText(m_Position)));
  for (const NamedTensor & entry : this->Tensors())
  {
    m_Ranks->Broadcast_({ entry.tensor });
  }
}

bool
Training::RunSteps()
{
  BatchLoader loader(
    *m_Data.crops,
    { m_Data.scaling, m_Settings.augmentation, m_Settings.seed, m_Run.loader_threads },
    [this](std::int64_t number) {
      BatchRequest request = m_Plan.Batch(number);
      request.crops = m_Share.Own(request.crops);
      return request;
    },
    m_Position.step * m_Settings.accumulate,
    m_Plan.Steps() * m_Settings.accumulate);
  const double       before = m_Position.seconds;
  const auto         start = Clock::now();
  const std::int64_t firstStep = m_Position.step;
  auto               saved = start;
  const std::int64_t perStep = m_Settings.batch_size * m_Settings.accumulate;
  m_Learner.encoder->SetTraining(true);
  while (m_Position.step < m_Plan.Steps() && !m_Stopping.IsOver(m_Position))
  {
    const double rate = LearningRate(m_Settings, m_Position.step, m_Plan.Steps());
    const double loss = this->Step(loader, rate);
    ++m_Position.step;
    m_Position.seconds = before + SecondsSince(start);
    m_ImagesPerSecond = static_cast<double>((m_Position.step - firstStep) * perStep) / SecondsSince(start);
    this->Record(loss, rate);
    const bool cancelled = m_Position.step < m_Plan.Steps() && this->IsCancelled();
    if (this->IsFirst() && (cancelled || this->CheckpointIsDue(saved)))
    {
      m_Checkpoint.Save(m_Position, this->Tensors());
      saved = Clock::now();
    }
    if (cancelled)
    {
      return false;
    }
  }
  m_Learner.encoder->SetTraining(false);
  if (!m_Stopping.TakeBest())
  {
    this->ShowAverage();
  }
  return true;
}

double
Training::Step(BatchLoader & loader, double learning_rate)
{
  double loss = 0;
  for (std::int64_t i = 0; i < m_Settings.accumulate; ++i)
  {
    loader.Next(m_Batch);
    const double ofBatch = m_Gradient.Add(m_Batch, m_Position.step * m_Settings.accumulate + i);
    loss += ofBatch / static_cast<double>(m_Settings.accumulate);
  }
  AverageGradients(m_Learner.Trained(), *m_Ranks);
  if (m_Settings.clip_norm > 0)
  {
    ClipGradients(m_Learner.Trained(), m_Settings.clip_norm);
  }
  m_Optimizer->Step(learning_rate);
  m_Learner.objective->AfterStep();
  m_Learner.objective->Project();
  m_Average.Update();
  return loss;
}

void
Training::Record(double loss, double rate)
{
  m_Position.loss_sum += loss;
  ++m_Position.loss_count;
  if (m_Plan.HasRowAt(m_Position.step))
  {
    m_Position.history.push_back({ m_Plan.EpochOf(m_Position.step),
                                   m_Position.step,
                                   m_Position.loss_sum / static_cast<double>(m_Position.loss_count),
                                   rate,
                                   this->Validate(),
                                   m_Position.seconds });
    m_Position.loss_sum = 0;
    m_Position.loss_count = 0;
  }
  if (this->IsFirst() && m_Run.on_step)
  {
    const double share = static_cast<double>(m_Position.step) / static_cast<double>(m_Plan.Steps());
    m_Run.on_step({ m_Position.step, m_Plan.Steps(), share, loss, m_ImagesPerSecond });
  }
}

double
Training::Validate()
{
  if (!m_Stopping.Validates() || !m_Plan.EndsAt(m_Position.step))
  {
    return std::numeric_limits<double>::quiet_NaN();
  }
  this->ShowAverage();
  double loss = 0;
  if (this->IsFirst())
  {
    m_Learner.encoder->SetCommunicator(nullptr);
    loss = m_Stopping.Loss(m_Run.loader_threads);
    m_Learner.encoder->SetCommunicator(m_Ranks);
  }
  loss = this->OfFirst(loss);
  m_Stopping.Judge(loss, m_Position);
  m_Average.Hide();
  m_Learner.encoder->SetTraining(true);
  return loss;
}

void
Training::ShowAverage()
{
  if (m_Average.Show())
  {
    m_Learner.objective->Project();
  }
}

bool
Training::CheckpointIsDue(Clock::time_point saved) const
{
  const bool bySteps = m_Run.checkpoint_every_steps > 0 && m_Position.step % m_Run.checkpoint_every_steps == 0;
  return bySteps || SecondsSince(saved) >= m_Run.checkpoint_every_seconds;
}

bool
Training::IsCancelled()
{
  return this->OfFirst(this->IsFirst() && m_Run.cancelled && m_Run.cancelled() ? 1 : 0) != 0;
}

double
Training::OfFirst(double number)
{
  const torch::Tensor told = torch::full({ 1 }, number, torch::kFloat64);
  m_Ranks->Broadcast_({ told });
  return told.item<double>();
}

bool
Training::IsFirst() const
{
  return m_Ranks->Rank() == 0;
}

std::vector<NamedTensor>
Training::Tensors() const
{
  std::vector<NamedTensor> tensors = m_Learner.Learned();
  for (const auto & more : { m_Optimizer->State(), m_Average.State(), m_Stopping.State() })
  {
    tensors.insert(tensors.end(), more.begin(), more.end());
  }
  return tensors;
}
} // namespace pheno::learn
