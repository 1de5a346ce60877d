#ifndef phenoEncoderModelDataObject_h
#define phenoEncoderModelDataObject_h

#include <itkDataObject.h>

#include <memory>

namespace pheno
{
class EncoderModel;

/** \class EncoderModelDataObject
 * \brief A trained encoder as a pipeline's data object.
 *
 * phenoEncoderModel.h, which needs no LibTorch, says what an EncoderModel is and how it is loaded from and saved to a
 * folder. Filters never change the model that they are given.
 *
 * \ingroup PhenoEmbedding
 */
class EncoderModelDataObject : public itk::DataObject
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(EncoderModelDataObject);
  using Self = EncoderModelDataObject;
  using Superclass = itk::DataObject;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  using ModelPointer = std::shared_ptr<const EncoderModel>;
  itkNewMacro(Self);
  itkTypeMacro(EncoderModelDataObject, DataObject);

  /** The model; null before the pipeline has run. */
  void
  SetModel(ModelPointer model);
  const ModelPointer &
  GetModel() const
  {
    return m_Model;
  }

  /** Forgets the model. */
  void
  Initialize() override;

  /** Shares the model of another EncoderModelDataObject. */
  void
  Graft(const itk::DataObject * data) override;

protected:
  EncoderModelDataObject() = default;
  ~EncoderModelDataObject() override = default;

  void
  PrintSelf(std::ostream & os, itk::Indent indent) const override;

private:
  ModelPointer m_Model;
};
} // namespace pheno

#endif
