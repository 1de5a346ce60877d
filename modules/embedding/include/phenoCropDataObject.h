#ifndef phenoCropDataObject_h
#define phenoCropDataObject_h

#include "phenoCrops.h"

#include <itkDataObject.h>

#include <memory>
#include <string>
#include <vector>

namespace pheno
{
class CropSource;

/** \class CropDataObject
 * \brief Crops as a pipeline's data object: N x C x H x W pixels in blocks, and a table row a crop.
 *
 * A block is usually a field, or a well that was read from a file (memory-mapped). Pixels are shared, never copied.
 * Columns of the table whose names begin with Metadata_ (Metadata_Plate, Metadata_Well, ...) say where a crop is from.
 *
 * \ingroup PhenoEmbedding
 */
class CropDataObject : public itk::DataObject
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(CropDataObject);
  using Self = CropDataObject;
  using Superclass = itk::DataObject;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  using BlockPointer = std::shared_ptr<const Crops>;
  itkNewMacro(Self);
  itkTypeMacro(CropDataObject, DataObject);

  /** Adds a block behind those that are there. Throws itk::ExceptionObject when its channels, crop size, pixel type or
   * columns differ from those before, or when its parts do not fit each other. */
  void
  Append(BlockPointer block);

  /** N, over all blocks. */
  std::size_t
  GetNumberOfCrops() const;

  /** Names in the order of the planes; empty without a block. */
  const std::vector<std::string> &
  GetChannels() const;

  /** One row a crop. */
  const Table &
  GetTable() const
  {
    return m_Table;
  }

  const std::vector<BlockPointer> &
  GetBlocks() const
  {
    return m_Blocks;
  }

  /** The crops as the learning library reads them; lives as long as this object's content. Throws itk::ExceptionObject
   * without a block. */
  const CropSource &
  GetSource() const;

  /** Forgets all blocks. */
  void
  Initialize() override;

  /** Shares the content of another CropDataObject. */
  void
  Graft(const itk::DataObject * data) override;

protected:
  CropDataObject() = default;
  ~CropDataObject() override = default;

  void
  PrintSelf(std::ostream & os, itk::Indent indent) const override;

private:
  void
  MakeSource();

  std::vector<BlockPointer>         m_Blocks;
  Table                             m_Table;
  std::shared_ptr<const CropSource> m_Source;
};
} // namespace pheno

#endif
