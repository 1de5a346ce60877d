#ifndef phenoPictureLibrary_h
#define phenoPictureLibrary_h

#include <cstddef>

namespace pheno
{
/** What the library with OpenCV's decoders offers: writes width * height pixels and gives null, or says why not. */
using DecodeGrey =
  const char * (*)(const unsigned char * bytes, std::size_t size, int width, int height, float * pixels);
constexpr const char * kDecodeGreySymbol = "pheno_decode_grey";

/** Hands the bytes of an 8-bit grey PNG over. Returns nullptr, or why it could not be made. */
using EncodeGreyPng = const char * (*)(const unsigned char * pixels,
                                       int                   width,
                                       int                   height,
                                       void (*take)(void * receiver, const unsigned char * bytes, std::size_t size),
                                       void * receiver);
inline constexpr char kEncodeGreyPngSymbol[] = "pheno_encode_grey_png";
} // namespace pheno

#endif
