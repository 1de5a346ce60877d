#ifndef phenoForegroundImageFilter_hxx
#define phenoForegroundImageFilter_hxx

#include "phenoForegroundImageFilter.h"

#include "phenoThreshold.h"

#include <algorithm>

namespace pheno
{
template <typename TInputImage>
void
ForegroundImageFilter<TInputImage>::VerifyPreconditions() const
{
  Superclass::VerifyPreconditions();
  if (!(m_Correction > 0.0 && m_Reach >= 1.0 && m_SmoothingSigma >= 0.0))
  {
    itkExceptionMacro("found correction " << m_Correction << ", reach " << m_Reach << " px, smoothing "
                                          << m_SmoothingSigma
                                          << " px, expected correction > 0, reach >= 1, smoothing >= 0");
  }
}

template <typename TInputImage>
void
ForegroundImageFilter<TInputImage>::GenerateData()
{
  this->AllocateOutputs();
  const auto               image = AsFloat(this->GetInput());
  const auto               plane = ViewOf(*image);
  const std::vector<float> smooth = SmoothPlane(plane, m_SmoothingSigma);
  this->Advance(0.5f);
  const std::vector<std::uint8_t> mask =
    Foreground({ smooth.data(), plane.width, plane.height }, { m_Method, m_Correction, m_Reach });
  std::copy(mask.begin(), mask.end(), this->GetOutput()->GetBufferPointer());
  this->Advance(1.0f);
}

template <typename TInputImage>
void
ForegroundImageFilter<TInputImage>::PrintSelf(std::ostream & os, itk::Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "Method: " << static_cast<int>(m_Method) << std::endl;
  os << indent << "Correction: " << m_Correction << std::endl;
  os << indent << "Reach: " << m_Reach << std::endl;
  os << indent << "SmoothingSigma: " << m_SmoothingSigma << std::endl;
}
} // namespace pheno

#endif
