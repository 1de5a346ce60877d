#ifndef phenoCropCollectionFilter_h
#define phenoCropCollectionFilter_h

#include "phenoCropDataObject.h"
#include "phenoCropObjects.h"
#include "phenoDataObjectSource.h"
#include "phenoDecoratedOutput.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace pheno
{
/** \class CropCollectionFilter
 * \brief Gathers the crops of many fields, as CellCropImageFilter makes them, and says where each is from.
 *
 * The inputs are the outputs of cropping filters (itk::SimpleDataObjectDecorator of CellCrops), so the filter pulls
 * whatever pipelines lie before them; pixels are shared. Crops stand in the order in which fields were added. Their
 * table holds the field's labels, Metadata_ObjectNumber, and Metadata_X and Metadata_Y (the centre, pixels).
 *
 * \ingroup PhenoEmbedding
 */
template <typename TPixel>
class ITK_TEMPLATE_EXPORT CropCollectionFilter : public DataObjectSource<CropDataObject>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(CropCollectionFilter);
  using Self = CropCollectionFilter;
  using Superclass = DataObjectSource<CropDataObject>;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  using FieldCropsType = typename DecoratedOutput<CellCrops<TPixel>>::OutputType;
  /** Column and value, such as {"Metadata_Plate", "P1"}, {"Metadata_Well", "B02"}, {"Metadata_role", "negcon"}. */
  using FieldLabels = std::vector<std::pair<std::string, std::string>>;
  itkNewMacro(Self);
  itkTypeMacro(CropCollectionFilter, DataObjectSource);

  /** Names of the channels in the order of the planes. As many as the crops have planes, or the update throws
   * itk::ExceptionObject. */
  void
  SetChannels(std::vector<std::string> channels);
  itkGetConstReferenceMacro(Channels, std::vector<std::string>);

  /** Appends a field. At least one is required, and all carry the same labels. */
  void
  AddField(const FieldCropsType * crops, FieldLabels labels);

protected:
  CropCollectionFilter();
  ~CropCollectionFilter() override = default;

  void
  Execute() override;
  void
  PrintSelf(std::ostream & os, itk::Indent indent) const override;

private:
  CropDataObject::BlockPointer
  MakeBlock(std::shared_ptr<const CellCrops<TPixel>> crops, const FieldLabels & labels) const;

  std::vector<std::string> m_Channels;
  std::vector<FieldLabels> m_Labels; // one an input
};
} // namespace pheno

#ifndef ITK_MANUAL_INSTANTIATION
#  include "phenoCropCollectionFilter.hxx"
#endif

namespace pheno
{
extern template class CropCollectionFilter<float>;
extern template class CropCollectionFilter<std::uint8_t>;
extern template class CropCollectionFilter<std::uint16_t>;
} // namespace pheno

#endif
