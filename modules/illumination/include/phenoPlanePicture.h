#ifndef phenoPlanePicture_h
#define phenoPlanePicture_h

#include "phenoFieldPicture.h"

#include <itkImage.h>

#include <span>

namespace pheno
{
/** The pixels of a plane. Throws itk::ExceptionObject for a plane that is empty, holds only a part of its pixels or has
 * one that is not finite, which is named. */
FieldPicture
PictureOf(const itk::Image<float, 2> & plane);

/** The pixels of a plane where they are. */
inline std::span<const float>
SpanOf(const itk::Image<float, 2> & plane)
{
  return { plane.GetBufferPointer(), plane.GetBufferedRegion().GetNumberOfPixels() };
}

/** A plane of the picture's values with the region and geometry of another. Both of one size. */
itk::Image<float, 2>::Pointer
PlaneOf(const FieldPicture & picture, const itk::ImageBase<2> & geometry);
} // namespace pheno

#endif
