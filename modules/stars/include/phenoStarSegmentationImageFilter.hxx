#ifndef phenoStarSegmentationImageFilter_hxx
#define phenoStarSegmentationImageFilter_hxx

#include "phenoStarSegmentationImageFilter.h"

#include "phenoNucleusKernels.h"
#include "phenoPlaneView.h"
#include "phenoStarDetection.h"

#include <numbers>

namespace pheno
{
template <typename TInputImage>
void
StarSegmentationImageFilter<TInputImage>::SetModel(ModelPointer model)
{
  if (m_Model != model)
  {
    m_Model = std::move(model);
    this->Modified();
  }
}

template <typename TInputImage>
void
StarSegmentationImageFilter<TInputImage>::VerifyPreconditions() const
{
  Superclass::VerifyPreconditions();
  if (m_Model == nullptr)
  {
    itkExceptionMacro("there is no model, expected SetModel() before");
  }
  if (!(m_MinimumDiameter >= 0.0 && m_MaximumDiameter >= m_MinimumDiameter && m_NetworkThreads >= 1))
  {
    itkExceptionMacro("found diameters " << m_MinimumDiameter << " to " << m_MaximumDiameter << " px and "
                                         << m_NetworkThreads
                                         << " threads, expected 0 <= minimum <= maximum, at least one thread");
  }
}

template <typename TInputImage>
void
StarSegmentationImageFilter<TInputImage>::GenerateData()
{
  this->AllocateOutputs();
  const auto                     image = AsFloat(this->GetInput());
  const auto                     plane = ViewOf(*image);
  const PlaneView<std::uint32_t> labels{ this->GetOutput()->GetBufferPointer(), plane.width, plane.height };
  StarDetectionRun               run;
  run.threads = m_NetworkThreads;
  run.advance = [this](float fraction) { this->Advance(0.9f * fraction); };
  SegmentStars(*m_Model, plane, run, labels);
  const auto area = [](double diameter) { return std::numbers::pi / 4.0 * diameter * diameter; };
  m_NumberOfObjects = SelectObjects(labels, area(m_MinimumDiameter), area(m_MaximumDiameter), m_ExcludeBorder);
  this->Advance(1.0f);
}

template <typename TInputImage>
void
StarSegmentationImageFilter<TInputImage>::PrintSelf(std::ostream & os, itk::Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "Model: " << (m_Model ? "set" : "none") << std::endl;
  os << indent << "MinimumDiameter: " << m_MinimumDiameter << std::endl;
  os << indent << "MaximumDiameter: " << m_MaximumDiameter << std::endl;
  os << indent << "ExcludeBorder: " << m_ExcludeBorder << std::endl;
  os << indent << "NetworkThreads: " << m_NetworkThreads << std::endl;
  os << indent << "NumberOfObjects: " << m_NumberOfObjects << std::endl;
}
} // namespace pheno

#endif
