#include "phenoProfileDataObject.h"

#include "phenoError.h"

namespace pheno
{
ProfileDataObject::ProfileDataObject()
  : m_Profiles(std::make_shared<const Profiles>())
{}

void
ProfileDataObject::SetProfiles(Profiles profiles)
{
  try
  {
    profiles.Check();
  }
  catch (const Error & error)
  {
    itkExceptionMacro(<< error.what());
  }
  m_Profiles = std::make_shared<const Profiles>(std::move(profiles));
  this->Modified();
}

void
ProfileDataObject::Initialize()
{
  Superclass::Initialize();
  m_Profiles = std::make_shared<const Profiles>();
}

void
ProfileDataObject::Graft(const itk::DataObject * data)
{
  const auto * other = dynamic_cast<const Self *>(data);
  if (other == nullptr)
  {
    itkExceptionMacro("found " << (data == nullptr ? "nothing" : data->GetNameOfClass())
                               << " to graft, expected a ProfileDataObject");
  }
  m_Profiles = other->m_Profiles;
  this->Modified();
}

void
ProfileDataObject::PrintSelf(std::ostream & os, itk::Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "Profiles: " << m_Profiles->Rows() << " x " << m_Profiles->Columns() << std::endl;
  os << indent << "Metadata: " << Join(m_Profiles->metadata.Names()) << std::endl;
}
} // namespace pheno
