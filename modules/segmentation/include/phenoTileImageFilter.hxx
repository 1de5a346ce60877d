#ifndef phenoTileImageFilter_hxx
#define phenoTileImageFilter_hxx

#include "phenoTileImageFilter.h"

namespace pheno
{
template <typename TInputImage>
TileImageFilter<TInputImage>::TileImageFilter()
{
  this->SetNumberOfRequiredInputs(1);
}

template <typename TInputImage>
void
TileImageFilter<TInputImage>::AddPlane(const TInputImage * plane)
{
  this->AddInput(const_cast<TInputImage *>(plane));
}

template <typename TInputImage>
void
TileImageFilter<TInputImage>::VerifyPreconditions() const
{
  Superclass::VerifyPreconditions();
  if (m_DnaChannel >= this->GetNumberOfIndexedInputs())
  {
    itkExceptionMacro("found DNA channel " << m_DnaChannel << " of " << this->GetNumberOfIndexedInputs()
                                           << " planes, expected one of them, counted from 0");
  }
  if (m_TileSize == 0 || m_FieldSize == 0 || m_FieldSize % m_TileSize != 0)
  {
    itkExceptionMacro("found tiles of " << m_TileSize << " px in a field of " << m_FieldSize
                                        << " px, expected a divisor of the field");
  }
  if (!(m_LowPercentile >= 0.0 && m_LowPercentile < m_HighPercentile && m_HighPercentile <= 100.0))
  {
    itkExceptionMacro("found percentiles " << m_LowPercentile << " and " << m_HighPercentile
                                           << ", expected 0 <= low < high <= 100");
  }
}

template <typename TInputImage>
void
TileImageFilter<TInputImage>::GenerateData()
{
  const TileRules                        rules{ m_DnaChannel,
                         m_FieldSize,
                         m_TileSize,
                         m_LowPercentile,
                         m_HighPercentile,
                         m_MinimumFieldForeground,
                         m_MinimumTileForeground,
                         m_Antialias };
  std::vector<std::vector<std::uint8_t>> planes;
  const auto                             channels = this->GetNumberOfIndexedInputs();
  for (unsigned int i = 0; i < channels; ++i)
  {
    this->Advance(static_cast<float>(i) / static_cast<float>(channels + 1));
    const auto image = AsFloat(static_cast<const TInputImage *>(this->GetInput(i)));
    planes.push_back(PrepareTilePlane(ViewOf(*image), rules));
  }
  this->SetResult(TileField(planes, rules));
  this->Advance(1.0f);
}

template <typename TInputImage>
void
TileImageFilter<TInputImage>::PrintSelf(std::ostream & os, itk::Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "DnaChannel: " << m_DnaChannel << std::endl;
  os << indent << "FieldSize: " << m_FieldSize << std::endl;
  os << indent << "TileSize: " << m_TileSize << std::endl;
  os << indent << "LowPercentile: " << m_LowPercentile << std::endl;
  os << indent << "HighPercentile: " << m_HighPercentile << std::endl;
  os << indent << "MinimumFieldForeground: " << m_MinimumFieldForeground << std::endl;
  os << indent << "MinimumTileForeground: " << m_MinimumTileForeground << std::endl;
  os << indent << "Antialias: " << m_Antialias << std::endl;
}
} // namespace pheno

#endif
