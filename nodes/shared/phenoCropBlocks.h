#ifndef phenoCropBlocks_h
#define phenoCropBlocks_h

#include "phenoCropSource.h"
#include "phenoCrops.h"
#include "phenoNode.h"
#include "phenoTable.h"

#include <memory>
#include <string>
#include <vector>

namespace pheno
{
/** The crops of a `many` port as one source for the learning stages, memory-mapped, in shard order; metadata in step.
 */
class CropBlocks
{
public:
  /** Throws Error when elements differ in channels, crop size or pixel type, BadData when no element has a shape. */
  CropBlocks(const Inputs & in, const std::string & port)
  {
    in.Each<Crops>({ port }, [this](const Shard & shard, const Ptr<Crops> & crops) { Append(shard, crops); });
    if (m_Elements.empty())
    {
      throw BadData("there are no crops: every well is quarantined");
    }
    std::vector<BlockCropSource::Block> blocks;
    for (const Ptr<Crops> & crops : m_Elements)
    {
      if (crops->Count() > 0)
      {
        blocks.push_back({ crops->pixels, static_cast<std::int64_t>(crops->Count()) });
      }
    }
    m_Source = std::make_unique<BlockCropSource>(m_Shape, blocks);
  }

  const CropSource &
  Source() const
  {
    return *m_Source;
  }
  const std::vector<std::string> &
  Channels() const
  {
    return m_Elements.front()->channels;
  }
  /** One row a crop. */
  const Table &
  Rows() const
  {
    return m_Rows;
  }

private:
  void
  Append(const Shard & shard, const Ptr<Crops> & crops)
  {
    const CropShape shape{ static_cast<int>(crops->shape[1]),
                           static_cast<int>(crops->shape[2]),
                           static_cast<int>(crops->shape[3]),
                           static_cast<PixelType>(crops->type) };
    if (m_Elements.empty())
    {
      m_Shape = shape;
    }
    else if (!(shape == m_Shape) || crops->channels != Channels())
    {
      throw Error("crops of " + shard.ToString() + " have other channels, size or pixel type than those before");
    }
    m_Elements.push_back(crops);
    m_Rows.Append(crops->table);
  }

  static_assert(static_cast<int>(PixelType::kUInt8) == static_cast<int>(Crops::Type::UInt8) &&
                static_cast<int>(PixelType::kUInt16) == static_cast<int>(Crops::Type::UInt16) &&
                static_cast<int>(PixelType::kFloat32) == static_cast<int>(Crops::Type::Float32));

  std::vector<Ptr<Crops>>          m_Elements;
  CropShape                        m_Shape;
  Table                            m_Rows;
  std::unique_ptr<BlockCropSource> m_Source;
};
} // namespace pheno

#endif
