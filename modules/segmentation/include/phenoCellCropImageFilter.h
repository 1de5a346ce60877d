#ifndef phenoCellCropImageFilter_h
#define phenoCellCropImageFilter_h

#include "phenoCropObjects.h"
#include "phenoDecoratedOutput.h"
#include "phenoWholeImageFilter.h"

namespace pheno
{
/** \class CellCropImageFilter
 * \brief Cuts a square around the centre of every numbered object out of all planes, and measures the objects.
 *
 * Inputs: numbered objects (primary), the planes of the field in channel order, and optionally the nuclei, numbered
 * like their cells, for the nucleus/cytoplasm ratio. All have one geometry. The crop of an object centred at (x, y)
 * starts at pixel (round(x) - s/2, round(y) - s/2), s/2 rounded down; on request its square is as much larger or
 * smaller than a crop as its nucleus is than NucleusDiameter, and resized. Integer pixels hold round(Scale * value),
 * saturated; pixels that are not finite become 0. The output is no image but a CellCrops, in order of object number.
 *
 * \ingroup PhenoSegmentation
 */
template <typename TInputImage, typename TCropPixel>
class ITK_TEMPLATE_EXPORT CellCropImageFilter : public DecoratedOutput<CellCrops<TCropPixel>>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(CellCropImageFilter);
  using Self = CellCropImageFilter;
  using Superclass = DecoratedOutput<CellCrops<TCropPixel>>;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  itkNewMacro(Self);
  itkTypeMacro(CellCropImageFilter, DecoratedOutput);

  /** The objects to crop: 0 background, any other number an object. Required. */
  itkSetInputMacro(Labels, LabelImage);
  itkGetInputMacro(Labels, LabelImage);

  /** Nuclei with the numbers of their cells. Optional. */
  itkSetInputMacro(Nuclei, LabelImage);
  itkGetInputMacro(Nuclei, LabelImage);

  /** Appends a channel. At least one is required. */
  void
  AddPlane(const TInputImage * plane);

  /** Side of a crop in pixels. Default 64. */
  itkSetMacro(CropSize, unsigned int);
  itkGetConstMacro(CropSize, unsigned int);

  /** Set pixels that do not belong to the object to 0. Default off. */
  itkSetMacro(Mask, bool);
  itkGetConstMacro(Mask, bool);
  itkBooleanMacro(Mask);

  /** Default Drop. */
  itkSetEnumMacro(Edge, CropEdge);
  itkGetEnumMacro(Edge, CropEdge);

  /** Factor on pixel values when they are stored; the table is not scaled. Default 1. */
  itkSetMacro(Scale, double);
  itkGetConstMacro(Scale, double);

  /** Put masks before the planes: of the nucleus where there are nuclei, then of the object. Default off. */
  itkSetMacro(MaskChannels, bool);
  itkGetConstMacro(MaskChannels, bool);
  itkBooleanMacro(MaskChannels);

  /** Scales crops so that nuclei have this diameter (of the disc of their area) in pixels; needs Nuclei. Objects
   * without nucleus, or whose square is longer than the image's longer side, are dropped. Default 0: not scaled. */
  itkSetMacro(NucleusDiameter, double);
  itkGetConstMacro(NucleusDiameter, double);

  /** The crops and their table. Throws itk::ExceptionObject before the first Update(). */
  const CellCrops<TCropPixel> &
  GetCrops() const
  {
    return this->GetResult();
  }

protected:
  CellCropImageFilter();
  ~CellCropImageFilter() override = default;

  void
  VerifyPreconditions() const override;
  void
  GenerateData() override;
  void
  PrintSelf(std::ostream & os, itk::Indent indent) const override;

private:
  static constexpr unsigned int kFirstPlane = 2; // among the indexed inputs

  unsigned int m_CropSize{ 64 };
  bool         m_Mask{ false };
  CropEdge     m_Edge{ CropEdge::Drop };
  double       m_Scale{ 1.0 };
  double       m_NucleusDiameter{ 0.0 };
  bool         m_MaskChannels{ false };
};
} // namespace pheno

#ifndef ITK_MANUAL_INSTANTIATION
#  include "phenoCellCropImageFilter.hxx"
#endif

namespace pheno
{
extern template class CellCropImageFilter<FloatImage, float>;
extern template class CellCropImageFilter<FloatImage, std::uint8_t>;
extern template class CellCropImageFilter<FloatImage, std::uint16_t>;
} // namespace pheno

#endif
