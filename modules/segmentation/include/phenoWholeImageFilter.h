#ifndef phenoWholeImageFilter_h
#define phenoWholeImageFilter_h

#include <itkCastImageFilter.h>
#include <itkImageToImageFilter.h>
#include <itkInputDataObjectIterator.h>

#include <cstdint>
#include <type_traits>

namespace pheno
{
/** The pixel types of this room: one plane in memory, object numbers (0 is background), foreground (0 or 1). */
using FloatImage = itk::Image<float, 2>;
using LabelImage = itk::Image<std::uint32_t, 2>;
using MaskImage = itk::Image<std::uint8_t, 2>;

/** The image itself where its pixels are float already, otherwise a converted copy. */
template <typename TImage>
FloatImage::ConstPointer
AsFloat(const TImage * image)
{
  if constexpr (std::is_same_v<TImage, FloatImage>)
  {
    return image;
  }
  else
  {
    auto shallow = TImage::New();
    shallow->Graft(image);
    auto cast = itk::CastImageFilter<TImage, FloatImage>::New();
    cast->SetInput(shallow);
    cast->Update();
    return cast->GetOutput();
  }
}

/** \class WholeImageFilter
 * \brief What the filters of this room share whose result at a pixel depends on the entire image.
 *
 * Requests all inputs entirely, produces the output entirely whatever part a consumer asks for, and refuses inputs that
 * differ in size or geometry (itk::ExceptionObject).
 *
 * \ingroup PhenoSegmentation
 */
template <typename TInputImage, typename TOutputImage>
class ITK_TEMPLATE_EXPORT WholeImageFilter : public itk::ImageToImageFilter<TInputImage, TOutputImage>
{
public:
  ITK_DISALLOW_COPY_AND_MOVE(WholeImageFilter);
  using Self = WholeImageFilter;
  using Superclass = itk::ImageToImageFilter<TInputImage, TOutputImage>;
  using Pointer = itk::SmartPointer<Self>;
  using ConstPointer = itk::SmartPointer<const Self>;
  itkTypeMacro(WholeImageFilter, ImageToImageFilter);

protected:
  WholeImageFilter() = default;
  ~WholeImageFilter() override = default;

  void
  EnlargeOutputRequestedRegion(itk::DataObject * output) override;
  void
  GenerateInputRequestedRegion() override;
  void
  VerifyInputInformation() const override;

  /** Reports progress; throws itk::ProcessAborted when somebody asked to stop. */
  void
  Advance(float progress);
};
} // namespace pheno

#include "phenoWholeImageFilter.hxx"

#endif
