#ifndef phenoCropCollectionFilter_hxx
#define phenoCropCollectionFilter_hxx

#include "phenoCropCollectionFilter.h"

#include <memory>
#include <type_traits>

namespace pheno
{
template <typename TPixel>
CropCollectionFilter<TPixel>::CropCollectionFilter()
{
  static_assert(std::is_same_v<TPixel, std::uint8_t> || std::is_same_v<TPixel, std::uint16_t> ||
                  std::is_same_v<TPixel, float>,
                "crops hold uint8, uint16 or float pixels");
  this->SetNumberOfRequiredInputs(1);
}

template <typename TPixel>
void
CropCollectionFilter<TPixel>::SetChannels(std::vector<std::string> channels)
{
  if (m_Channels != channels)
  {
    m_Channels = std::move(channels);
    this->Modified();
  }
}

template <typename TPixel>
void
CropCollectionFilter<TPixel>::AddField(const FieldCropsType * crops, FieldLabels labels)
{
  this->AddInput(const_cast<FieldCropsType *>(crops));
  m_Labels.push_back(std::move(labels));
  this->Modified();
}

template <typename TPixel>
CropDataObject::BlockPointer
CropCollectionFilter<TPixel>::MakeBlock(std::shared_ptr<const CellCrops<TPixel>> crops,
                                        const FieldLabels &                      labels) const
{
  const CropStack<TPixel> & stack = crops->stack;
  Crops                     block;
  block.type = std::is_same_v<TPixel, std::uint8_t>    ? Crops::Type::UInt8
               : std::is_same_v<TPixel, std::uint16_t> ? Crops::Type::UInt16
                                                       : Crops::Type::Float32;
  block.shape = { stack.number, stack.channels, stack.height, stack.width };
  block.channels = m_Channels;
  for (const auto & [column, value] : labels)
  {
    block.table.Add(column, Table::Text(stack.number, value));
  }
  block.table.Add("Metadata_ObjectNumber", Table::Integer(crops->table.label.begin(), crops->table.label.end()));
  block.table.Add("Metadata_X", crops->table.centre_x);
  block.table.Add("Metadata_Y", crops->table.centre_y);
  block.pixels = stack.pixels.data();
  block.owner = std::move(crops);
  return std::make_shared<const Crops>(std::move(block));
}

template <typename TPixel>
void
CropCollectionFilter<TPixel>::Execute()
{
  for (std::size_t i = 0; i < m_Labels.size(); ++i)
  {
    const auto & crops = static_cast<const FieldCropsType *>(this->Superclass::GetInput(i))->Get();
    if (crops == nullptr)
    {
      itkExceptionMacro("found no crops in field " << i << ", expected the output of a cropping filter");
    }
    this->GetOutput()->Append(this->MakeBlock(crops, m_Labels[i]));
    this->Advance(static_cast<double>(i + 1) / static_cast<double>(m_Labels.size()));
  }
}

template <typename TPixel>
void
CropCollectionFilter<TPixel>::PrintSelf(std::ostream & os, itk::Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "Fields: " << m_Labels.size() << std::endl;
  os << indent << "Channels:";
  for (const std::string & channel : m_Channels)
  {
    os << " " << channel;
  }
  os << std::endl;
}
} // namespace pheno

#endif
