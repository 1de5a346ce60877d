#ifndef phenoNucleusSegmentationImageFilter_h
#define phenoNucleusSegmentationImageFilter_h

#include "phenoNucleusKernels.h"
#include "phenoWholeImageFilter.h"

namespace pheno
{
/** \class NucleusSegmentationImageFilter
 * \brief Numbers the nuclei of a DNA stain: foreground, holes filled, touching nuclei divided, size rules.
 *
 * The output holds 0 for background and 1..n for nuclei in raster order of their first pixel. An image without contrast
 * gives no nuclei. Global: the output is always produced entirely. The steps and their sources are those of
 * phenoNucleusKernels.h.
 *
 * \ingroup PhenoSegmentation
 */
template <typename TInputImage>
class ITK_TEMPLATE_EXPORT NucleusSegmentationImageFilter : public WholeImageFilter<TInputImage, LabelImage>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(NucleusSegmentationImageFilter);
  using Self = NucleusSegmentationImageFilter;
  using Superclass = WholeImageFilter<TInputImage, LabelImage>;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  itkNewMacro(Self);
  itkTypeMacro(NucleusSegmentationImageFilter, WholeImageFilter);

  /** Diameters of the circles of equal area within which an object is a nucleus, in pixels. Default 10 to 40. */
  itkSetMacro(MinimumDiameter, double);
  itkGetConstMacro(MinimumDiameter, double);
  itkSetMacro(MaximumDiameter, double);
  itkGetConstMacro(MaximumDiameter, double);

  /** Standard deviation of the Gaussian before the threshold, in pixels. Default 1. */
  itkSetMacro(SmoothingSigma, double);
  itkGetConstMacro(SmoothingSigma, double);

  /** Factor on the threshold's height above background; above 1 is stricter. Default 1. */
  itkSetMacro(ThresholdCorrection, double);
  itkGetConstMacro(ThresholdCorrection, double);

  /** One threshold method for all pixels. Default none: the surroundings at the scale of the nuclei, which is estimated
   * from the image, and each nucleus trimmed by its own height. */
  void
  SetThreshold(std::optional<ThresholdMethod> method)
  {
    if (m_Threshold != method)
    {
      m_Threshold = method;
      this->Modified();
    }
  }
  std::optional<ThresholdMethod>
  GetThreshold() const
  {
    return m_Threshold;
  }

  /** How nuclei that touch are told apart. Default Both. */
  itkSetEnumMacro(Declump, DeclumpMethod);
  itkGetEnumMacro(Declump, DeclumpMethod);

  /** Leave out nuclei that touch the image's border. Default off. */
  itkSetMacro(ExcludeBorder, bool);
  itkGetConstMacro(ExcludeBorder, bool);
  itkBooleanMacro(ExcludeBorder);

  /** Number of nuclei found. Valid after an update. */
  itkGetConstMacro(NumberOfObjects, std::uint32_t);

protected:
  NucleusSegmentationImageFilter() = default;
  ~NucleusSegmentationImageFilter() override = default;

  void
  VerifyPreconditions() const override;
  void
  GenerateData() override;
  void
  PrintSelf(std::ostream & os, itk::Indent indent) const override;

private:
  double                         m_MinimumDiameter{ 10.0 };
  double                         m_MaximumDiameter{ 40.0 };
  double                         m_SmoothingSigma{ 1.0 };
  double                         m_ThresholdCorrection{ 1.0 };
  std::optional<ThresholdMethod> m_Threshold;
  DeclumpMethod                  m_Declump{ DeclumpMethod::Both };
  bool                           m_ExcludeBorder{ false };
  std::uint32_t                  m_NumberOfObjects{ 0 };
};
} // namespace pheno

#ifndef ITK_MANUAL_INSTANTIATION
#  include "phenoNucleusSegmentationImageFilter.hxx"
#endif

namespace pheno
{
extern template class NucleusSegmentationImageFilter<FloatImage>;
} // namespace pheno

#endif
