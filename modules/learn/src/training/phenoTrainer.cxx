#include "phenoTrainer.h"
#include "phenoCheckTrainingData.h"
#include "phenoCommunicator.h"
#include "phenoDevice.h"
#include "phenoEncoderModel.h"
#include "phenoFiles.h"
#include "phenoTensorFile.h"
#include "phenoTraining.h"
#include "phenoTreatmentTower.h"

namespace pheno
{
TrainingResult
Train(const TrainingData & data, const TrainingSettings & settings, const TrainingRun & run)
{
  DeviceOf(run.device);                       // checks that it is there
  TrainingSettingsFromJson(ToJson(settings)); // checks values that were set by hand
  learn::CheckTrainingData(data, settings);
  return learn::Training(data, settings, run).Run();
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
