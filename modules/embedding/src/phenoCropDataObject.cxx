#include "phenoCropDataObject.h"

#include "phenoCropSource.h"
#include "phenoError.h"

namespace pheno
{
namespace
{
static_assert(static_cast<int>(PixelType::kUInt8) == static_cast<int>(Crops::Type::UInt8) &&
              static_cast<int>(PixelType::kUInt16) == static_cast<int>(Crops::Type::UInt16) &&
              static_cast<int>(PixelType::kFloat32) == static_cast<int>(Crops::Type::Float32));

CropShape
ShapeOf(const Crops & crops)
{
  return { static_cast<int>(crops.shape[1]),
           static_cast<int>(crops.shape[2]),
           static_cast<int>(crops.shape[3]),
           static_cast<PixelType>(crops.type) };
}

/** "dna, actin of 64 x 64 px uint16" */
std::string
Describe(const Crops & crops)
{
  const CropShape shape = ShapeOf(crops);
  return Join(crops.channels) + " of " + std::to_string(shape.height) + " x " + std::to_string(shape.width) + " px " +
         NameOf(shape.type);
}
} // namespace

void
CropDataObject::Append(BlockPointer block)
{
  try
  {
    block->Check();
    if (!m_Blocks.empty())
    {
      const Crops & first = *m_Blocks.front();
      if (block->channels != first.channels || !(ShapeOf(*block) == ShapeOf(first)))
      {
        throw Error("found crops with channels " + Describe(*block) + ", expected those before: " + Describe(first));
      }
    }
    m_Table.Append(block->table);
    m_Blocks.push_back(std::move(block));
    this->MakeSource();
  }
  catch (const std::exception & error)
  {
    itkExceptionMacro(<< error.what());
  }
  this->Modified();
}

void
CropDataObject::MakeSource()
{
  std::vector<BlockCropSource::Block> blocks;
  for (const BlockPointer & block : m_Blocks)
  {
    if (block->Count() > 0)
    {
      blocks.push_back({ block->pixels, static_cast<std::int64_t>(block->Count()) });
    }
  }
  m_Source = std::make_shared<BlockCropSource>(ShapeOf(*m_Blocks.front()), std::move(blocks));
}

std::size_t
CropDataObject::GetNumberOfCrops() const
{
  return m_Source == nullptr ? 0 : static_cast<std::size_t>(m_Source->Size());
}

const std::vector<std::string> &
CropDataObject::GetChannels() const
{
  static const std::vector<std::string> none;
  return m_Blocks.empty() ? none : m_Blocks.front()->channels;
}

const CropSource &
CropDataObject::GetSource() const
{
  if (m_Source == nullptr)
  {
    itkExceptionMacro("found no crops, expected at least one block of them (it may be empty)");
  }
  return *m_Source;
}

void
CropDataObject::Initialize()
{
  Superclass::Initialize();
  m_Blocks.clear();
  m_Table = Table();
  m_Source.reset();
}

void
CropDataObject::Graft(const itk::DataObject * data)
{
  const auto * other = dynamic_cast<const Self *>(data);
  if (other == nullptr)
  {
    itkExceptionMacro("found " << (data == nullptr ? "nothing" : data->GetNameOfClass())
                               << " to graft, expected a CropDataObject");
  }
  m_Blocks = other->m_Blocks;
  m_Table = other->m_Table;
  m_Source = other->m_Source;
  this->Modified();
}

void
CropDataObject::PrintSelf(std::ostream & os, itk::Indent indent) const
{
  Superclass::PrintSelf(os, indent);
  os << indent << "NumberOfCrops: " << this->GetNumberOfCrops() << std::endl;
  os << indent << "Blocks: " << m_Blocks.size() << std::endl;
  os << indent << "Channels: " << (m_Blocks.empty() ? "none" : Describe(*m_Blocks.front())) << std::endl;
  os << indent << "Columns: " << Join(m_Table.Names()) << std::endl;
}
} // namespace pheno
