#include "phenoPlanePicture.h"

#include <algorithm>
#include <cmath>

namespace pheno
{
void
RefuseIllumination(const std::string & found_and_expected)
{
  itkGenericExceptionMacro("illumination: " << found_and_expected);
}

FieldPicture
PictureOf(const itk::Image<float, 2> & plane)
{
  const auto region = plane.GetLargestPossibleRegion();
  if (plane.GetBufferedRegion() != region || region.GetNumberOfPixels() == 0)
  {
    itkGenericExceptionMacro("illumination: a plane is empty or holds only a part of its pixels");
  }
  const float * first = plane.GetBufferPointer();
  const float * end = first + region.GetNumberOfPixels();
  const float * odd = std::find_if(first, end, [](float v) { return !std::isfinite(v); });
  if (odd != end)
  {
    const auto at = static_cast<std::size_t>(odd - first);
    itkGenericExceptionMacro("illumination: pixel [" << at % region.GetSize(0) << ", " << at / region.GetSize(0)
                                                     << "] is " << *odd << ", expected finite numbers");
  }
  return { region.GetSize(0), region.GetSize(1), std::vector<double>(first, end) };
}

itk::Image<float, 2>::Pointer
PlaneOf(const FieldPicture & picture, const itk::ImageBase<2> & geometry)
{
  auto plane = itk::Image<float, 2>::New();
  plane->CopyInformation(&geometry);
  plane->SetRegions(geometry.GetLargestPossibleRegion());
  plane->Allocate();
  std::transform(picture.values.begin(), picture.values.end(), plane->GetBufferPointer(), [](double v) {
    return static_cast<float>(v);
  });
  return plane;
}
} // namespace pheno
