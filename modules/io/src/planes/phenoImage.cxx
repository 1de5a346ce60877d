#include "phenoImage.h"

#include "phenoError.h"

#include <algorithm>

namespace pheno
{
pheno::Plane::ConstPointer
Image::Plane(const std::string & channel) const
{
  const auto found = std::find(channels.begin(), channels.end(), channel);
  if (found == channels.end())
  {
    throw Error("image has no channel '" + channel + "'; it has " + (channels.empty() ? "none" : Join(channels)));
  }
  return planes.at(found - channels.begin());
}

itk::Size<2>
Image::Size() const
{
  return planes.empty() ? itk::Size<2>{ { 0, 0 } } : planes.front()->GetLargestPossibleRegion().GetSize();
}
} // namespace pheno
