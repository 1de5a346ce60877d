#ifndef phenoWholeImageFilter_hxx
#define phenoWholeImageFilter_hxx

#include "phenoWholeImageFilter.h"

#include "phenoProcessObject.h"

namespace pheno
{
template <typename TInputImage, typename TOutputImage>
void
WholeImageFilter<TInputImage, TOutputImage>::EnlargeOutputRequestedRegion(itk::DataObject * output)
{
  output->SetRequestedRegionToLargestPossibleRegion();
}

template <typename TInputImage, typename TOutputImage>
void
WholeImageFilter<TInputImage, TOutputImage>::GenerateInputRequestedRegion()
{
  for (itk::InputDataObjectIterator it(this); !it.IsAtEnd(); ++it)
  {
    if (it.GetInput())
    {
      it.GetInput()->SetRequestedRegionToLargestPossibleRegion();
    }
  }
}

template <typename TInputImage, typename TOutputImage>
void
WholeImageFilter<TInputImage, TOutputImage>::VerifyInputInformation() const
{
  Superclass::VerifyInputInformation();
  VerifySameGrid(*this);
}

template <typename TInputImage, typename TOutputImage>
void
WholeImageFilter<TInputImage, TOutputImage>::Advance(float progress)
{
  UpdateProgressOrAbort(*this, progress);
}
} // namespace pheno

#endif
