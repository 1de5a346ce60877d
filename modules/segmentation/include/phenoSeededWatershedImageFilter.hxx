#ifndef phenoSeededWatershedImageFilter_hxx
#define phenoSeededWatershedImageFilter_hxx

#include "phenoSeededWatershedImageFilter.h"

#include "phenoThreshold.h"
#include "phenoWatershed.h"

#include <algorithm>

namespace pheno
{
template <typename TInputImage>
SeededWatershedImageFilter<TInputImage>::SeededWatershedImageFilter()
{
  this->AddRequiredInputName("Stain", 1);
  this->AddRequiredInputName("Mask", 2);
}

template <typename TInputImage>
void
SeededWatershedImageFilter<TInputImage>::GenerateData()
{
  this->AllocateOutputs();
  const auto         image = AsFloat(this->GetStain());
  const auto         plane = ViewOf(*image);
  const auto         mask = ViewOf(*this->GetMask());
  std::vector<float> heights = SmoothPlane(plane, 0.0);
  const float        least = heights.empty() ? 0.0f : *std::min_element(heights.begin(), heights.end());
  std::transform(heights.begin(), heights.end(), heights.begin(), [least](float value) { return value - least; });
  const auto levels = HeightLevels({ heights.data(), plane.width, plane.height }, mask);
  this->Advance(0.3f);
  const auto seeds = ViewOf(*this->GetInput());
  std::copy(seeds.data, seeds.data + seeds.size(), this->GetOutput()->GetBufferPointer());
  FloodFromSeeds({ levels.data(), plane.width, plane.height },
                 mask,
                 { this->GetOutput()->GetBufferPointer(), plane.width, plane.height });
  this->Advance(1.0f);
}
} // namespace pheno

#endif
