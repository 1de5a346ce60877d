#include "phenoCropEmbeddingFilter.h"

#include "phenoCopyModel.h"
#include "phenoEmbedder.h"
#include "phenoEmbeddingNames.h"

namespace pheno
{
namespace
{
constexpr const char * kPlateColumn = "Metadata_Plate";

std::vector<bool>
Equals(const Table::Text & cells, const std::string & value)
{
  std::vector<bool> equal;
  for (const std::string & cell : cells)
  {
    equal.push_back(cell == value);
  }
  return equal;
}

} // namespace

CropEmbeddingFilter::CropEmbeddingFilter()
{
  this->SetPrimaryInputName("Crops");
  this->SetNumberOfRequiredInputs(1);
  this->AddRequiredInputName("Model", 1);
}

EmbeddingSettings
CropEmbeddingFilter::MakeSettings()
{
  EmbeddingSettings settings;
  settings.batch_size = m_BatchSize;
  settings.threads = this->ThreadGrant();
  settings.precision = m_Precision;
  settings.control_sample_size = m_ControlSampleSize;
  settings.seed = m_Seed;
  settings.on_progress = [this](double fraction) { this->UpdateProgress(static_cast<float>(fraction)); };
  settings.cancelled = [this] { return this->GetAbortGenerateData(); };
  return settings;
}

void
CropEmbeddingFilter::Execute()
{
  const CropDataObject & crops = *this->GetCrops();
  const auto &           trained = this->GetModel()->GetModel();
  if (trained == nullptr)
  {
    itkExceptionMacro("found no encoder in input Model, expected a trained one");
  }
  this->Advance(0.0);
  EncoderModel     model = CopyModel(*trained);
  const Table &    table = crops.GetTable();
  const Embeddings embeddings = m_Recalibrate
                                  ? EmbedPlates(model,
                                                crops.GetSource(),
                                                crops.GetChannels(),
                                                table.Texts(kPlateColumn),
                                                Equals(table.Texts(m_ControlColumn), m_ControlValue),
                                                this->MakeSettings())
                                  : Embed(model, crops.GetSource(), crops.GetChannels(), this->MakeSettings());
  Profiles         profiles;
  profiles.metadata = table.Metadata();
  profiles.features = EmbeddingNames(embeddings.width);
  profiles.values.assign(embeddings.values.begin(), embeddings.values.end());
  profiles.precision = Profiles::Precision::Float32;
  this->GetOutput()->SetProfiles(std::move(profiles));
  this->Advance(1.0);
}

void
CropEmbeddingFilter::PrintSelf(std::ostream & os, itk::Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "Recalibrate: " << m_Recalibrate << std::endl;
  os << indent << "ControlColumn: " << m_ControlColumn << std::endl;
  os << indent << "ControlValue: " << m_ControlValue << std::endl;
  os << indent << "ControlSampleSize: " << m_ControlSampleSize << std::endl;
  os << indent << "Seed: " << m_Seed << std::endl;
  os << indent << "BatchSize: " << m_BatchSize << std::endl;
  os << indent << "Precision: " << m_Precision << std::endl;
}
} // namespace pheno
