#ifndef phenoOptics_h
#define phenoOptics_h

#include "phenoRandomStream.h"
#include "phenoRecipe.h"

#include <cstdint>
#include <vector>

namespace pheno::simulate
{
/** A square float image, row-major. */
struct Canvas
{
  int                size = 0;
  std::vector<float> pixels;
};

/** Gaussian blur of `sigma` px, borders repeated; the same bytes on any processor. */
void
Blur(Canvas & canvas, double sigma);

/** What the lens makes of the sample: a point spread function of `sigma` px, and a share `haze` of the light spread
 * over about ten pixels. Keeps the total but at the canvas's rim. */
void
Focus(Canvas & canvas, double sigma, double haze);

/** The illumination of one channel of one plate, mean 1: 1 - vignetting r^2 around a point near the middle that differs
 * between channels and, by vignetting_jitter, between plates; r is 1 at a corner. */
Canvas
MakeFlatField(const Recipe & recipe, int plate, Stain stain);

/** What the camera makes of light in grey levels: offset + grey_per_electron (Poisson(electrons) + read noise), rounded
 * and held within 16 bit. */
std::vector<std::uint16_t>
Expose(const Recipe & recipe, const Canvas & light, double offset, RandomStream & random);
} // namespace pheno::simulate

#endif
