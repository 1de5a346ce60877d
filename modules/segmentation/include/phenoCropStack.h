#ifndef phenoCropStack_h
#define phenoCropStack_h

#include <cstddef>
#include <vector>

namespace pheno
{
/** Crops of one field in one block: number x channels x height x width, row-major. */
template <typename TPixel>
struct CropStack
{
  std::size_t         number = 0;
  std::size_t         channels = 0;
  std::size_t         height = 0;
  std::size_t         width = 0;
  std::vector<TPixel> pixels;
};
} // namespace pheno

#endif
