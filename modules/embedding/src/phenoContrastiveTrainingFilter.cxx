#include "phenoContrastiveTrainingFilter.h"

#include "phenoCropClasses.h"
#include "phenoError.h"
#include "phenoIntensityRange.h"
#include "phenoLearnError.h"

#include <numeric>

namespace pheno
{
namespace
{
/** Every crop, or those that have a class. */
CropClasses
ClassesOf(const CropDataObject & crops, const std::vector<std::string> & columns)
{
  if (columns.empty())
  {
    CropClasses all;
    all.crops.resize(crops.GetNumberOfCrops());
    std::iota(all.crops.begin(), all.crops.end(), std::int64_t{ 0 });
    return all;
  }
  std::vector<Table::Text> labels;
  for (const std::string & column : columns)
  {
    labels.push_back(crops.GetTable().Texts(column));
  }
  return ClassesByLabels(labels);
}
} // namespace

ContrastiveTrainingFilter::ContrastiveTrainingFilter()
{
  this->SetPrimaryInputName("Crops");
  this->SetNumberOfRequiredInputs(1);
}

void
ContrastiveTrainingFilter::SetSettings(const TrainingSettings & settings)
{
  nlohmann::json wanted = ToJson(settings);
  if (wanted == ToJson(m_Settings))
  {
    return;
  }
  try
  {
    m_Settings = TrainingSettingsFromJson(wanted);
  }
  catch (const LearnError & error)
  {
    itkExceptionMacro(<< error.what());
  }
  this->Modified();
}

void
ContrastiveTrainingFilter::SetClassBy(std::vector<std::string> columns)
{
  if (m_ClassBy != columns)
  {
    m_ClassBy = std::move(columns);
    this->Modified();
  }
}

TrainingRun
ContrastiveTrainingFilter::MakeRun()
{
  TrainingRun run;
  run.scratch_folder = m_CheckpointFolder;
  run.threads = this->ThreadGrant();
  run.on_step = [this](const TrainingProgress & progress) {
    this->UpdateProgress(static_cast<float>(progress.fraction));
  };
  run.cancelled = [this] { return this->GetAbortGenerateData(); };
  return run;
}

void
ContrastiveTrainingFilter::Execute()
{
  const CropDataObject & all = *this->GetCrops();
  const CropClasses      classes = ClassesOf(all, m_ClassBy);
  const SubsetCropSource crops(all.GetSource(), classes.crops);
  TrainingData           data;
  data.crops = &crops;
  data.class_of_crop = classes.index;
  data.class_names = classes.names;
  data.channels = all.GetChannels();
  data.scaling = MeasureInputScaling(crops, m_LowPercentile, m_HighPercentile);
  this->Advance(0.0);
  TrainingResult result = Train(data, m_Settings, this->MakeRun());
  if (!result.note.empty())
  {
    itkWarningMacro(<< result.note);
  }
  if (!result.completed)
  {
    this->ThrowAborted();
  }
  this->Advance(1.0);
  m_History = std::move(result.history);
  this->GetOutput()->SetModel(result.model);
}

void
ContrastiveTrainingFilter::PrintSelf(std::ostream & os, itk::Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "Settings: " << ToJson(m_Settings).dump() << std::endl;
  os << indent << "ClassBy: " << Join(m_ClassBy) << std::endl;
  os << indent << "LowPercentile: " << m_LowPercentile << std::endl;
  os << indent << "HighPercentile: " << m_HighPercentile << std::endl;
  os << indent << "CheckpointFolder: " << m_CheckpointFolder << std::endl;
  os << indent << "History: " << m_History.size() << " rows" << std::endl;
}
} // namespace pheno
