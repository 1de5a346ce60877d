#ifndef phenoFlatFieldCorrectionImageFilter_hxx
#define phenoFlatFieldCorrectionImageFilter_hxx

#include "phenoFlatFieldCorrectionImageFilter.h"

#include <itkImageRegionConstIteratorWithIndex.h>
#include <itkImageScanlineIterator.h>
#include <itkTotalProgressReporter.h>

namespace pheno
{
template <typename TInputImage, typename TOutputImage, typename TFieldImage>
FlatFieldCorrectionImageFilter<TInputImage, TOutputImage, TFieldImage>::FlatFieldCorrectionImageFilter()
{
  this->AddRequiredInputName("FlatField", 1);
  this->AddOptionalInputName("DarkField", 2);
  this->DynamicMultiThreadingOn();
  this->ThreaderUpdateProgressOff();
}

template <typename TInputImage, typename TOutputImage, typename TFieldImage>
void
FlatFieldCorrectionImageFilter<TInputImage, TOutputImage, TFieldImage>::VerifyInputInformation() const
{
  Superclass::VerifyInputInformation();
  const auto image = this->GetInput()->GetLargestPossibleRegion();
  const auto verify = [this, &image](const char * name, const TFieldImage & picture) {
    const auto field = picture.GetLargestPossibleRegion();
    if (image != field)
    {
      itkExceptionMacro("the " << name << " field covers " << field.GetSize() << " pixels from " << field.GetIndex()
                               << ", expected those of the image: " << image.GetSize() << " from " << image.GetIndex());
    }
  };
  verify("flat", *this->GetFlatField());
  if (this->GetDarkField())
  {
    verify("dark", *this->GetDarkField());
  }
}

template <typename TInputImage, typename TOutputImage, typename TFieldImage>
void
FlatFieldCorrectionImageFilter<TInputImage, TOutputImage, TFieldImage>::BeforeThreadedGenerateData()
{
  m_Positive = true;
}

template <typename TInputImage, typename TOutputImage, typename TFieldImage>
void
FlatFieldCorrectionImageFilter<TInputImage, TOutputImage, TFieldImage>::DynamicThreadedGenerateData(
  const OutputImageRegionType & region)
{
  itk::TotalProgressReporter progress(this, this->GetOutput()->GetRequestedRegion().GetNumberOfPixels());
  const auto                 offset = static_cast<float>(m_Dark);
  const TFieldImage * const  varying = this->GetDarkField();

  itk::ImageScanlineConstIterator<TInputImage> in(this->GetInput(), region);
  itk::ImageScanlineConstIterator<TFieldImage> flat(this->GetFlatField(), region);
  itk::ImageScanlineConstIterator<TFieldImage> shade(varying ? varying : this->GetFlatField(), region);
  itk::ImageScanlineIterator<TOutputImage>     out(this->GetOutput(), region);
  while (!out.IsAtEnd())
  {
    bool positive = true;
    while (!out.IsAtEndOfLine())
    {
      const auto field = static_cast<float>(flat.Get());
      const auto dark = varying ? static_cast<float>(shade.Get()) : offset;
      positive &= field > 0.0f;
      out.Set(static_cast<typename TOutputImage::PixelType>((static_cast<float>(in.Get()) - dark) / field));
      ++in;
      ++flat;
      ++shade;
      ++out;
    }
    if (!positive)
    {
      m_Positive = false;
    }
    in.NextLine();
    flat.NextLine();
    shade.NextLine();
    out.NextLine();
    progress.Completed(region.GetSize(0));
  }
}

// ITK 5.2's pool loses exceptions of all but the first work units, so both are reported from here.
template <typename TInputImage, typename TOutputImage, typename TFieldImage>
void
FlatFieldCorrectionImageFilter<TInputImage, TOutputImage, TFieldImage>::AfterThreadedGenerateData()
{
  if (this->GetAbortGenerateData())
  {
    itk::ProcessAborted aborted(__FILE__, __LINE__);
    aborted.SetDescription("FlatFieldCorrectionImageFilter: stopped on request");
    throw aborted;
  }
  if (!m_Positive)
  {
    ThrowWhereNotPositive();
  }
}

template <typename TInputImage, typename TOutputImage, typename TFieldImage>
void
FlatFieldCorrectionImageFilter<TInputImage, TOutputImage, TFieldImage>::ThrowWhereNotPositive() const
{
  itk::ImageRegionConstIteratorWithIndex<TFieldImage> flat(this->GetFlatField(),
                                                           this->GetOutput()->GetRequestedRegion());
  while (flat.Get() > 0)
  {
    ++flat;
  }
  itkExceptionMacro("the flat field is not strictly positive: found " << flat.Get() << " at " << flat.GetIndex());
}

template <typename TInputImage, typename TOutputImage, typename TFieldImage>
void
FlatFieldCorrectionImageFilter<TInputImage, TOutputImage, TFieldImage>::PrintSelf(std::ostream & os,
                                                                                  itk::Indent    indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "Dark: " << m_Dark << std::endl;
}
} // namespace pheno

#endif
