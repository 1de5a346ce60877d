#ifndef phenoFlatFieldCorrectionImageFilter_h
#define phenoFlatFieldCorrectionImageFilter_h

#include <itkImage.h>
#include <itkImageToImageFilter.h>

#include <atomic>

namespace pheno
{
/** \class FlatFieldCorrectionImageFilter
 * \brief Divides an image by an illumination field: out = (in - dark) / flat.
 *
 * The fields are inputs, so they may come from any ITK pipeline. They must have the geometry and size of the image, and
 * the flat field be strictly positive wherever it is used; otherwise the update throws itk::ExceptionObject.
 * Works pixel by pixel and can be streamed.
 *
 * \ingroup PhenoIllumination
 */
template <typename TInputImage,
          typename TOutputImage = TInputImage,
          typename TFieldImage = itk::Image<float, TInputImage::ImageDimension>>
class ITK_TEMPLATE_EXPORT FlatFieldCorrectionImageFilter : public itk::ImageToImageFilter<TInputImage, TOutputImage>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(FlatFieldCorrectionImageFilter);
  using Self = FlatFieldCorrectionImageFilter;
  using Superclass = itk::ImageToImageFilter<TInputImage, TOutputImage>;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  using OutputImageRegionType = typename TOutputImage::RegionType;
  itkNewMacro(Self);
  itkTypeMacro(FlatFieldCorrectionImageFilter, ImageToImageFilter);

  /** The illumination field, same geometry as the image, strictly positive. Required. */
  itkSetInputMacro(FlatField, TFieldImage);
  itkGetInputMacro(FlatField, TFieldImage);

  /** What the camera shows without light, in grey levels, same geometry as the image. Optional. */
  itkSetInputMacro(DarkField, TFieldImage);
  itkGetInputMacro(DarkField, TFieldImage);

  /** The same where it is alike everywhere: removed where there is no dark field. Default 0. */
  itkSetMacro(Dark, double);
  itkGetConstMacro(Dark, double);

protected:
  FlatFieldCorrectionImageFilter();
  ~FlatFieldCorrectionImageFilter() override = default;

  void
  VerifyInputInformation() const override;
  void
  BeforeThreadedGenerateData() override;
  void
  DynamicThreadedGenerateData(const OutputImageRegionType & region) override;
  void
  AfterThreadedGenerateData() override;
  void
  PrintSelf(std::ostream & os, itk::Indent indent) const override;

private:
  [[noreturn]] void
  ThrowWhereNotPositive() const;

  double            m_Dark{ 0.0 };
  std::atomic<bool> m_Positive{ true };
};
} // namespace pheno

#ifndef ITK_MANUAL_INSTANTIATION
#  include "phenoFlatFieldCorrectionImageFilter.hxx"
#endif

namespace pheno
{
extern template class FlatFieldCorrectionImageFilter<itk::Image<float, 2>>;
} // namespace pheno

#endif
