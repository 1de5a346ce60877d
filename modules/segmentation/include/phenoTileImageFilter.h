#ifndef phenoTileImageFilter_h
#define phenoTileImageFilter_h

#include "phenoDecoratedOutput.h"
#include "phenoTileField.h"
#include "phenoWholeImageFilter.h"

namespace pheno
{
/** \class TileImageFilter
 * \brief Cuts a field into a grid of 8-bit tiles and keeps those with enough foreground.
 *
 * The preparation of the HaCaT screen in SPC (Nightingale et al. 2024): every plane is resized bicubically to a square,
 * stretched between two percentiles to 8 bit (truncated), and cut into tiles; foreground is what is above Otsu's
 * threshold of the 8-bit DNA plane. A field with too little foreground yields no tiles.
 * Inputs: the planes in channel order, one geometry. The output is no image but a FieldTiles.
 *
 * \ingroup PhenoSegmentation
 */
template <typename TInputImage>
class ITK_TEMPLATE_EXPORT TileImageFilter : public DecoratedOutput<FieldTiles>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(TileImageFilter);
  using Self = TileImageFilter;
  using Superclass = DecoratedOutput<FieldTiles>;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  itkNewMacro(Self);
  itkTypeMacro(TileImageFilter, DecoratedOutput);

  /** Appends a channel. At least one is required. */
  void
  AddPlane(const TInputImage * plane);

  /** Number of the plane that shows DNA, from 0. Default 0. */
  itkSetMacro(DnaChannel, unsigned int);
  itkGetConstMacro(DnaChannel, unsigned int);

  /** Side of the resized field in pixels. Default 512. */
  itkSetMacro(FieldSize, unsigned int);
  itkGetConstMacro(FieldSize, unsigned int);

  /** Side of a tile in pixels, a divisor of FieldSize. Default 128. */
  itkSetMacro(TileSize, unsigned int);
  itkGetConstMacro(TileSize, unsigned int);

  /** Percentiles that become 0 and 255. Default 0.01 and 99.9. */
  itkSetMacro(LowPercentile, double);
  itkGetConstMacro(LowPercentile, double);
  itkSetMacro(HighPercentile, double);
  itkGetConstMacro(HighPercentile, double);

  /** Least share of foreground of the field and of a tile, 0 to 1. Default 0.01 and 0.05. */
  itkSetMacro(MinimumFieldForeground, double);
  itkGetConstMacro(MinimumFieldForeground, double);
  itkSetMacro(MinimumTileForeground, double);
  itkGetConstMacro(MinimumTileForeground, double);

  /** Widen the bicubic kernel when shrinking (torchvision from 0.17) or not (0.15, as published). Default off. */
  itkSetMacro(Antialias, bool);
  itkGetConstMacro(Antialias, bool);
  itkBooleanMacro(Antialias);

  /** The tiles and their table. Throws itk::ExceptionObject before the first Update(). */
  const FieldTiles &
  GetTiles() const
  {
    return this->GetResult();
  }

protected:
  TileImageFilter();
  ~TileImageFilter() override = default;

  void
  VerifyPreconditions() const override;
  void
  GenerateData() override;
  void
  PrintSelf(std::ostream & os, itk::Indent indent) const override;

private:
  unsigned int m_DnaChannel{ 0 };
  unsigned int m_FieldSize{ 512 };
  unsigned int m_TileSize{ 128 };
  double       m_LowPercentile{ 0.01 };
  double       m_HighPercentile{ 99.9 };
  double       m_MinimumFieldForeground{ 0.01 };
  double       m_MinimumTileForeground{ 0.05 };
  bool         m_Antialias{ false };
};
} // namespace pheno

#ifndef ITK_MANUAL_INSTANTIATION
#  include "phenoTileImageFilter.hxx"
#endif

namespace pheno
{
extern template class TileImageFilter<FloatImage>;
} // namespace pheno

#endif
