#include "phenoEncoderModelDataObject.h"

#include "phenoEncoderModel.h"
#include "phenoError.h"

namespace pheno
{
void
EncoderModelDataObject::SetModel(ModelPointer model)
{
  if (m_Model != model)
  {
    m_Model = std::move(model);
    this->Modified();
  }
}

void
EncoderModelDataObject::Initialize()
{
  Superclass::Initialize();
  m_Model.reset();
}

void
EncoderModelDataObject::Graft(const itk::DataObject * data)
{
  const auto * other = dynamic_cast<const Self *>(data);
  if (other == nullptr)
  {
    itkExceptionMacro("found " << (data == nullptr ? "nothing" : data->GetNameOfClass())
                               << " to graft, expected an EncoderModelDataObject");
  }
  this->SetModel(other->m_Model);
}

void
EncoderModelDataObject::PrintSelf(std::ostream & os, itk::Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  if (m_Model == nullptr)
  {
    os << indent << "Model: none" << std::endl;
    return;
  }
  const ModelDescription & model = m_Model->Description();
  os << indent << "Architecture: " << model.architecture << std::endl;
  os << indent << "Objective: " << model.objective << std::endl;
  os << indent << "Steps: " << model.steps << std::endl;
  os << indent << "Channels: " << Join(model.channels) << std::endl;
  os << indent << "EmbeddingWidth: " << m_Model->EmbeddingWidth() << std::endl;
}
} // namespace pheno
