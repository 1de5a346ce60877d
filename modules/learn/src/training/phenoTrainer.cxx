#include "phenoTrainer.h"
#include "phenoBatchLoader.h"
#include "phenoCheckTrainingData.h"
#include "phenoClassMeans.h"
#include "phenoCommunicator.h"
#include "phenoEncoderModel.h"
#include "phenoFiles.h"
#include "phenoImages.h"
#include "phenoLearnError.h"
#include "phenoLearningRate.h"
#include "phenoObjective.h"
#include "phenoOptimizer.h"
#include "phenoPrecision.h"
#include "phenoSampler.h"
#include "phenoTensorFile.h"
#include "phenoTrainingCheckpoint.h"
#include "phenoTrainingStart.h"
#include "phenoTreatmentTower.h"
#include "phenoValidation.h"
#include "phenoWeightAverage.h"

#include <ATen/Parallel.h>

#include <chrono>
#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

namespace pheno
{
namespace
{
using Clock = std::chrono::steady_clock;

constexpr std::int64_t kRowsPerEpoch = 20;

double
SecondsSince(Clock::time_point start)
{
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/** What sums are computed in. */
std::string
PrecisionOf(const TrainingSettings & settings)
{
  return settings.precision == "float64" ? settings.precision : ResolvePrecision(settings.precision);
}

/** The ranks of a run, with batches that they can share. */
std::shared_ptr<Communicator>
RanksOf(const TrainingRun & run, const TrainingSettings & settings)
{
  if (!run.ranks)
  {
    return LocalCommunicator();
  }
  if (settings.batch_size % run.ranks->Size() != 0)
  {
    throw LearnError("training: " + std::to_string(run.ranks->Size()) + " ranks cannot share a batch of " +
                     std::to_string(settings.batch_size) + " equally");
  }
  return run.ranks;
}

/** Copies for keeping. */
std::vector<NamedTensor>
CopiesOf(const std::vector<NamedTensor> & tensors, const std::string & prefix)
{
  std::vector<NamedTensor> copies;
  for (const NamedTensor & entry : tensors)
  {
    copies.push_back({ prefix + entry.name, entry.tensor.detach().clone() });
  }
  return copies;
}

void
CopyInto(const std::vector<NamedTensor> & from, const std::vector<NamedTensor> & to)
{
  const at::NoGradGuard guard;
  for (std::size_t i = 0; i < to.size(); ++i)
  {
    to[i].tensor.copy_(from[i].tensor);
  }
}

/** One training from its start, or from its checkpoint, to its end. */
class Training
{
public:
  Training(const TrainingData & data, const TrainingSettings & settings, const TrainingRun & run)
    : m_Data(data)
    , m_Settings(settings)
    , m_Run(run)
    , m_Ranks(RanksOf(run, settings))
    , m_Precision(PrecisionOf(settings))
    , m_Encoder(learn::StartEncoder(data, settings))
    , m_Objective(learn::MakeObjective(settings, learn::RandomClassVectors(data, settings), data.treatments))
    , m_Sampler(learn::MakeSampler(data, settings, m_Objective->Views()))
    , m_StepsPerEpoch(std::max<std::int64_t>(1, m_Sampler->BatchesPerEpoch() / settings.accumulate))
    , m_Steps(settings.epochs * m_StepsPerEpoch)
    , m_Optimizer(MakeOptimizer({ settings.optimizer, settings.weight_decay, settings.decay, settings.momentum },
                                this->Trained()))
    , m_Average(this->Trained(), settings.ema_decay)
    , m_Checkpoint(run.scratch_folder, learn::IdentityOf(data, settings, m_Precision))
  {
    m_Steps = settings.max_steps > 0 ? std::min(m_Steps, settings.max_steps) : m_Steps;
    if (data.treatments != nullptr)
    {
      data.treatments->Initialise(learn::MakeGenerator(settings.seed, learn::kTreatments));
    }
    if (data.validation.crops != nullptr)
    {
      m_Validation.emplace(data, settings, m_Objective->Views(), learn::ComputeType(m_Precision));
      m_Best = settings.patience > 0 ? CopiesOf(this->Learned(), "best.") : m_Best;
    }
    else if (settings.patience > 0)
    {
      throw LearnError("training: patience needs validation crops");
    }
  }

  TrainingResult
  Run()
  {
    TrainingResult result;
    result.precision = m_Precision;
    if (this->IsFirst() && !m_Checkpoint.Restore(m_Position, this->Tensors(), result.note))
    {
      this->Begin();
    }
    this->StartAsFirst();
    m_Encoder->SetCommunicator(m_Ranks);
    m_Optimizer->SetSteps(m_Position.step);
    result.resumed_from = m_Position.step;
    result.completed = this->RunSteps();
    m_Encoder->SetCommunicator(nullptr);
    result.steps = m_Position.step;
    result.history = m_Position.history;
    result.images_per_second = m_ImagesPerSecond;
    return result;
  }

  std::shared_ptr<const EncoderModel>
  Model() const
  {
    const CropShape & shape = m_Data.crops->Shape();
    ModelDescription  d;
    d.architecture = m_Settings.architecture;
    d.channels = m_Data.channels;
    d.height = shape.height;
    d.width = shape.width;
    d.pixel_type = shape.type;
    d.scaling = m_Data.scaling;
    d.embed_dim = m_Settings.embed_dim;
    d.embedding = m_Settings.objective == "simclr" ? "features" : "head";
    d.objective = m_Settings.objective;
    d.precision = m_Precision;
    d.seed = m_Settings.seed;
    d.steps = m_Position.step;
    d.training = ToJson(m_Settings);
    d.treatments = m_Data.treatments == nullptr ? nlohmann::json() : m_Data.treatments->Settings();
    std::vector<float> vectors;
    for (const NamedTensor & entry : this->ClassVectorsOf(m_Objective->State()))
    {
      const torch::Tensor table = entry.tensor.detach().to(torch::kFloat32).contiguous();
      vectors.assign(table.data_ptr<float>(), table.data_ptr<float>() + table.numel());
      d.class_names = m_Data.class_names;
    }
    return std::make_shared<const EncoderModel>(std::move(d), this->SinglePrecision(), std::move(vectors));
  }

private:
  void
  Begin()
  {
    if (m_Settings.class_start == "means")
    {
      this->StartAtMeans();
    }
    m_Average.Begin();
    CopyInto(this->Learned(), m_Best);
  }

  /** Takes the position and all tensors from rank 0. */
  void
  StartAsFirst()
  {
    m_Position = learn::PositionFromText(m_Ranks->Broadcast(learn::ToText(m_Position)));
    for (const NamedTensor & entry : this->Tensors())
    {
      m_Ranks->Broadcast_({ entry.tensor });
    }
  }

  /** Of the ranks the one that speaks and writes. */
  bool
  IsFirst() const
  {
    return m_Ranks->Rank() == 0;
  }

  /** The encoder as models hold it. */
  std::shared_ptr<Encoder>
  SinglePrecision() const
  {
    if (m_Encoder->ParameterType() == torch::kFloat32)
    {
      return m_Encoder;
    }
    std::shared_ptr<Encoder> encoder = MakeEncoder(m_Encoder->Settings());
    encoder->LoadState(m_Encoder->State());
    return encoder;
  }

  static std::vector<NamedTensor>
  ClassVectorsOf(const std::vector<NamedTensor> & state)
  {
    std::vector<NamedTensor> found;
    std::copy_if(state.begin(), state.end(), std::back_inserter(found), [](const NamedTensor & entry) {
      return entry.name == learn::kClassVectorsName;
    });
    return found;
  }

  /** Puts the class vectors at the means of their classes; those of classes without crops stay. */
  void
  StartAtMeans()
  {
    const torch::Tensor means = learn::ClassMeans(
      *m_Encoder, m_Data, m_Settings.batch_size, learn::ComputeType(m_Precision), m_Run.loader_threads);
    const at::NoGradGuard guard;
    for (const NamedTensor & entry : ClassVectorsOf(m_Objective->State()))
    {
      entry.tensor.copy_(at::where(means.norm(2, { 1 }, true) > 0, means, entry.tensor));
    }
  }

  /** All that training changes: what makes the model. */
  std::vector<NamedTensor>
  Learned() const
  {
    std::vector<NamedTensor> tensors = m_Encoder->State();
    const auto               more = m_Objective->State();
    tensors.insert(tensors.end(), more.begin(), more.end());
    return tensors;
  }

  /** What the optimizer moves. */
  std::vector<NamedTensor>
  Trained() const
  {
    std::vector<NamedTensor> parameters = m_Encoder->Parameters();
    const auto               more = m_Objective->Parameters();
    parameters.insert(parameters.end(), more.begin(), more.end());
    return parameters;
  }

  std::vector<NamedTensor>
  Tensors() const
  {
    std::vector<NamedTensor> tensors = this->Learned();
    for (const auto & more : { m_Optimizer->State(), m_Average.State(), m_Best })
    {
      tensors.insert(tensors.end(), more.begin(), more.end());
    }
    return tensors;
  }

  /** This rank's crops of a batch: its share of the items, in every view. Batches are numbered over the whole training;
   * what is left at the end of an epoch is dropped. */
  learn::BatchRequest
  PlanBatch(std::int64_t number)
  {
    const std::int64_t              perEpoch = m_StepsPerEpoch * m_Settings.accumulate;
    const std::int64_t              epoch = number / perEpoch;
    const int                       views = learn::TakesBags(m_Settings) ? 0 : m_Objective->Views();
    const std::vector<std::int64_t> whole = m_Sampler->Batch(epoch, number % perEpoch);
    const std::int64_t              share = this->ShareOfBatch();
    std::vector<std::int64_t>       own;
    for (std::int64_t view = 0; view < m_Objective->Views(); ++view)
    {
      const auto first = whole.begin() + view * m_Settings.batch_size + m_Ranks->Rank() * share;
      own.insert(own.end(), first, first + share);
    }
    return { own, views, static_cast<std::uint64_t>(epoch) };
  }

  /** Items of a batch that a rank takes. */
  std::int64_t
  ShareOfBatch() const
  {
    return m_Settings.batch_size / m_Ranks->Size();
  }

  /** Numbers of this rank's items, in every view, as those of the whole batch. */
  std::vector<std::int64_t>
  OfWholeBatch(const std::vector<std::int64_t> & own, int views)
  {
    const torch::Tensor all = m_Ranks->AllGatherViews(torch::tensor(own, torch::kInt64), views);
    return { all.data_ptr<std::int64_t>(), all.data_ptr<std::int64_t>() + all.numel() };
  }

  /** What the encoder gives for the whole batch. Features are what objectives against treatments look at alone. */
  Encoder::Output
  EncodeWholeBatch(const torch::Tensor & images)
  {
    Encoder::Output output = m_Encoder->Forward(images);
    output.embedding = m_Ranks->AllGatherViews(output.embedding, m_Objective->Views());
    if (m_Data.treatments != nullptr)
    {
      output.features = m_Ranks->AllGatherViews(output.features, m_Objective->Views());
    }
    return output;
  }

  /** Adds a batch's gradient. \return its loss */
  double
  Learn(learn::Batch & batch, std::int64_t batch_number)
  {
    const torch::Tensor images = learn::ImagesOf(batch.images, m_Data.crops->Shape(), learn::ComputeType(m_Precision));
    const auto          classes = learn::ClassesOfItems(m_Data, batch, this->ShareOfBatch());
    const torch::Tensor loss =
      m_Objective->Loss(this->EncodeWholeBatch(images),
                        this->OfWholeBatch(classes, 1),
                        learn::MakeGenerator(m_Settings.seed, learn::kDropout, batch_number + 1));
    const double value = loss.item<double>();
    if (!std::isfinite(value))
    {
      throw LearnError("training: the loss is not finite at step " + std::to_string(m_Position.step) +
                       ", of the crops " +
                       nlohmann::json(this->OfWholeBatch(batch.crops, m_Objective->Views())).dump() +
                       "; a lower learning rate, clip_norm or a higher temperature may help");
    }
    (loss / static_cast<double>(m_Settings.accumulate)).backward();
    return value;
  }

  /** \return the mean loss of its batches */
  double
  Step(learn::BatchLoader & loader, double learning_rate)
  {
    double loss = 0;
    for (std::int64_t i = 0; i < m_Settings.accumulate; ++i)
    {
      loader.Next(m_Batch);
      const double ofBatch = this->Learn(m_Batch, m_Position.step * m_Settings.accumulate + i);
      loss += ofBatch / static_cast<double>(m_Settings.accumulate);
    }
    AverageGradients(this->Trained(), *m_Ranks);
    if (m_Settings.clip_norm > 0)
    {
      ClipGradients(this->Trained(), m_Settings.clip_norm);
    }
    m_Optimizer->Step(learning_rate);
    m_Objective->AfterStep();
    m_Objective->Project();
    m_Average.Update();
    return loss;
  }

  /** \return false when cancelled */
  bool
  RunSteps()
  {
    learn::BatchLoader loader(
      *m_Data.crops,
      { m_Data.scaling, m_Settings.augmentation, m_Settings.seed, m_Run.loader_threads },
      [this](std::int64_t number) { return this->PlanBatch(number); },
      m_Position.step * m_Settings.accumulate,
      m_Steps * m_Settings.accumulate);
    const double       before = m_Position.seconds;
    const auto         start = Clock::now();
    const std::int64_t firstStep = m_Position.step;
    auto               saved = start;
    const std::int64_t perStep = m_Settings.batch_size * m_Settings.accumulate;
    m_Encoder->SetTraining(true);
    while (m_Position.step < m_Steps && !this->IsStopped())
    {
      const double rate = learn::LearningRate(m_Settings, m_Position.step, m_Steps);
      const double loss = this->Step(loader, rate);
      ++m_Position.step;
      m_Position.seconds = before + SecondsSince(start);
      m_ImagesPerSecond = static_cast<double>((m_Position.step - firstStep) * perStep) / SecondsSince(start);
      this->Record(loss, rate);
      const bool cancelled = m_Position.step < m_Steps && this->IsCancelled();
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
    m_Encoder->SetTraining(false);
    if (m_Best.empty())
    {
      this->ShowAverage();
    }
    else
    {
      CopyInto(m_Best, this->Learned());
    }
    return true;
  }

  /** Rank 0's number. */
  double
  OfFirst(double number)
  {
    const torch::Tensor told = torch::full({ 1 }, number, torch::kFloat64);
    m_Ranks->Broadcast_({ told });
    return told.item<double>();
  }

  bool
  IsCancelled()
  {
    return this->OfFirst(this->IsFirst() && m_Run.cancelled && m_Run.cancelled() ? 1 : 0) != 0;
  }

  double
  ValidationLoss()
  {
    double loss = 0;
    if (this->IsFirst())
    {
      m_Encoder->SetCommunicator(nullptr);
      loss = m_Validation->Loss(*m_Encoder, *m_Objective, m_Run.loader_threads);
      m_Encoder->SetCommunicator(m_Ranks);
    }
    return this->OfFirst(loss);
  }

  /** Whether the validation loss has not fallen for `patience` epochs. */
  bool
  IsStopped() const
  {
    return m_Settings.patience > 0 && m_Position.epochs_without_gain >= m_Settings.patience;
  }

  /** Makes everything what the model would be now. */
  void
  ShowAverage()
  {
    if (m_Average.Show())
    {
      m_Objective->Project();
    }
  }

  /** The loss of what the model would be now, kept when it is the lowest so far. */
  double
  Validate()
  {
    if (!m_Validation)
    {
      return std::numeric_limits<double>::quiet_NaN();
    }
    this->ShowAverage();
    const double loss = this->ValidationLoss();
    ++m_Position.epochs_without_gain;
    if (!(loss >= m_Position.best_loss))
    {
      m_Position.best_loss = loss;
      m_Position.epochs_without_gain = 0;
      CopyInto(this->Learned(), m_Best);
    }
    m_Average.Hide();
    m_Encoder->SetTraining(true);
    return loss;
  }

  bool
  CheckpointIsDue(Clock::time_point saved) const
  {
    const bool bySteps = m_Run.checkpoint_every_steps > 0 && m_Position.step % m_Run.checkpoint_every_steps == 0;
    return bySteps || SecondsSince(saved) >= m_Run.checkpoint_every_seconds;
  }

  void
  Record(double loss, double rate)
  {
    m_Position.loss_sum += loss;
    ++m_Position.loss_count;
    const std::int64_t inEpoch = (m_Position.step - 1) % m_StepsPerEpoch + 1;
    const std::int64_t every = std::max<std::int64_t>(1, m_StepsPerEpoch / kRowsPerEpoch);
    if (inEpoch % every == 0 || inEpoch == m_StepsPerEpoch || m_Position.step == m_Steps)
    {
      const bool ends = inEpoch == m_StepsPerEpoch || m_Position.step == m_Steps;
      m_Position.history.push_back({ (m_Position.step - 1) / m_StepsPerEpoch,
                                     m_Position.step,
                                     m_Position.loss_sum / static_cast<double>(m_Position.loss_count),
                                     rate,
                                     ends ? this->Validate() : std::numeric_limits<double>::quiet_NaN(),
                                     m_Position.seconds });
      m_Position.loss_sum = 0;
      m_Position.loss_count = 0;
    }
    if (this->IsFirst() && m_Run.on_step)
    {
      m_Run.on_step({ m_Position.step,
                      m_Steps,
                      static_cast<double>(m_Position.step) / static_cast<double>(m_Steps),
                      loss,
                      m_ImagesPerSecond });
    }
  }

  const TrainingData &              m_Data;
  const TrainingSettings &          m_Settings;
  const TrainingRun &               m_Run;
  std::shared_ptr<Communicator>     m_Ranks;
  std::string                       m_Precision;
  std::shared_ptr<Encoder>          m_Encoder;
  std::unique_ptr<learn::Objective> m_Objective;
  std::unique_ptr<learn::Sampler>   m_Sampler;
  std::int64_t                      m_StepsPerEpoch;
  std::int64_t                      m_Steps;
  std::unique_ptr<Optimizer>        m_Optimizer;
  learn::WeightAverage              m_Average;
  std::optional<learn::Validation>  m_Validation;
  std::vector<NamedTensor>          m_Best; ///< Learned() of the lowest validation loss; empty without patience
  learn::TrainingCheckpoint         m_Checkpoint;
  learn::TrainingPosition           m_Position;
  learn::Batch                      m_Batch;
  double                            m_ImagesPerSecond = 0;
};
} // namespace

TrainingResult
Train(const TrainingData & data, const TrainingSettings & settings, const TrainingRun & run)
{
  TrainingSettingsFromJson(ToJson(settings)); // checks values that were set by hand
  learn::CheckTrainingData(data, settings);
  at::set_num_threads(run.threads);
  Training       training(data, settings, run);
  TrainingResult result = training.Run();
  if (result.completed)
  {
    result.model = training.Model();
  }
  return result;
}

TrainingResult
Train(const TrainingData &     data,
      const TrainingSettings & settings,
      const TrainingRun &      run,
      const std::string &      model_folder)
{
  TrainingResult result = Train(data, settings, run);
  if (result.completed && (!run.ranks || run.ranks->Rank() == 0))
  {
    if (data.treatments != nullptr)
    {
      learn::MakeFolders(model_folder);
      TensorFile weights;
      weights.tensors = data.treatments->State();
      weights.Write(model_folder + "/treatments.safetensors");
    }
    result.model->Save(model_folder);
  }
  return result;
}
} // namespace pheno
