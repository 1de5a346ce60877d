#ifndef phenoMatOf_h
#define phenoMatOf_h

#include "phenoPlaneView.h"

#include <opencv2/core.hpp>

#include <cstdint>
#include <type_traits>
#include <vector>

namespace pheno
{
/** The pixels of a view as an OpenCV matrix that shares them. */
template <typename T>
cv::Mat
MatOf(PlaneView<T> view)
{
  using Pixel = std::remove_const_t<T>;
  static_assert(std::is_same_v<Pixel, float> || std::is_same_v<Pixel, std::uint8_t>);
  return cv::Mat(static_cast<int>(view.height),
                 static_cast<int>(view.width),
                 std::is_same_v<Pixel, float> ? CV_32F : CV_8U,
                 const_cast<Pixel *>(view.data));
}

/** View of pixels in the size of another plane. */
template <typename T, typename TOther>
PlaneView<const T>
Beside(const std::vector<T> & pixels, PlaneView<TOther> plane)
{
  return { pixels.data(), plane.width, plane.height };
}
template <typename T, typename TOther>
PlaneView<T>
Beside(std::vector<T> & pixels, PlaneView<TOther> plane)
{
  return { pixels.data(), plane.width, plane.height };
}
} // namespace pheno

#endif
