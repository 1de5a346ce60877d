#ifndef phenoCellGrowingImageFilter_hxx
#define phenoCellGrowingImageFilter_hxx

#include "phenoCellGrowingImageFilter.h"

#include "phenoThreshold.h"

namespace pheno
{
template <typename TInputImage>
CellGrowingImageFilter<TInputImage>::CellGrowingImageFilter()
{
  this->AddRequiredInputName("Cytoplasm", 1);
}

template <typename TInputImage>
void
CellGrowingImageFilter<TInputImage>::VerifyPreconditions() const
{
  Superclass::VerifyPreconditions();
  if (!(m_MaximumDistance >= 0.0 && m_Regularization >= 0.0 && m_SmoothingSigma >= 0.0 && m_ThresholdCorrection > 0.0))
  {
    itkExceptionMacro("found distance " << m_MaximumDistance << " px, regularization " << m_Regularization
                                        << ", smoothing " << m_SmoothingSigma << " px, correction "
                                        << m_ThresholdCorrection
                                        << ", expected none of them negative and a correction above 0");
  }
}

template <typename TInputImage>
void
CellGrowingImageFilter<TInputImage>::GenerateData()
{
  this->AllocateOutputs();
  const auto               stain = AsFloat(this->GetCytoplasm());
  const auto               plane = ViewOf(*stain);
  const std::vector<float> smooth = SmoothPlane(plane, m_SmoothingSigma);
  this->Advance(0.2f);
  GrowCells({ smooth.data(), plane.width, plane.height },
            ViewOf(*this->GetInput()),
            { m_MaximumDistance, m_Regularization, m_ThresholdCorrection, m_Method, m_Threshold },
            { this->GetOutput()->GetBufferPointer(), plane.width, plane.height },
            [this](float fraction) { this->Advance(0.2f + 0.8f * fraction); });
  this->Advance(1.0f);
}

template <typename TInputImage>
void
CellGrowingImageFilter<TInputImage>::PrintSelf(std::ostream & os, itk::Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "MaximumDistance: " << m_MaximumDistance << std::endl;
  os << indent << "Regularization: " << m_Regularization << std::endl;
  os << indent << "SmoothingSigma: " << m_SmoothingSigma << std::endl;
  os << indent << "ThresholdCorrection: " << m_ThresholdCorrection << std::endl;
  os << indent << "Method: " << static_cast<int>(m_Method) << std::endl;
  os << indent << "Threshold: " << static_cast<int>(m_Threshold) << std::endl;
}
} // namespace pheno

#endif
