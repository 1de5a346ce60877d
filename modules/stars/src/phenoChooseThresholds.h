#ifndef phenoChooseThresholds_h
#define phenoChooseThresholds_h

#include "phenoStarMatches.h"
#include "phenoStarModel.h"
#include "phenoStarPatch.h"

#include <vector>

namespace pheno
{
/** Thresholds, and what they give. */
struct ChosenThresholds
{
  StarThresholds thresholds;
  StarMatches    matches;
};

/** Those of a grid under which StarMatches::MeanF1 over the images is greatest, the first of equals. */
ChosenThresholds
ChooseThresholds(const StarModel & model, const std::vector<StarImage> & images, int threads);
} // namespace pheno

#endif
