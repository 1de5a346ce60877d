#ifndef phenoDeclumpImageFilter_hxx
#define phenoDeclumpImageFilter_hxx

#include "phenoDeclumpImageFilter.h"

#include "phenoThreshold.h"

#include <algorithm>

namespace pheno
{
template <typename TInputImage>
DeclumpImageFilter<TInputImage>::DeclumpImageFilter()
{
  this->AddRequiredInputName("Stain", 1);
}

template <typename TInputImage>
void
DeclumpImageFilter<TInputImage>::VerifyPreconditions() const
{
  Superclass::VerifyPreconditions();
  if (!(m_Diameter >= 1.0))
  {
    itkExceptionMacro("found a diameter of " << m_Diameter << " px, expected at least 1");
  }
}

template <typename TInputImage>
void
DeclumpImageFilter<TInputImage>::GenerateData()
{
  this->AllocateOutputs();
  const auto               image = AsFloat(this->GetStain());
  const auto               plane = ViewOf(*image);
  const std::vector<float> clean = SmoothPlane(plane, 0.0);
  const auto               numbers = Declump({ clean.data(), plane.width, plane.height },
                               ViewOf(*this->GetInput()),
                               { m_Method, m_Diameter, m_BackgroundLevel });
  std::copy(numbers.begin(), numbers.end(), this->GetOutput()->GetBufferPointer());
  this->Advance(1.0f);
}

template <typename TInputImage>
void
DeclumpImageFilter<TInputImage>::PrintSelf(std::ostream & os, itk::Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "Method: " << static_cast<int>(m_Method) << std::endl;
  os << indent << "Diameter: " << m_Diameter << std::endl;
  os << indent << "BackgroundLevel: " << m_BackgroundLevel << std::endl;
}
} // namespace pheno

#endif
