#ifndef phenoItkSession_h
#define phenoItkSession_h

#include "phenoNode.h"

#include <itkCommand.h>
#include <itkProcessObject.h>

namespace pheno
{
/** Uses ITK once on the calling (main) thread and sets its and OpenCV's global thread count to 1, before any worker
 * starts: ITK's first uses are not safe when they are concurrent. Cheap to call again. */
void
WarmUpItk();

/** The output of an updated filter, cut from the pipeline and safe to keep after the filter is gone. */
template <typename TFilter>
typename TFilter::OutputImageType::Pointer
TakeOutput(TFilter * filter)
{
  typename TFilter::OutputImageType::Pointer output = filter->GetOutput();
  output->DisconnectPipeline();
  return output;
}

/** Runs a filter under a task: aborts it when the task is cancelled (throws Cancelled), forwards nothing else. */
void
UpdateWatched(itk::ProcessObject * filter, const Context & context);
} // namespace pheno

#endif
