#ifndef phenoEvenPlane_h
#define phenoEvenPlane_h

#include "phenoImage.h"

namespace pheno
{
/** A plane of one value with the region and geometry of another. */
inline Plane::ConstPointer
EvenPlane(const itk::ImageBase<2> & geometry, double value)
{
  auto plane = Plane::New();
  plane->CopyInformation(&geometry);
  plane->SetRegions(geometry.GetLargestPossibleRegion());
  plane->Allocate();
  plane->FillBuffer(static_cast<float>(value));
  return plane.GetPointer();
}
} // namespace pheno

#endif
