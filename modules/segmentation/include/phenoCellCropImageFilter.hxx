#ifndef phenoCellCropImageFilter_hxx
#define phenoCellCropImageFilter_hxx

#include "phenoCellCropImageFilter.h"

#include "phenoMeasureObjects.h"

#include <array>

namespace pheno
{
template <typename TInputImage, typename TCropPixel>
CellCropImageFilter<TInputImage, TCropPixel>::CellCropImageFilter()
{
  this->SetPrimaryInputName("Labels");
  this->AddOptionalInputName("Nuclei", 1);
}

template <typename TInputImage, typename TCropPixel>
void
CellCropImageFilter<TInputImage, TCropPixel>::AddPlane(const TInputImage * plane)
{
  this->SetNthInput(std::max<std::size_t>(this->GetNumberOfIndexedInputs(), kFirstPlane),
                    const_cast<TInputImage *>(plane));
}

template <typename TInputImage, typename TCropPixel>
void
CellCropImageFilter<TInputImage, TCropPixel>::VerifyPreconditions() const
{
  Superclass::VerifyPreconditions();
  if (this->GetNumberOfIndexedInputs() <= kFirstPlane)
  {
    itkExceptionMacro("found no plane to crop from, expected at least one");
  }
  if (m_CropSize == 0 || !(m_Scale > 0.0))
  {
    itkExceptionMacro("found crop size " << m_CropSize << " and scale " << m_Scale << ", expected both above 0");
  }
  if (!(m_NucleusDiameter >= 0.0))
  {
    itkExceptionMacro("found nucleus diameter " << m_NucleusDiameter << ", expected 0 or more");
  }
  if (m_NucleusDiameter > 0.0 && this->GetNuclei() == nullptr)
  {
    itkExceptionMacro("found no nuclei, expected them where crops are scaled by nuclei");
  }
}

template <typename TInputImage, typename TCropPixel>
void
CellCropImageFilter<TInputImage, TCropPixel>::GenerateData()
{
  std::vector<FloatImage::ConstPointer> images;
  std::vector<PlaneView<const float>>   planes;
  for (unsigned int i = kFirstPlane; i < this->GetNumberOfIndexedInputs(); ++i)
  {
    images.push_back(AsFloat(static_cast<const TInputImage *>(this->GetInput(i))));
    planes.push_back(ViewOf(*images.back()));
  }
  const auto labels = ViewOf(*this->GetLabels());
  const auto nuclei = this->GetNuclei() != nullptr ? ViewOf(*this->GetNuclei()) : PlaneView<const std::uint32_t>{};
  this->Advance(0.0f);
  const ObjectTable table = MeasureObjects(labels, planes, nuclei);
  this->Advance(0.5f);
  this->SetResult(CropObjects<TCropPixel>(
    labels, planes, nuclei, table, { m_CropSize, m_Mask, m_Edge, m_Scale, m_NucleusDiameter, m_MaskChannels }));
  this->Advance(1.0f);
}

template <typename TInputImage, typename TCropPixel>
void
CellCropImageFilter<TInputImage, TCropPixel>::PrintSelf(std::ostream & os, itk::Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "CropSize: " << m_CropSize << std::endl;
  os << indent << "Mask: " << m_Mask << std::endl;
  constexpr std::array names = { "drop", "zero", "shift", "reflect" };
  os << indent << "Edge: " << names[static_cast<std::size_t>(m_Edge)] << std::endl;
  os << indent << "Scale: " << m_Scale << std::endl;
  os << indent << "NucleusDiameter: " << m_NucleusDiameter << std::endl;
  os << indent << "MaskChannels: " << m_MaskChannels << std::endl;
}
} // namespace pheno

#endif
