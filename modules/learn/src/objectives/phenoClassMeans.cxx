#include "phenoClassMeans.h"
#include "phenoImages.h"

#include <algorithm>

namespace pheno::learn
{
namespace
{
constexpr std::int64_t kCropsOfClass = 32;
} // namespace

std::vector<std::int64_t>
ClassesOfItems(const TrainingData & data, const Batch & batch, std::int64_t items)
{
  std::vector<std::int64_t> classes(static_cast<std::size_t>(items));
  if (!data.class_of_crop.empty())
  {
    std::transform(batch.crops.begin(), batch.crops.begin() + items, classes.begin(), [&data](std::int64_t crop) {
      return data.class_of_crop[static_cast<std::size_t>(crop)];
    });
  }
  return classes;
}

torch::Tensor
MeanDirections(const torch::Tensor & z, const std::vector<std::int64_t> & classes, std::size_t number_of_classes)
{
  torch::Tensor sums = torch::zeros({ static_cast<std::int64_t>(number_of_classes), z.size(1) }, z.options());
  sums.index_add_(0, torch::tensor(classes, torch::kInt64).to(z.device()), z);
  return NormaliseRows(sums);
}

torch::Tensor
ClassMeans(Encoder &                    encoder,
           const TrainingData &         data,
           std::int64_t                 batch_size,
           const torch::TensorOptions & images,
           int                          threads)
{
  std::vector<std::int64_t> taken(data.class_names.size());
  std::vector<std::int64_t> crops;
  for (std::size_t i = 0; i < data.class_of_crop.size(); ++i)
  {
    if (taken[static_cast<std::size_t>(data.class_of_crop[i])]++ < kCropsOfClass)
    {
      crops.push_back(static_cast<std::int64_t>(i));
    }
  }
  const auto total = static_cast<std::int64_t>(crops.size());
  const auto plan = [&](std::int64_t number) {
    const auto first = crops.begin() + number * batch_size;
    return BatchRequest{ { first, crops.begin() + std::min(total, (number + 1) * batch_size) }, 0, 0 };
  };
  const at::NoGradGuard noGradient;
  BatchLoader loader(*data.crops, { data.scaling, {}, 0, threads }, plan, 0, (total + batch_size - 1) / batch_size);
  std::vector<torch::Tensor> rows;
  std::vector<std::int64_t>  classes;
  Batch                      batch;
  encoder.SetTraining(false);
  while (loader.Next(batch))
  {
    rows.push_back(encoder.Forward(ImagesOf(batch.images, data.crops->Shape(), images)).embedding);
    const auto ofBatch = ClassesOfItems(data, batch, static_cast<std::int64_t>(batch.crops.size()));
    classes.insert(classes.end(), ofBatch.begin(), ofBatch.end());
  }
  return MeanDirections(torch::cat(rows), classes, data.class_names.size());
}
} // namespace pheno::learn
