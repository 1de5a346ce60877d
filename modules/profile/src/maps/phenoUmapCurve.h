#ifndef phenoUmapCurve_h
#define phenoUmapCurve_h

namespace pheno
{
/** The similarity 1 / (1 + a d^(2b)) of two points of a UMAP at distance d. */
struct UmapCurve
{
  double a = 1;
  double b = 1;
};

/** The curve nearest, by least squares at 299 distances up to 3, to 1 below min_dist and exp(-(d - min_dist)) above it:
 * Gauss and Newton's iteration with Levenberg's damping. */
UmapCurve
FitUmapCurve(double minDist);
} // namespace pheno

#endif
