#ifndef phenoCellGrowingImageFilter_h
#define phenoCellGrowingImageFilter_h

#include "phenoPropagation.h"
#include "phenoWholeImageFilter.h"

namespace pheno
{
/** \class CellGrowingImageFilter
 * \brief Grows cells from numbered nuclei over the foreground of a cytoplasm stain.
 *
 * Propagation (Jones, Carpenter, Golland 2005): every foreground pixel goes to the nucleus that is nearest in the
 * metric dI^2 + lambda dx^2, where I is the smoothed stain scaled to 0..1 between its 1st and 99th percentile. A cell
 * keeps its nucleus' number and contains it. Foreground is what is above Otsu's threshold of the smoothed stain, no
 * farther from the nucleus than MaximumDistance. Method chooses a watershed instead, Threshold another foreground.
 * Inputs: numbered nuclei (primary), the stain (Cytoplasm). Global: the output is always produced entirely.
 *
 * \ingroup PhenoSegmentation
 */
template <typename TInputImage>
class ITK_TEMPLATE_EXPORT CellGrowingImageFilter : public WholeImageFilter<LabelImage, LabelImage>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(CellGrowingImageFilter);
  using Self = CellGrowingImageFilter;
  using Superclass = WholeImageFilter<LabelImage, LabelImage>;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  itkNewMacro(Self);
  itkTypeMacro(CellGrowingImageFilter, WholeImageFilter);

  /** The stain of the cell's body, same geometry as the nuclei. Required. */
  itkSetInputMacro(Cytoplasm, TInputImage);
  itkGetInputMacro(Cytoplasm, TInputImage);

  /** How far a cell reaches from its nucleus, in pixels. Default 30. */
  itkSetMacro(MaximumDistance, double);
  itkGetConstMacro(MaximumDistance, double);

  /** Lambda: high values divide neighbours by distance alone, low ones along edges of the stain. Default 0.05. */
  itkSetMacro(Regularization, double);
  itkGetConstMacro(Regularization, double);

  /** Standard deviation of the Gaussian before threshold and propagation, in pixels. Default 1. */
  itkSetMacro(SmoothingSigma, double);
  itkGetConstMacro(SmoothingSigma, double);

  /** Factor on the threshold's height above background; above 1 is stricter. Default 1. */
  itkSetMacro(ThresholdCorrection, double);
  itkGetConstMacro(ThresholdCorrection, double);

  /** How neighbouring cells are told apart. Default Propagation. */
  itkSetEnumMacro(Method, CellMethod);
  itkGetEnumMacro(Method, CellMethod);

  /** How the cells' foreground is found. Default Otsu. */
  itkSetEnumMacro(Threshold, ThresholdMethod);
  itkGetEnumMacro(Threshold, ThresholdMethod);

protected:
  CellGrowingImageFilter();
  ~CellGrowingImageFilter() override = default;

  void
  VerifyPreconditions() const override;
  void
  GenerateData() override;
  void
  PrintSelf(std::ostream & os, itk::Indent indent) const override;

private:
  double          m_MaximumDistance{ 30.0 };
  double          m_Regularization{ 0.05 };
  double          m_SmoothingSigma{ 1.0 };
  double          m_ThresholdCorrection{ 1.0 };
  CellMethod      m_Method{ CellMethod::Propagation };
  ThresholdMethod m_Threshold{ ThresholdMethod::Otsu };
};
} // namespace pheno

#ifndef ITK_MANUAL_INSTANTIATION
#  include "phenoCellGrowingImageFilter.hxx"
#endif

namespace pheno
{
extern template class CellGrowingImageFilter<FloatImage>;
} // namespace pheno

#endif
