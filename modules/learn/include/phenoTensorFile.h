#ifndef phenoTensorFile_h
#define phenoTensorFile_h

#include "phenoParameterList.h"

#include <map>
#include <string>
#include <vector>

namespace pheno
{
/** Named tensors and texts in a safetensors file (8-byte little-endian header length, JSON header, raw row-major
 * little-endian values), which Python's safetensors opens. The same content gives the same bytes. */
struct TensorFile
{
  std::vector<NamedTensor>
    tensors; ///< float16, bfloat16, float32, float64, int64; in byte order of the names when read
  std::map<std::string, std::string> texts; ///< the header's __metadata__

  /** \throws LearnError when there is no such tensor */
  const torch::Tensor &
  At(const std::string & name) const;

  /** Atomic; tensors may be on any device. \throws LearnError for a type that is not stored, a name used twice, or an
   * I/O error */
  void
  Write(const std::string & path) const;

  /** \throws LearnError, with the path, for a file that is not a whole, well-formed safetensors file */
  static TensorFile
  Read(const std::string & path);
};
} // namespace pheno

#endif
