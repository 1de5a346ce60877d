#ifndef phenoNpy_h
#define phenoNpy_h

#include "phenoFileSystem.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace pheno
{
/** An array of a .npy file: little-endian, C order. */
struct NpyArray
{
  enum class Type
  {
    UInt8,
    UInt16,
    Float32,
    Float64
  };

  Type                        type = Type::Float32;
  std::vector<std::size_t>    shape;
  const void *                data = nullptr; ///< Count() elements, aligned for their type
  std::shared_ptr<const void> owner;          ///< keeps the data alive

  /** Elements: the product of the shape. */
  std::size_t
  Count() const;
  static std::size_t
  BytesPerElement(Type type);

  /** The elements as doubles. */
  std::vector<double>
  Doubles() const;
};

/** Maps a .npy file read-only. Throws Error when it is none, truncated, of another element type or in Fortran order. */
NpyArray
ReadNpy(const fs::path & path);

/** Writes format 1.0, the data aligned to 64 bytes; bytes depend on the arguments alone. Throws Error. */
void
WriteNpy(const fs::path & path, NpyArray::Type type, const std::vector<std::size_t> & shape, const void * data);
} // namespace pheno

#endif
