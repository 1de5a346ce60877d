#ifndef phenoShapeText_h
#define phenoShapeText_h

#include <torch/types.h>

#include <string>

namespace pheno
{
/** "4 x 3", or "scalar". */
inline std::string
ShapeText(const torch::Tensor & tensor)
{
  std::string text;
  for (const std::int64_t size : tensor.sizes())
  {
    text += (text.empty() ? "" : " x ") + std::to_string(size);
  }
  return text.empty() ? "scalar" : text;
}
} // namespace pheno

#endif
