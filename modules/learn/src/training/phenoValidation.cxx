#include "phenoValidation.h"
#include "phenoClassMeans.h"
#include "phenoImages.h"
#include "phenoLearnError.h"
#include "phenoStatisticsGuard.h"

#include <algorithm>

namespace pheno::learn
{
namespace
{
constexpr std::int64_t kMostBatches = 64;

TrainingData
ValidationDataOf(const TrainingData & data)
{
  TrainingData validation = data;
  validation.crops = data.validation.crops;
  validation.class_of_crop = data.validation.class_of_crop;
  validation.class_names = data.validation.class_names;
  validation.group_of_crop = data.validation.group_of_crop;
  validation.is_control.clear();
  return validation;
}

TrainingSettings
ValidationSettingsOf(const TrainingData & data, const TrainingSettings & settings, int views)
{
  TrainingSettings validation = settings;
  validation.sampler = settings.sampler == "multi_view" ? "multi_view" : "shuffled";
  const std::int64_t crops = data.validation.crops->Size();
  validation.batch_size = std::min(
    settings.batch_size, validation.sampler == "multi_view" ? std::max<std::int64_t>(1, crops / views) : crops);
  validation.accumulate = 1;
  if (validation.batch_size < 2)
  {
    throw LearnError("training: " + std::to_string(crops) + " validation crops do not fill a batch of two");
  }
  return validation;
}

/** Rank of each item among those of its class, in order. */
std::vector<std::int64_t>
RanksInClass(const std::vector<std::int64_t> & classes, std::size_t number_of_classes)
{
  std::vector<std::int64_t> seen(number_of_classes);
  std::vector<std::int64_t> ranks;
  for (const std::int64_t c : classes)
  {
    ranks.push_back(seen[static_cast<std::size_t>(c)]++);
  }
  return ranks;
}
} // namespace

Validation::Validation(const TrainingData &         data,
                       const TrainingSettings &     settings,
                       int                          views,
                       const torch::TensorOptions & images)
  : m_Data(ValidationDataOf(data))
  , m_Settings(ValidationSettingsOf(data, settings, views))
  , m_Views(views)
  , m_Images(images)
  , m_Sampler(MakeSampler(m_Data, m_Settings, views))
{}

std::vector<std::int64_t>
Validation::ClassesOf(const Batch & batch) const
{
  return ClassesOfItems(m_Data, batch, m_Settings.batch_size);
}

template <typename TUse>
void
Validation::ForEachBatch(Encoder & encoder, int loader_threads, TUse use)
{
  const at::NoGradGuard noGradient;
  const StatisticsGuard guard(encoder);
  const int             views = m_Views > 1 && !TakesBags(m_Settings) ? m_Views : 0;
  BatchLoader           loader(
    *m_Data.crops,
    { m_Data.scaling, m_Settings.augmentation, m_Settings.seed, loader_threads },
    [&](std::int64_t number) {
      return BatchRequest{ m_Sampler->Batch(0, number), views, 0 };
    },
    0,
    std::min(kMostBatches, m_Sampler->BatchesPerEpoch()));
  Batch batch;
  encoder.SetTraining(encoder.NumberOfNorms() > 0);
  while (loader.Next(batch))
  {
    use(encoder.Forward(ImagesOf(batch.images, m_Data.crops->Shape(), m_Images)), this->ClassesOf(batch));
  }
}

double
Validation::Loss(Encoder & encoder, Objective & objective, int loader_threads)
{
  if (HasClassVectors(m_Settings.objective))
  {
    return this->LossAgainstMeans(encoder, loader_threads);
  }
  double       sum = 0;
  std::int64_t batches = 0;
  this->ForEachBatch(
    encoder, loader_threads, [&](const Encoder::Output & output, const std::vector<std::int64_t> & classes) {
      sum += objective.Loss(output, classes, {}).item<double>();
      ++batches;
    });
  return sum / static_cast<double>(batches);
}

double
Validation::LossAgainstMeans(Encoder & encoder, int loader_threads)
{
  std::vector<torch::Tensor> rows;
  std::vector<std::int64_t>  classes;
  this->ForEachBatch(
    encoder, loader_threads, [&](const Encoder::Output & output, const std::vector<std::int64_t> & ofBatch) {
      rows.push_back(output.embedding);
      classes.insert(classes.end(), ofBatch.begin(), ofBatch.end());
    });
  const torch::Tensor             z = torch::cat(rows);
  const std::vector<std::int64_t> ranks = RanksInClass(classes, m_Data.class_names.size());
  std::vector<std::int64_t>       of[2], classesOf[2]; // of crops of even and of odd rank
  for (std::size_t i = 0; i < classes.size(); ++i)
  {
    of[ranks[i] % 2].push_back(static_cast<std::int64_t>(i));
    classesOf[ranks[i] % 2].push_back(classes[i]);
  }
  if (of[1].size() < 2)
  {
    throw LearnError("training: validation needs two crops each of at least two classes, or four of one");
  }
  const auto rowsOf = [&z](const std::vector<std::int64_t> & which) {
    return z.index_select(0, torch::tensor(which, torch::kInt64).to(z.device()));
  };
  const torch::Tensor              means = MeanDirections(rowsOf(of[0]), classesOf[0], m_Data.class_names.size());
  const torch::Tensor              others = rowsOf(of[1]);
  const std::unique_ptr<Objective> objective = MakeObjective(m_Settings, means, nullptr);
  double                           sum = 0;
  std::int64_t                     batches = 0;
  const auto                       total = others.size(0);
  const at::NoGradGuard            noGradient;
  for (std::int64_t first = 0; first + 1 < total; first += m_Settings.batch_size)
  {
    const std::int64_t last = std::min(total, first + m_Settings.batch_size);
    Encoder::Output    output;
    output.embedding = others.slice(0, first, last);
    sum += objective->Loss(output, { classesOf[1].begin() + first, classesOf[1].begin() + last }, {}).item<double>();
    ++batches;
  }
  return sum / static_cast<double>(batches);
}
} // namespace pheno::learn
