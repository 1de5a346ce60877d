#ifndef phenoFlatFieldEstimationImageFilter_h
#define phenoFlatFieldEstimationImageFilter_h

#include "phenoFlatFieldEstimator.h"

#include <itkImageToImageFilter.h>

namespace pheno
{
/** \class FlatFieldEstimationImageFilter
 * \brief The illumination field of a stack of sites (third axis), by FlatFieldEstimator.
 *
 * Asks its input for one site at a time, so that the stack behind a streaming reader (itk::ImageSeriesReader) is never
 * in memory as a whole. The output is a global result and is always produced entirely: mean 1, strictly positive.
 *
 * \ingroup PhenoIllumination
 */
template <typename TStackImage>
class ITK_TEMPLATE_EXPORT FlatFieldEstimationImageFilter
  : public itk::ImageToImageFilter<TStackImage, itk::Image<float, 2>>
{
public:
  static_assert(TStackImage::ImageDimension == 3, "sites are stacked along the third axis");
  ITK_DISALLOW_COPY_AND_MOVE(FlatFieldEstimationImageFilter);
  using OutputImageType = itk::Image<float, 2>;
  using Self = FlatFieldEstimationImageFilter;
  using Superclass = itk::ImageToImageFilter<TStackImage, OutputImageType>;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  itkNewMacro(Self);
  itkTypeMacro(FlatFieldEstimationImageFilter, ImageToImageFilter);

  /** Statistic, offset, smoothing and sample size. */
  void
  SetSettings(const FlatFieldSettings & settings);
  const FlatFieldSettings &
  GetSettings() const
  {
    return m_Settings;
  }

  /** The camera offset that goes with the field, in grey levels. Valid after an update. */
  itkGetConstMacro(Dark, double);

protected:
  FlatFieldEstimationImageFilter() = default;
  ~FlatFieldEstimationImageFilter() override = default;

  void
  GenerateOutputInformation() override;
  void
  EnlargeOutputRequestedRegion(itk::DataObject * output) override;
  void
  GenerateInputRequestedRegion() override;
  void
  GenerateData() override;
  void
  PrintSelf(std::ostream & os, itk::Indent indent) const override;

private:
  FlatFieldSettings m_Settings;
  double            m_Dark{ 0.0 };
};
} // namespace pheno

#ifndef ITK_MANUAL_INSTANTIATION
#  include "phenoFlatFieldEstimationImageFilter.hxx"
#endif

namespace pheno
{
extern template class FlatFieldEstimationImageFilter<itk::Image<float, 3>>;
} // namespace pheno

#endif
