#ifndef phenoBlobSeedImageFilter_hxx
#define phenoBlobSeedImageFilter_hxx

#include "phenoBlobSeedImageFilter.h"

#include "phenoBlobSeeds.h"
#include "phenoThreshold.h"

#include <algorithm>

namespace pheno
{
template <typename TInputImage>
void
BlobSeedImageFilter<TInputImage>::VerifyPreconditions() const
{
  Superclass::VerifyPreconditions();
  if (!(m_Diameter >= 1.0))
  {
    itkExceptionMacro("found a diameter of " << m_Diameter << " px, expected at least 1");
  }
}

template <typename TInputImage>
void
BlobSeedImageFilter<TInputImage>::GenerateData()
{
  this->AllocateOutputs();
  const auto               image = AsFloat(this->GetInput());
  const auto               plane = ViewOf(*image);
  const std::vector<float> clean = SmoothPlane(plane, 0.0);
  const auto               seeds = BlobSeeds({ clean.data(), plane.width, plane.height }, m_Diameter, m_LeastHeight);
  std::copy(seeds.begin(), seeds.end(), this->GetOutput()->GetBufferPointer());
  this->Advance(1.0f);
}

template <typename TInputImage>
void
BlobSeedImageFilter<TInputImage>::PrintSelf(std::ostream & os, itk::Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "Diameter: " << m_Diameter << std::endl;
  os << indent << "LeastHeight: " << m_LeastHeight << std::endl;
}
} // namespace pheno

#endif
