#include "phenoCheckTrainingData.h"
#include "phenoLearnError.h"
#include "phenoObjective.h"
#include "phenoTreatmentTower.h"

namespace pheno::learn
{
namespace
{
void
CheckClasses(const std::vector<std::int64_t> & class_of_crop, std::size_t classes)
{
  for (const std::int64_t c : class_of_crop)
  {
    if (c < 0 || c >= static_cast<std::int64_t>(classes))
    {
      throw LearnError("training: class index " + std::to_string(c) + " with " + std::to_string(classes) +
                       " class names");
    }
  }
}
} // namespace

void
CheckTrainingData(const TrainingData & data, const TrainingSettings & settings)
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
  if (!NeedsClasses(settings.objective))
  {
    return;
  }
  if (data.class_names.empty() || static_cast<std::int64_t>(data.class_of_crop.size()) != crops)
  {
    throw LearnError("training: objective " + settings.objective + " needs a class for each of the " +
                     std::to_string(crops) + " crops, got " + std::to_string(data.class_of_crop.size()) + " of " +
                     std::to_string(data.class_names.size()) + " classes");
  }
  CheckClasses(data.class_of_crop, data.class_names.size());
  if (data.treatments != nullptr && static_cast<std::int64_t>(data.class_names.size()) != data.treatments->Treatments())
  {
    throw LearnError("training: " + std::to_string(data.class_names.size()) + " classes and " +
                     std::to_string(data.treatments->Treatments()) + " treatments");
  }
  const ValidationData & validation = data.validation;
  if (validation.crops != nullptr)
  {
    if (static_cast<std::int64_t>(validation.class_of_crop.size()) != validation.crops->Size())
    {
      throw LearnError("training: " + std::to_string(validation.crops->Size()) + " validation crops and " +
                       std::to_string(validation.class_of_crop.size()) + " classes of them");
    }
    CheckClasses(validation.class_of_crop, validation.class_names.size());
  }
}
} // namespace pheno::learn
