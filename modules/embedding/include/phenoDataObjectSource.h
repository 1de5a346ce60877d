#ifndef phenoDataObjectSource_h
#define phenoDataObjectSource_h

#include "phenoProcessObject.h"

#include <itkMultiThreaderBase.h>
#include <itkProcessObject.h>

#include <algorithm>
#include <exception>
#include <string>

namespace pheno
{
/** \class DataObjectSource
 * \brief What the process objects of this room share: one output, a data object that is no image.
 *
 * A subclass writes Execute(). Whatever that throws leaves Update() as itk::ExceptionObject with the same sentence, and
 * as itk::ProcessAborted when an observer asked to stop (SetAbortGenerateData).
 *
 * \ingroup PhenoEmbedding
 */
template <typename TOutput>
class ITK_TEMPLATE_EXPORT DataObjectSource : public itk::ProcessObject
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(DataObjectSource);
  using Self = DataObjectSource;
  using Superclass = itk::ProcessObject;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  using OutputType = TOutput;
  itkTypeMacro(DataObjectSource, ProcessObject);

  OutputType *
  GetOutput()
  {
    return static_cast<OutputType *>(this->Superclass::GetOutput(0));
  }
  const OutputType *
  GetOutput() const
  {
    return static_cast<const OutputType *>(this->Superclass::GetOutput(0));
  }

protected:
  DataObjectSource()
  {
    this->SetNumberOfRequiredOutputs(1);
    this->SetNthOutput(0, this->MakeOutput(0));
  }
  ~DataObjectSource() override = default;

  using Superclass::MakeOutput;
  itk::DataObject::Pointer
  MakeOutput(DataObjectPointerArraySizeType) override
  {
    return OutputType::New().GetPointer();
  }

  /** Makes the output. */
  virtual void
  Execute() = 0;

  void
  GenerateData() override
  {
    try
    {
      this->Execute();
    }
    catch (const itk::ExceptionObject &)
    {
      throw;
    }
    catch (const std::exception & error)
    {
      if (this->GetAbortGenerateData())
      {
        this->ThrowAborted();
      }
      itkExceptionMacro(<< error.what());
    }
  }

  /** Reports progress (0 to 1); throws itk::ProcessAborted when an observer asked to stop. */
  void
  Advance(double progress)
  {
    UpdateProgressOrAbort(*this, static_cast<float>(progress));
  }

  /** For work that has stopped on request. */
  [[noreturn]] void
  ThrowAborted() const
  {
    itk::ProcessAborted aborted(__FILE__, __LINE__);
    aborted.SetDescription(std::string(this->GetNameOfClass()) + ": stopped on request");
    throw aborted;
  }

  /** Threads that this filter may use: its work units, but no more than ITK's threads. */
  int
  ThreadGrant() const
  {
    return static_cast<int>(
      std::min(this->GetNumberOfWorkUnits(), this->GetMultiThreader()->GetMaximumNumberOfThreads()));
  }
};
} // namespace pheno

#endif
