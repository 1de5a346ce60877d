#ifndef phenoNucleusSegmentationImageFilter_hxx
#define phenoNucleusSegmentationImageFilter_hxx

#include "phenoNucleusSegmentationImageFilter.h"

#include "phenoThreshold.h"

namespace pheno
{
template <typename TInputImage>
void
NucleusSegmentationImageFilter<TInputImage>::VerifyPreconditions() const
{
  Superclass::VerifyPreconditions();
  if (!(m_MinimumDiameter > 0.0 && m_MaximumDiameter >= m_MinimumDiameter && m_SmoothingSigma >= 0.0 &&
        m_ThresholdCorrection > 0.0))
  {
    itkExceptionMacro("found diameters " << m_MinimumDiameter << " to " << m_MaximumDiameter << " px, smoothing "
                                         << m_SmoothingSigma << " px, correction " << m_ThresholdCorrection
                                         << ", expected 0 < minimum <= maximum, smoothing >= 0, correction > 0");
  }
}

template <typename TInputImage>
void
NucleusSegmentationImageFilter<TInputImage>::GenerateData()
{
  this->AllocateOutputs();
  const auto               image = AsFloat(this->GetInput());
  const auto               plane = ViewOf(*image);
  const std::vector<float> smooth = SmoothPlane(plane, m_SmoothingSigma);
  this->Advance(0.2f);
  m_NumberOfObjects = SegmentNuclei(
    { smooth.data(), plane.width, plane.height },
    { m_MinimumDiameter, m_MaximumDiameter, m_ThresholdCorrection, m_ExcludeBorder, m_Threshold, m_Declump },
    { this->GetOutput()->GetBufferPointer(), plane.width, plane.height },
    [this](float fraction) { this->Advance(0.2f + 0.8f * fraction); });
  this->Advance(1.0f);
}

template <typename TInputImage>
void
NucleusSegmentationImageFilter<TInputImage>::PrintSelf(std::ostream & os, itk::Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "MinimumDiameter: " << m_MinimumDiameter << std::endl;
  os << indent << "MaximumDiameter: " << m_MaximumDiameter << std::endl;
  os << indent << "SmoothingSigma: " << m_SmoothingSigma << std::endl;
  os << indent << "ThresholdCorrection: " << m_ThresholdCorrection << std::endl;
  os << indent << "Threshold: " << (m_Threshold ? static_cast<int>(*m_Threshold) : -1) << std::endl;
  os << indent << "Declump: " << static_cast<int>(m_Declump) << std::endl;
  os << indent << "ExcludeBorder: " << m_ExcludeBorder << std::endl;
  os << indent << "NumberOfObjects: " << m_NumberOfObjects << std::endl;
}
} // namespace pheno

#endif
