#include "phenoItkSession.h"

#include "phenoImage.h"
#include "phenoSideLibrary.h"

#include <itkMultiThreaderBase.h>
#include <itkShiftScaleImageFilter.h>

namespace pheno
{
namespace
{
/** Aborts the filter that reports progress, once the task was cancelled. An abort that is set before Update() is
 * forgotten, so it is set from here. */
class AbortWhenCancelled : public itk::Command
{
public:
  using Self = AbortWhenCancelled;
  using Pointer = itk::SmartPointer<Self>;
  itkNewMacro(Self);

  void
  Execute(itk::Object * caller, const itk::EventObject &) override
  {
    auto * filter = dynamic_cast<itk::ProcessObject *>(caller);
    if (filter && context->IsCancelled())
    {
      filter->AbortGenerateDataOn();
    }
  }
  void
  Execute(const itk::Object *, const itk::EventObject &) override
  {}

  const Context * context = nullptr;
};

/** Removes an observer when the update is over, however it ends. */
class Observation
{
public:
  Observation(itk::ProcessObject * filter, const Context & context)
    : m_Filter(filter)
  {
    const auto command = AbortWhenCancelled::New();
    command->context = &context;
    m_Tag = filter->AddObserver(itk::ProgressEvent(), command);
  }
  ~Observation() { m_Filter->RemoveObserver(m_Tag); }
  Observation(const Observation &) = delete;
  Observation &
  operator=(const Observation &) = delete;

private:
  itk::ProcessObject * m_Filter;
  unsigned long        m_Tag = 0;
};

void
RunOnePixel()
{
  const auto image = Plane::New();
  image->SetRegions(itk::Size<2>{ { 1, 1 } });
  image->Allocate(true);
  const auto filter = itk::ShiftScaleImageFilter<Plane, Plane>::New();
  filter->SetInput(image);
  filter->Update();
}
} // namespace

void
WarmUpItk()
{
  static const bool warm = [] {
    itk::MultiThreaderBase::SetGlobalDefaultNumberOfThreads(1);
    const auto useOneThread = SideLibrarySymbol("libpheno_opencv_session.so", "pheno_opencv_use_one_thread");
    reinterpret_cast<void (*)()>(useOneThread)();
    RunOnePixel();
    return true;
  }();
  static_cast<void>(warm);
}

void
UpdateWatched(itk::ProcessObject * filter, const Context & context)
{
  context.ThrowIfCancelled();
  const Observation observation(filter, context);
  try
  {
    filter->Update();
  }
  catch (const itk::ProcessAborted &)
  {
    filter->ResetPipeline();
    context.ThrowIfCancelled();
    throw;
  }
}
} // namespace pheno
