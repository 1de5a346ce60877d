#ifndef phenoImages_h
#define phenoImages_h

#include "phenoCropSource.h"

#include <torch/types.h>

#include <string>
#include <vector>

namespace pheno::learn
{
/** Number type of parameters at a resolved precision. */
inline torch::ScalarType
ParameterType(const std::string & precision)
{
  return precision == "float64" ? torch::kFloat64 : torch::kFloat32;
}

/** Number type of images at a resolved precision. */
inline torch::ScalarType
ComputeType(const std::string & precision)
{
  return precision == "bfloat16" ? torch::kBFloat16 : ParameterType(precision);
}

/** Channels-last pixels (n x H x W x C) as an n x C x H x W tensor of the options' type and device; a float32 one on
 * the processor shares the vector's memory. To a GPU they go through pinned memory, while the caller goes on. */
inline torch::Tensor
ImagesOf(std::vector<float> & pixels, const CropShape & shape, const torch::TensorOptions & options)
{
  const auto          n = static_cast<std::int64_t>(pixels.size() / shape.Pixels());
  const torch::Tensor images =
    torch::from_blob(pixels.data(), { n, shape.height, shape.width, shape.channels }, torch::kFloat32)
      .permute({ 0, 3, 1, 2 });
  const torch::Tensor there =
    options.device().is_cuda() ? images.pin_memory().to(options.device(), torch::kFloat32, true) : images;
  return there.to(c10::typeMetaToScalarType(options.dtype()));
}
} // namespace pheno::learn

#endif
