#include "phenoStarTraining.h"

#include "phenoChooseThresholds.h"
#include "phenoImages.h"
#include "phenoLearnError.h"
#include "phenoLearningRate.h"
#include "phenoPrecision.h"
#include "phenoThreads.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>

namespace pheno
{
namespace
{
/** First words of the keys of draws. */
constexpr std::uint64_t kOrder = 1;
constexpr std::uint64_t kPatch = 2;
constexpr std::uint64_t kValidation = 3;

constexpr std::int64_t kPatchesOfImage = 2; // of validation

Json
ToJson(const StarTrainingSettings & s, const std::string & precision)
{
  return { { "rays", s.architecture.rays },
           { "widths", s.architecture.widths },
           { "head", s.architecture.head },
           { "percentiles", { s.scaling.low, s.scaling.high } },
           { "steps", s.steps },
           { "batch_size", s.batch_size },
           { "patch_px", s.patch_px },
           { "learning_rate", s.learning_rate },
           { "weight_decay", s.weight_decay },
           { "warmup_steps", s.warmup_steps },
           { "ema_decay", s.ema_decay },
           { "validate_every", s.validate_every },
           { "seed", s.seed },
           { "precision", precision } };
}

/** Numbers of objects' pixels. */
std::map<std::uint32_t, std::size_t>
AreasOf(const StarImage & image)
{
  std::map<std::uint32_t, std::size_t> areas;
  for (const std::uint32_t label : image.labels)
  {
    ++areas[label];
  }
  areas.erase(0);
  return areas;
}

std::vector<double>
DiametersOf(const std::vector<StarImage> & images)
{
  std::vector<double> diameters;
  for (const StarImage & image : images)
  {
    for (const auto & [label, pixels] : AreasOf(image))
    {
      diameters.push_back(std::sqrt(4.0 / std::numbers::pi * static_cast<double>(pixels)));
    }
  }
  return diameters;
}

/** Tells trainings in one scratch folder apart. */
std::string
IdentityOf(const StarTrainingData & data, const StarTrainingSettings & settings, const std::string & precision)
{
  std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a
  for (const auto * images : { &data.images, &data.validation })
  {
    for (const StarImage & image : *images)
    {
      for (const std::uint32_t label : image.labels)
      {
        hash = (hash ^ label) * 0x100000001b3;
      }
    }
  }
  return Json{
    { "settings", ToJson(settings, precision) }, { "images", { data.images.size(), data.validation.size(), hash } }
  }.dump();
}

std::vector<NamedTensor>
CopyOf(const std::vector<NamedTensor> & tensors)
{
  std::vector<NamedTensor> copies;
  for (const NamedTensor & entry : tensors)
  {
    copies.push_back({ entry.name + ".best", entry.tensor.detach().clone() });
  }
  return copies;
}

std::vector<StarPatch>
OnePatch(StarPatch patch)
{
  std::vector<StarPatch> patches;
  patches.push_back(std::move(patch));
  return patches;
}

TrainingSettings
ScheduleOf(const StarTrainingSettings & settings)
{
  TrainingSettings schedule;
  schedule.learning_rate = settings.learning_rate;
  schedule.schedule = "cosine";
  schedule.warmup_steps = std::min(settings.warmup_steps, settings.steps - 1);
  return schedule;
}

double
SecondsSince(std::chrono::steady_clock::time_point start)
{
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}
} // namespace

StarTraining::StarTraining(const StarTrainingData &     data,
                           const StarTrainingSettings & settings,
                           const StarTrainingRun &      run)
  : m_Data(data)
  , m_Settings(settings)
  , m_Run(run)
  , m_Precision(ResolvePrecision(settings.precision, "cpu", "stars"))
  , m_Network(settings.architecture)
  , m_Optimizer(MakeOptimizer({ "adamw", settings.weight_decay, "matrices" }, m_Network.Parameters()))
  , m_Average(m_Network.State(), settings.ema_decay)
  , m_Best(CopyOf(m_Network.State()))
  , m_Checkpoint(run.scratch_folder, IdentityOf(data, settings, m_Precision))
{
  const double side = static_cast<double>(settings.patch_px);
  for (std::size_t i = 0; i < data.images.size(); ++i)
  {
    const double pixels = static_cast<double>(data.images[i].pixels.size());
    m_Deck.insert(m_Deck.end(), static_cast<std::size_t>(std::max(1L, std::lround(std::sqrt(pixels) / side))), i);
  }
  for (std::size_t i = 0; i < data.validation.size() * kPatchesOfImage; ++i)
  {
    Draws             draws{ kValidation, settings.seed, i };
    const StarImage & image = data.validation[i / kPatchesOfImage];
    const auto        pixels = static_cast<std::size_t>(settings.patch_px);
    m_Validation.push_back(MakeStarBatch(OnePatch(CutPatch(image, pixels, draws)), pixels, settings.architecture.rays));
  }
}

StarTrainingResult
StarTraining::Run()
{
  learn::UseThreads(m_Run.threads, false);
  m_Network.Initialise(at::make_generator<at::CPUGeneratorImpl>(m_Settings.seed));
  m_Average.Begin();
  StarTrainingResult result;
  m_Checkpoint.Restore(m_Position, this->Tensors(), result.note);
  m_Optimizer->SetSteps(m_Position.step);
  result.resumed_from = m_Position.step;
  result.precision = m_Precision;
  result.completed = this->RunSteps();
  result.history = m_Position.history;
  if (result.completed)
  {
    result.model = this->MakeModel();
  }
  return result;
}

bool
StarTraining::RunSteps()
{
  const TrainingSettings schedule = ScheduleOf(m_Settings);
  const double           before = m_Position.seconds;
  const auto             start = Clock::now();
  auto                   saved = start;
  while (m_Position.step < m_Settings.steps)
  {
    const double rate = learn::LearningRate(schedule, m_Position.step, m_Settings.steps);
    const double loss = this->Step(rate);
    ++m_Position.step;
    m_Position.seconds = before + SecondsSince(start);
    this->Record(loss, rate);
    const bool cancelled = m_Position.step < m_Settings.steps && m_Run.cancelled && m_Run.cancelled();
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
  return true;
}

double
StarTraining::Step(double learning_rate)
{
  m_Network.SetTraining(true);
  const torch::Tensor loss = this->LossOf(this->BatchOf(m_Position.step));
  const double        value = loss.item<double>();
  if (!std::isfinite(value))
  {
    throw LearnError("training: the loss is not finite at step " + std::to_string(m_Position.step) +
                     "; a lower learning rate may help");
  }
  loss.backward();
  m_Optimizer->Step(learning_rate);
  m_Average.Update();
  return value;
}

StarBatch
StarTraining::BatchOf(std::int64_t step) const
{
  const auto             side = static_cast<std::size_t>(m_Settings.patch_px);
  const auto             size = static_cast<std::int64_t>(m_Deck.size());
  std::vector<StarPatch> patches(static_cast<std::size_t>(m_Settings.batch_size));
  at::parallel_for(0, m_Settings.batch_size, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i)
    {
      const std::int64_t number = step * m_Settings.batch_size + i;
      const auto         round = static_cast<std::uint64_t>(number / size);
      const auto         order = Draws{ kOrder, m_Settings.seed, round }.Permutation(size);
      const std::size_t  image = m_Deck[static_cast<std::size_t>(order[static_cast<std::size_t>(number % size)])];
      Draws              draws{ kPatch, m_Settings.seed, static_cast<std::uint64_t>(number) };
      patches[static_cast<std::size_t>(i)] = CutVariedPatch(m_Data.images[image], side, draws);
    }
  });
  return MakeStarBatch(patches, side, m_Settings.architecture.rays);
}

torch::Tensor
StarTraining::LossOf(const StarBatch & batch) const
{
  return StarLoss(m_Network.Forward(batch.images.to(learn::ComputeType(m_Precision))), batch);
}

void
StarTraining::Record(double loss, double rate)
{
  m_Position.loss_sum += loss;
  ++m_Position.loss_count;
  if (m_Position.step % m_Settings.validate_every == 0 || m_Position.step == m_Settings.steps)
  {
    const std::int64_t round = m_Position.step * m_Settings.batch_size / static_cast<std::int64_t>(m_Deck.size());
    m_Position.history.push_back({ round,
                                   m_Position.step,
                                   m_Position.loss_sum / static_cast<double>(m_Position.loss_count),
                                   rate,
                                   this->Validate(),
                                   m_Position.seconds });
    m_Position.loss_sum = 0;
    m_Position.loss_count = 0;
  }
  if (m_Run.on_step)
  {
    const double share = static_cast<double>(m_Position.step) / static_cast<double>(m_Settings.steps);
    const double images = static_cast<double>(m_Position.step * m_Settings.batch_size);
    m_Run.on_step({ m_Position.step, m_Settings.steps, share, loss, images / m_Position.seconds });
  }
}

double
StarTraining::Validate()
{
  const at::NoGradGuard guard;
  m_Average.Show();
  m_Network.SetTraining(false);
  double loss = m_Validation.empty() ? std::numeric_limits<double>::quiet_NaN() : 0.0;
  for (const StarBatch & batch : m_Validation)
  {
    loss += this->LossOf(batch).item<double>() / static_cast<double>(m_Validation.size());
  }
  if (m_Validation.empty() || loss < m_Position.best_loss)
  {
    m_Position.best_loss = m_Validation.empty() ? m_Position.best_loss : loss;
    const std::vector<NamedTensor> state = m_Network.State();
    for (std::size_t i = 0; i < state.size(); ++i)
    {
      m_Best[i].tensor.copy_(state[i].tensor);
    }
  }
  m_Average.Hide();
  return loss;
}

bool
StarTraining::CheckpointIsDue(Clock::time_point saved) const
{
  const bool bySteps = m_Run.checkpoint_every_steps > 0 && m_Position.step % m_Run.checkpoint_every_steps == 0;
  return bySteps || SecondsSince(saved) >= m_Run.checkpoint_every_seconds;
}

std::vector<NamedTensor>
StarTraining::Tensors() const
{
  std::vector<NamedTensor> tensors = m_Network.State();
  for (const auto & more : { m_Optimizer->State(), m_Average.State(), m_Best })
  {
    tensors.insert(tensors.end(), more.begin(), more.end());
  }
  return tensors;
}

std::shared_ptr<const StarModel>
StarTraining::MakeModel() const
{
  const at::NoGradGuard          guard;
  const std::vector<NamedTensor> state = m_Network.State();
  for (std::size_t i = 0; i < state.size(); ++i)
  {
    state[i].tensor.copy_(m_Best[i].tensor);
  }
  const auto folded = std::make_shared<StarNetwork>(m_Network.Folded());
  for (const NamedTensor & entry : folded->State())
  {
    entry.tensor.copy_(entry.tensor.to(torch::kFloat16)); // what will be stored is what thresholds are chosen for
  }
  std::vector<double> diameters = DiametersOf(m_Data.images);
  const auto          middle = diameters.begin() + static_cast<std::ptrdiff_t>(diameters.size() / 2);
  std::nth_element(diameters.begin(), middle, diameters.end());
  StarModelDescription description;
  description.scaling = m_Settings.scaling;
  description.median_diameter_px = *middle;
  description.seed = m_Settings.seed;
  description.steps = m_Position.step;
  description.training = ToJson(m_Settings, m_Precision);
  description.training["images"] = m_Data.images.size();
  description.training["objects"] = diameters.size();
  description.training["validation_images"] = m_Data.validation.size();
  if (!m_Data.validation.empty())
  {
    const ChosenThresholds chosen = ChooseThresholds(StarModel(description, folded), m_Data.validation, m_Run.threads);
    description.thresholds = chosen.thresholds;
    description.training["validation_f1"] = chosen.matches.F1(); // at an intersection over union of .5, .7 and .9
  }
  return std::make_shared<const StarModel>(std::move(description), folded);
}
} // namespace pheno
