#include "phenoTrainer.h"
#include "phenoAdam.h"
#include "phenoBatchLoader.h"
#include "phenoDraws.h"
#include "phenoEncoderModel.h"
#include "phenoImages.h"
#include "phenoLearnError.h"
#include "phenoLearningRate.h"
#include "phenoObjective.h"
#include "phenoPrecision.h"
#include "phenoTrainingCheckpoint.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>

#include <chrono>
#include <cmath>
#include <cstring>

namespace pheno
{
namespace
{
using Clock = std::chrono::steady_clock;

constexpr std::int64_t kRowsPerEpoch = 20;

/** Streams of draws that a training's seed gives; batches draw from the seed itself. */
enum Stream : std::uint64_t
{
  kWeights = 1,
  kVectors = 2,
  kOrder = 3
};

double
SecondsSince(Clock::time_point start)
{
  return std::chrono::duration<double>(Clock::now() - start).count();
}

at::Generator
MakeGenerator(std::uint64_t seed, Stream stream)
{
  return at::make_generator<at::CPUGeneratorImpl>(Draws({ seed, stream }).Next());
}

void
CheckData(const TrainingData & data, const TrainingSettings & settings)
{
  if (data.crops == nullptr)
  {
    throw LearnError("training: no crops given");
  }
  const std::int64_t crops = data.crops->Size();
  if (static_cast<int>(data.channels.size()) != data.crops->Shape().channels)
  {
    throw LearnError("training: the crops have " + std::to_string(data.crops->Shape().channels) +
                     " channels, names are " + nlohmann::json(data.channels).dump());
  }
  if (settings.epochs > 0 && crops < settings.batch_size)
  {
    throw LearnError("training: " + std::to_string(crops) + " crops do not fill one batch of " +
                     std::to_string(settings.batch_size));
  }
  if (settings.objective != "spc")
  {
    return;
  }
  if (data.class_names.empty() || static_cast<std::int64_t>(data.class_of_crop.size()) != crops)
  {
    throw LearnError("training: objective spc needs a class for each of the " + std::to_string(crops) + " crops, got " +
                     std::to_string(data.class_of_crop.size()) + " of " + std::to_string(data.class_names.size()) +
                     " classes");
  }
  for (const std::int64_t c : data.class_of_crop)
  {
    if (c < 0 || c >= static_cast<std::int64_t>(data.class_names.size()))
    {
      throw LearnError("training: class index " + std::to_string(c) + " with " +
                       std::to_string(data.class_names.size()) + " class names");
    }
  }
}

/** Tells trainings in one scratch folder apart. Pixels do not enter: the folder belongs to one data set. */
std::string
IdentityOf(const TrainingData & data, const TrainingSettings & settings, const std::string & precision)
{
  std::uint64_t classes = 0xcbf29ce484222325; // FNV-1a
  for (const std::int64_t c : data.class_of_crop)
  {
    classes = (classes ^ static_cast<std::uint64_t>(c)) * 0x100000001b3;
  }
  const CropShape & shape = data.crops->Shape();
  return nlohmann::json{
    { "settings", ToJson(settings) },
    { "precision", precision },
    { "crops", { data.crops->Size(), shape.channels, shape.height, shape.width, NameOf(shape.type) } },
    { "channels", data.channels },
    { "scaling", ToJson(data.scaling) },
    { "class_names", data.class_names },
    { "class_of_crop", classes }
  }.dump();
}

std::unique_ptr<learn::Objective>
MakeObjective(const TrainingSettings & settings, std::size_t classes)
{
  if (settings.objective == "simclr")
  {
    return std::make_unique<learn::SimclrObjective>(settings.temperature);
  }
  if (settings.objective == "spc")
  {
    ClassVectors vectors(
      static_cast<std::int64_t>(classes), settings.embed_dim, MakeGenerator(settings.seed, kVectors));
    return std::make_unique<learn::SpcObjective>(settings.temperature, settings.class_step_rad, std::move(vectors));
  }
  throw LearnError("objective: expected \"spc\" or \"simclr\", got \"" + settings.objective + "\"");
}

/** One training from its start, or from its checkpoint, to its end. */
class Training
{
public:
  Training(const TrainingData & data, const TrainingSettings & settings, const TrainingRun & run)
    : m_Data(data)
    , m_Settings(settings)
    , m_Run(run)
    , m_Precision(ResolvePrecision(settings.precision))
    , m_StepsPerEpoch(data.crops->Size() / settings.batch_size)
    , m_Steps(settings.epochs * m_StepsPerEpoch)
    , m_Encoder(MakeEncoder({ settings.architecture, data.crops->Shape().channels, settings.embed_dim }))
    , m_Objective(MakeObjective(settings, data.class_names.size()))
    , m_Adam(m_Encoder->Parameters(), { 0.9, 0.999, 1e-8, settings.weight_decay, settings.optimizer == "adamw" })
    , m_Checkpoint(run.scratch_folder, IdentityOf(data, settings, m_Precision))
  {
    m_Steps = settings.max_steps > 0 ? std::min(m_Steps, settings.max_steps) : m_Steps;
    m_Encoder->Initialise(MakeGenerator(settings.seed, kWeights));
  }

  TrainingResult
  Run()
  {
    TrainingResult result;
    result.precision = m_Precision;
    m_Checkpoint.Restore(m_Position, this->Tensors(), result.note);
    m_Adam.SetSteps(m_Position.step);
    result.resumed_from = m_Position.step;
    result.completed = this->RunSteps();
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
    std::vector<float> vectors;
    for (const NamedTensor & entry : m_Objective->State())
    {
      const torch::Tensor table = entry.tensor.contiguous();
      vectors.assign(table.data_ptr<float>(), table.data_ptr<float>() + table.numel());
      d.class_names = m_Data.class_names;
    }
    return std::make_shared<const EncoderModel>(std::move(d), m_Encoder, std::move(vectors));
  }

private:
  std::vector<NamedTensor>
  Tensors() const
  {
    std::vector<NamedTensor> tensors = m_Encoder->State();
    for (const auto & more : { m_Adam.Moments(), m_Objective->State() })
    {
      tensors.insert(tensors.end(), more.begin(), more.end());
    }
    return tensors;
  }

  /** The crops of a step: a shuffled epoch, its last incomplete batch dropped. Steps are asked for in order. */
  learn::BatchRequest
  PlanBatch(std::int64_t step)
  {
    const std::int64_t epoch = step / m_StepsPerEpoch;
    if (epoch != m_OrderEpoch)
    {
      m_Order = Draws({ m_Settings.seed, kOrder, static_cast<std::uint64_t>(epoch) }).Permutation(m_Data.crops->Size());
      m_OrderEpoch = epoch;
    }
    const auto first = m_Order.begin() + (step % m_StepsPerEpoch) * m_Settings.batch_size;
    return { { first, first + m_Settings.batch_size }, m_Objective->Views(), static_cast<std::uint64_t>(epoch) };
  }

  double
  Step(learn::Batch & batch, double learning_rate)
  {
    std::vector<std::int64_t> classes;
    for (const std::int64_t crop : batch.crops)
    {
      classes.push_back(m_Data.class_of_crop.empty() ? 0 : m_Data.class_of_crop[static_cast<std::size_t>(crop)]);
    }
    const torch::Tensor images = learn::ImagesOf(batch.images, m_Data.crops->Shape(), learn::ComputeType(m_Precision));
    const torch::Tensor loss = m_Objective->Loss(m_Encoder->Forward(images), classes);
    const double        value = loss.item<double>();
    if (!std::isfinite(value))
    {
      throw LearnError("training: the loss is not finite at step " + std::to_string(m_Position.step) +
                       "; a lower learning rate or a higher temperature may help");
    }
    loss.backward();
    m_Adam.Step(learning_rate);
    m_Objective->AfterStep();
    return value;
  }

  /** \return false when cancelled */
  bool
  RunSteps()
  {
    learn::BatchLoader loader(
      *m_Data.crops,
      { m_Data.scaling, m_Settings.augmentation, m_Settings.seed, m_Run.loader_threads },
      [this](std::int64_t step) { return this->PlanBatch(step); },
      m_Position.step,
      m_Steps);
    const double       before = m_Position.seconds;
    const auto         start = Clock::now();
    const std::int64_t firstStep = m_Position.step;
    auto               saved = start;
    learn::Batch       batch;
    m_Encoder->SetTraining(true);
    while (loader.Next(batch))
    {
      const double rate = learn::LearningRate(m_Settings, m_Position.step, m_Steps);
      const double loss = this->Step(batch, rate);
      ++m_Position.step;
      m_Position.seconds = before + SecondsSince(start);
      m_ImagesPerSecond =
        static_cast<double>((m_Position.step - firstStep) * m_Settings.batch_size) / SecondsSince(start);
      this->Record(loss, rate);
      const bool cancelled = m_Run.cancelled && m_Position.step < m_Steps && m_Run.cancelled();
      if (cancelled || this->CheckpointIsDue(saved))
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
    return true;
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
      m_Position.history.push_back({ (m_Position.step - 1) / m_StepsPerEpoch,
                                     m_Position.step,
                                     m_Position.loss_sum / static_cast<double>(m_Position.loss_count),
                                     rate,
                                     m_Position.seconds });
      m_Position.loss_sum = 0;
      m_Position.loss_count = 0;
    }
    if (m_Run.on_step)
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
  std::string                       m_Precision;
  std::int64_t                      m_StepsPerEpoch;
  std::int64_t                      m_Steps;
  std::shared_ptr<Encoder>          m_Encoder;
  std::unique_ptr<learn::Objective> m_Objective;
  Adam                              m_Adam;
  learn::TrainingCheckpoint         m_Checkpoint;
  learn::TrainingPosition           m_Position;
  std::vector<std::int64_t>         m_Order;
  std::int64_t                      m_OrderEpoch = -1;
  double                            m_ImagesPerSecond = 0;
};
} // namespace

TrainingResult
Train(const TrainingData & data, const TrainingSettings & settings, const TrainingRun & run)
{
  TrainingSettingsFromJson(ToJson(settings)); // checks values that were set by hand
  CheckData(data, settings);
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
  if (result.completed)
  {
    result.model->Save(model_folder);
  }
  return result;
}
} // namespace pheno
