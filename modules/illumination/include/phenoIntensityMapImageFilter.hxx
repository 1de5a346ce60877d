#ifndef phenoIntensityMapImageFilter_hxx
#define phenoIntensityMapImageFilter_hxx

#include "phenoIntensityMapImageFilter.h"

#include <itkImageRegionConstIteratorWithIndex.h>
#include <itkImageScanlineIterator.h>
#include <itkTotalProgressReporter.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace pheno
{
template <typename TInputImage, typename TOutputImage>
IntensityMapImageFilter<TInputImage, TOutputImage>::IntensityMapImageFilter()
{
  this->DynamicMultiThreadingOn();
  this->ThreaderUpdateProgressOff();
}

template <typename TInputImage, typename TOutputImage>
void
IntensityMapImageFilter<TInputImage, TOutputImage>::SetMap(const IntensityMap & map)
{
  m_Map = map;
  this->Modified();
}

template <typename TInputImage, typename TOutputImage>
void
IntensityMapImageFilter<TInputImage, TOutputImage>::BeforeThreadedGenerateData()
{
  m_Finite = true;
}

template <typename TInputImage, typename TOutputImage>
void
IntensityMapImageFilter<TInputImage, TOutputImage>::DynamicThreadedGenerateData(const OutputImageRegionType & region)
{
  using Pixel = typename TOutputImage::PixelType;
  itk::TotalProgressReporter progress(this, this->GetOutput()->GetRequestedRegion().GetNumberOfPixels());

  itk::ImageScanlineConstIterator<TInputImage> in(this->GetInput(), region);
  itk::ImageScanlineIterator<TOutputImage>     out(this->GetOutput(), region);
  while (!out.IsAtEnd())
  {
    bool finite = true;
    while (!out.IsAtEndOfLine())
    {
      const auto value = static_cast<double>(in.Get());
      const bool good = std::isfinite(value);
      finite &= good;
      double mapped = good ? m_Map(value) : 0.0;
      if constexpr (std::is_integral_v<Pixel>)
      {
        mapped = std::clamp(mapped,
                            static_cast<double>(std::numeric_limits<Pixel>::lowest()),
                            static_cast<double>(std::numeric_limits<Pixel>::max()));
      }
      out.Set(static_cast<Pixel>(mapped));
      ++in;
      ++out;
    }
    if (!finite)
    {
      m_Finite = false;
    }
    in.NextLine();
    out.NextLine();
    progress.Completed(region.GetSize(0));
  }
}

// ITK 5.2's pool loses exceptions of all but the first work units, so both are reported from here.
template <typename TInputImage, typename TOutputImage>
void
IntensityMapImageFilter<TInputImage, TOutputImage>::AfterThreadedGenerateData()
{
  if (this->GetAbortGenerateData())
  {
    itk::ProcessAborted aborted(__FILE__, __LINE__);
    aborted.SetDescription("IntensityMapImageFilter: stopped on request");
    throw aborted;
  }
  if (!m_Finite)
  {
    ThrowWhereNotFinite();
  }
}

template <typename TInputImage, typename TOutputImage>
void
IntensityMapImageFilter<TInputImage, TOutputImage>::ThrowWhereNotFinite() const
{
  itk::ImageRegionConstIteratorWithIndex<TInputImage> in(this->GetInput(), this->GetOutput()->GetRequestedRegion());
  while (std::isfinite(static_cast<double>(in.Get())))
  {
    ++in;
  }
  itkExceptionMacro("pixel " << in.GetIndex() << " is " << in.Get() << ", expected finite numbers");
}

template <typename TInputImage, typename TOutputImage>
void
IntensityMapImageFilter<TInputImage, TOutputImage>::PrintSelf(std::ostream & os, itk::Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "Low: " << m_Map.low << std::endl;
  os << indent << "High: " << m_Map.high << std::endl;
}
} // namespace pheno

#endif
