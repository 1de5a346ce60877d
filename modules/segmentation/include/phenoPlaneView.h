#ifndef phenoPlaneView_h
#define phenoPlaneView_h

#include <cstddef>
#include <vector>

namespace pheno
{
/** A plane that somebody else owns: height rows of width pixels without gaps. */
template <typename T>
struct PlaneView
{
  T *         data = nullptr;
  std::size_t width = 0;
  std::size_t height = 0;

  std::size_t
  size() const
  {
    return width * height;
  }
};

/** View of the whole buffer of a 2-D itk::Image. */
template <typename TImage>
PlaneView<const typename TImage::PixelType>
ViewOf(const TImage & image)
{
  const auto size = image.GetBufferedRegion().GetSize();
  return { image.GetBufferPointer(), size[0], size[1] };
}
} // namespace pheno

#endif
