#include "phenoJpeg2000Decode.h"

#include "phenoError.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <memory>
#include <openjpeg.h>

namespace pheno
{
namespace
{
struct Free
{
  void
  operator()(opj_stream_t * stream) const
  {
    opj_stream_destroy(stream);
  }
  void
  operator()(opj_image_t * image) const
  {
    opj_image_destroy(image);
  }
};
struct FreeCodec
{
  void
  operator()(opj_codec_t * codec) const
  {
    opj_destroy_codec(codec);
  }
};
using Stream = std::unique_ptr<opj_stream_t, Free>;
using Codec = std::unique_ptr<opj_codec_t, FreeCodec>;
using Picture = std::unique_ptr<opj_image_t, Free>;

/** The bytes of a file and how far they are read. */
struct Source
{
  std::string_view bytes;
  std::size_t      at = 0;
};

OPJ_SIZE_T
Read(void * target, OPJ_SIZE_T count, void * user)
{
  auto &            source = *static_cast<Source *>(user);
  const std::size_t taken = std::min<std::size_t>(count, source.bytes.size() - source.at);
  std::memcpy(target, source.bytes.data() + source.at, taken);
  source.at += taken;
  return taken > 0 ? taken : static_cast<OPJ_SIZE_T>(-1);
}

OPJ_BOOL
Seek(OPJ_OFF_T at, void * user)
{
  auto & source = *static_cast<Source *>(user);
  if (at < 0 || static_cast<std::uint64_t>(at) > source.bytes.size())
  {
    return OPJ_FALSE;
  }
  source.at = static_cast<std::size_t>(at);
  return OPJ_TRUE;
}

OPJ_OFF_T
Skip(OPJ_OFF_T count, void * user)
{
  const auto at = static_cast<OPJ_OFF_T>(static_cast<Source *>(user)->at);
  return Seek(at + count, user) ? count : -1;
}

Stream
OpenStream(Source & source)
{
  Stream stream(opj_stream_default_create(OPJ_TRUE));
  if (!stream)
  {
    throw std::bad_alloc();
  }
  opj_stream_set_user_data(stream.get(), &source, nullptr);
  opj_stream_set_user_data_length(stream.get(), source.bytes.size());
  opj_stream_set_read_function(stream.get(), &Read);
  opj_stream_set_skip_function(stream.get(), &Skip);
  opj_stream_set_seek_function(stream.get(), &Seek);
  return stream;
}

/** The first error, which is the cause of those that follow. */
using Reason = std::array<char, 128>;

void
Keep(const char * message, void * user)
{
  auto & reason = *static_cast<Reason *>(user);
  if (reason[0] == '\0')
  {
    std::snprintf(reason.data(), reason.size(), "%.*s", static_cast<int>(std::strcspn(message, "\n")), message);
  }
}

Codec
OpenCodec(std::string_view bytes, Reason & reason)
{
  const bool isBare = bytes.starts_with("\xFF\x4F");
  Codec      codec(opj_create_decompress(isBare ? OPJ_CODEC_J2K : OPJ_CODEC_JP2));
  if (!codec)
  {
    throw std::bad_alloc();
  }
  opj_set_error_handler(codec.get(), &Keep, &reason);
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  opj_setup_decoder(codec.get(), &parameters);
  return codec;
}

bool
IsOfKind(const opj_image_t & image, const PlaneKind & kind)
{
  if (image.numcomps != 1 || image.x1 - image.x0 != kind.width || image.y1 - image.y0 != kind.height)
  {
    return false;
  }
  const opj_image_comp_t & grey = image.comps[0];
  return grey.dx == 1 && grey.dy == 1 && grey.w == kind.width && grey.h == kind.height && grey.prec == kind.bits &&
         grey.sgnd == 0;
}
} // namespace

void
DecodeJpeg2000(std::string_view bytes, const PlaneKind & kind, float * pixels)
{
  Source        source{ bytes };
  Reason        reason{};
  const Stream  stream = OpenStream(source);
  const Codec   codec = OpenCodec(bytes, reason);
  opj_image_t * opened = nullptr;
  const bool    hasHeader = opj_read_header(stream.get(), codec.get(), &opened) == OPJ_TRUE;
  const Picture image(opened);
  if (hasHeader && !IsOfKind(*image, kind)) // before OpenJPEG takes memory for it
  {
    throw Error("another picture than its header declares");
  }
  if (!hasHeader || opj_decode(codec.get(), stream.get(), image.get()) != OPJ_TRUE)
  {
    throw Error(std::string("OpenJPEG: ") + reason.data());
  }
  if (!IsOfKind(*image, kind) || !image->comps[0].data)
  {
    throw Error("another picture than its header declares");
  }
  std::copy_n(image->comps[0].data, std::size_t(kind.width) * kind.height, pixels);
}
} // namespace pheno
