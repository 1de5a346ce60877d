#ifndef phenoForegroundImageFilter_h
#define phenoForegroundImageFilter_h

#include "phenoThresholdMethod.h"
#include "phenoWholeImageFilter.h"

namespace pheno
{
/** \class ForegroundImageFilter
 * \brief Tells foreground (1) from background (0) by one of the methods of phenoThresholdMethod.h.
 *
 * Pixels that are not finite count as the least finite one. An image without contrast has no foreground. Global: the
 * output is always produced entirely.
 *
 * \ingroup PhenoSegmentation
 */
template <typename TInputImage>
class ITK_TEMPLATE_EXPORT ForegroundImageFilter : public WholeImageFilter<TInputImage, MaskImage>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(ForegroundImageFilter);
  using Self = ForegroundImageFilter;
  using Superclass = WholeImageFilter<TInputImage, MaskImage>;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  itkNewMacro(Self);
  itkTypeMacro(ForegroundImageFilter, WholeImageFilter);

  /** Default Otsu. */
  itkSetEnumMacro(Method, ThresholdMethod);
  itkGetEnumMacro(Method, ThresholdMethod);

  /** Factor on the threshold's height above background; above 1 is stricter. Default 1. */
  itkSetMacro(Correction, double);
  itkGetConstMacro(Correction, double);

  /** Half the side of the surroundings that Local compares with, in pixels. Default 20. */
  itkSetMacro(Reach, double);
  itkGetConstMacro(Reach, double);

  /** Standard deviation of the Gaussian before the threshold, in pixels. Default 0. */
  itkSetMacro(SmoothingSigma, double);
  itkGetConstMacro(SmoothingSigma, double);

protected:
  ForegroundImageFilter() = default;
  ~ForegroundImageFilter() override = default;

  void
  VerifyPreconditions() const override;
  void
  GenerateData() override;
  void
  PrintSelf(std::ostream & os, itk::Indent indent) const override;

private:
  ThresholdMethod m_Method{ ThresholdMethod::Otsu };
  double          m_Correction{ 1.0 };
  double          m_Reach{ 20.0 };
  double          m_SmoothingSigma{ 0.0 };
};
} // namespace pheno

#ifndef ITK_MANUAL_INSTANTIATION
#  include "phenoForegroundImageFilter.hxx"
#endif

namespace pheno
{
extern template class ForegroundImageFilter<FloatImage>;
} // namespace pheno

#endif
