#ifndef phenoProfileDataObject_h
#define phenoProfileDataObject_h

#include "phenoProfiles.h"

#include <itkDataObject.h>

#include <memory>

namespace pheno
{
/** \class ProfileDataObject
 * \brief Profiles of cells or wells as a pipeline's data object: Metadata_* columns and an N x D matrix.
 *
 * \ingroup PhenoEmbedding
 */
class ProfileDataObject : public itk::DataObject
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(ProfileDataObject);
  using Self = ProfileDataObject;
  using Superclass = itk::DataObject;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  itkNewMacro(Self);
  itkTypeMacro(ProfileDataObject, DataObject);

  /** Takes profiles over. Throws itk::ExceptionObject when their parts do not fit each other. */
  void
  SetProfiles(Profiles profiles);

  /** The profiles; no rows and no features before the pipeline has run. */
  const Profiles &
  GetProfiles() const
  {
    return *m_Profiles;
  }

  /** Forgets the profiles. */
  void
  Initialize() override;

  /** Shares the profiles of another ProfileDataObject. */
  void
  Graft(const itk::DataObject * data) override;

protected:
  ProfileDataObject();
  ~ProfileDataObject() override = default;

  void
  PrintSelf(std::ostream & os, itk::Indent indent) const override;

private:
  std::shared_ptr<const Profiles> m_Profiles; // never null
};
} // namespace pheno

#endif
