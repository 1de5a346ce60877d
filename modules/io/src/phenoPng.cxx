#include "phenoPng.h"

#include "phenoError.h"
#include "phenoPictureLibrary.h"
#include "phenoSideLibrary.h"

#include <fstream>

namespace pheno
{
void
WritePng(const fs::path & path, std::span<const std::uint8_t> pixels, std::size_t width, std::size_t height)
{
  if (pixels.empty() || pixels.size() != width * height)
  {
    throw Error(path.string() + ": " + std::to_string(pixels.size()) + " pixels for a picture of " +
                std::to_string(width) + " x " + std::to_string(height));
  }
  static const auto encode =
    reinterpret_cast<EncodeGreyPng>(SideLibrarySymbol("libpheno_pictures.so", kEncodeGreyPngSymbol));
  std::ofstream      file(path.string(), std::ios::binary);
  const char * const reason = encode(
    pixels.data(),
    static_cast<int>(width),
    static_cast<int>(height),
    [](void * receiver, const unsigned char * bytes, std::size_t size) {
      static_cast<std::ofstream *>(receiver)->write(reinterpret_cast<const char *>(bytes),
                                                    static_cast<std::streamsize>(size));
    },
    &file);
  file.close();
  if (reason || !file)
  {
    throw Error(path.string() + ": " + (reason ? reason : "cannot be written"));
  }
}
} // namespace pheno
