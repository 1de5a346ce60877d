#ifndef phenoImage_h
#define phenoImage_h

#include <itkImage.h>

#include <cstdint>
#include <string>
#include <vector>

namespace pheno
{
/** The one pixel type in memory. Readers widen, writers narrow. */
using Plane = itk::Image<float, 2>;
using LabelMask = itk::Image<std::uint32_t, 2>;

/** The named channels of one site, all of one geometry. Planes are shared and never written to. */
struct Image
{
  std::vector<std::string>                channels;
  std::vector<pheno::Plane::ConstPointer> planes; ///< qualified here: a member is called Plane as well

  /** Throws Error: "image has no channel 'x'; it has a, b". */
  pheno::Plane::ConstPointer
  Plane(const std::string & channel) const;
  /** Width and height in pixels; 0, 0 without planes. */
  itk::Size<2>
  Size() const;
};

/** One instance mask: 0 background, 1..n objects. */
struct Labels
{
  LabelMask::ConstPointer mask;
};
} // namespace pheno

#endif
