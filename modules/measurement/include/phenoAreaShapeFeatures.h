#ifndef phenoAreaShapeFeatures_h
#define phenoAreaShapeFeatures_h

#include "phenoFeatureFamily.h"

namespace pheno
{
/** Size and shape of masks, in pixels, after CellProfiler's manual (MeasureObjectSizeShape, with advanced and Zernike
 * features). AreaShape_*:
 *
 * Area; BoundingBoxMinimum_X, _Y, BoundingBoxMaximum_X, _Y (one past the last), BoundingBoxArea; Center_X, _Y;
 * EquivalentDiameter sqrt(4 A / pi); Extent A / box; ConvexArea (pixels with their centre in or on the hull of the
 * mid-points of pixel sides), Solidity A / ConvexArea; EulerNumber (8-connected: parts less holes); Perimeter of the
 * path through the centres of border pixels (Benkrid and Crookes 2000); FormFactor 4 pi A / P^2, Compactness its
 * inverse; MajorAxisLength, MinorAxisLength (4 sqrt of the eigenvalues of the covariance of pixel positions),
 * Eccentricity, Orientation in degrees (see phenoObjectMoments.h); MaximumRadius, MeanRadius, MedianRadius (distance of
 * the mask's pixels to the nearest pixel outside, the image's outside too); MinFeretDiameter, MaxFeretDiameter of the
 * hull of pixel centres; SpatialMoment_p_q and CentralMoment_p_q (p 0..2 of y, q 0..3 of x), NormalizedMoment_p_q
 * (p, q 0..3, p + q > 1), HuMoment_0..6, InertiaTensor_i_j and InertiaTensorEigenvalues_0, _1; Zernike_n_m to n = 9
 * (phenoZernike.h).
 *
 * One pixel: axes, Feret diameters, perimeter and eccentricity are 0; form factor, compactness and Zernike moments,
 * which divide by 0, are NaN; so are form factor and compactness of anything else of perimeter 0, and
 * the orientation of what has equal axes. */
class AreaShapeFeatures : public FeatureFamily
{
public:
  void
  Measure(const ObjectMap & objects, FeatureColumns & columns) const override;
};
} // namespace pheno

#endif
