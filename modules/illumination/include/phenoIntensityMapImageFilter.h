#ifndef phenoIntensityMapImageFilter_h
#define phenoIntensityMapImageFilter_h

#include "phenoIntensityMap.h"

#include <itkImageToImageFilter.h>

#include <atomic>

namespace pheno
{
/** \class IntensityMapImageFilter
 * \brief Sends every pixel through an IntensityMap: the intensity schemes of published preparations.
 *
 * The map's parameters come from an IntensityDistribution of the image, of its channels together or of a plate, so that
 * this filter works pixel by pixel and can be streamed. A whole-number output is clipped to its range; rounding is the
 * map's. A pixel that is not finite is refused with its place (itk::ExceptionObject).
 *
 * \ingroup PhenoIllumination
 */
template <typename TInputImage, typename TOutputImage = TInputImage>
class ITK_TEMPLATE_EXPORT IntensityMapImageFilter : public itk::ImageToImageFilter<TInputImage, TOutputImage>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(IntensityMapImageFilter);
  using Self = IntensityMapImageFilter;
  using Superclass = itk::ImageToImageFilter<TInputImage, TOutputImage>;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  using OutputImageRegionType = typename TOutputImage::RegionType;
  itkNewMacro(Self);
  itkTypeMacro(IntensityMapImageFilter, ImageToImageFilter);

  /** The map; by default 0 and 1 keep their values and what lies beyond is clipped. */
  void
  SetMap(const IntensityMap & map);
  const IntensityMap &
  GetMap() const
  {
    return m_Map;
  }

protected:
  IntensityMapImageFilter();
  ~IntensityMapImageFilter() override = default;

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
  ThrowWhereNotFinite() const;

  IntensityMap      m_Map;
  std::atomic<bool> m_Finite{ true };
};
} // namespace pheno

#ifndef ITK_MANUAL_INSTANTIATION
#  include "phenoIntensityMapImageFilter.hxx"
#endif

namespace pheno
{
extern template class IntensityMapImageFilter<itk::Image<float, 2>>;
extern template class IntensityMapImageFilter<itk::Image<float, 2>, itk::Image<unsigned char, 2>>;
} // namespace pheno

#endif
