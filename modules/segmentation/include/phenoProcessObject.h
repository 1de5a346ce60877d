#ifndef phenoProcessObject_h
#define phenoProcessObject_h

#include <itkProcessObject.h>

namespace pheno
{
/** Throws itk::ExceptionObject unless all 2-D image inputs have the same region, origin, spacing and direction. */
void
VerifySameGrid(const itk::ProcessObject & filter);

/** Reports progress (0 to 1) to observers; throws itk::ProcessAborted when one of them asked to stop. */
void
UpdateProgressOrAbort(itk::ProcessObject & filter, float progress);
} // namespace pheno

#endif
