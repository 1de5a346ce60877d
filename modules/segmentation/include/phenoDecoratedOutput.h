#ifndef phenoDecoratedOutput_h
#define phenoDecoratedOutput_h

#include "phenoProcessObject.h"

#include <itkSimpleDataObjectDecorator.h>

#include <memory>
#include <utility>

namespace pheno
{
/** \class DecoratedOutput
 * \brief What filters share whose result is a plain structure instead of an image.
 *
 * \ingroup PhenoSegmentation
 */
template <typename TResult>
class ITK_TEMPLATE_EXPORT DecoratedOutput : public itk::ProcessObject
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(DecoratedOutput);
  using Self = DecoratedOutput;
  using Superclass = itk::ProcessObject;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  using OutputType = itk::SimpleDataObjectDecorator<std::shared_ptr<const TResult>>;
  itkTypeMacro(DecoratedOutput, ProcessObject);

  /** The result as a pipeline's data object; it may be kept after the filter is gone. */
  OutputType *
  GetOutput()
  {
    return static_cast<OutputType *>(this->Superclass::GetOutput(0));
  }

protected:
  DecoratedOutput()
  {
    this->SetNumberOfRequiredOutputs(1);
    this->SetNthOutput(0, this->MakeOutput(0));
  }
  ~DecoratedOutput() override = default;

  using Superclass::MakeOutput;
  itk::DataObject::Pointer
  MakeOutput(DataObjectPointerArraySizeType) override
  {
    return OutputType::New().GetPointer();
  }
  void
  VerifyInputInformation() const override
  {
    VerifySameGrid(*this);
  }
  /** The result. Throws itk::ExceptionObject before the first update. */
  const TResult &
  GetResult() const
  {
    const auto & result = static_cast<const OutputType *>(this->Superclass::GetOutput(0))->Get();
    if (result == nullptr)
    {
      itkExceptionMacro("there is no result yet, expected Update() before");
    }
    return *result;
  }
  void
  SetResult(TResult result)
  {
    this->GetOutput()->Set(std::make_shared<const TResult>(std::move(result)));
  }
  void
  Advance(float progress)
  {
    UpdateProgressOrAbort(*this, progress);
  }
};
} // namespace pheno

#endif
