#include "phenoPngDecode.h"

#include "phenoError.h"
#include "phenoGreySamples.h"
#include "phenoPngMessages.h"

#include <csetjmp>
#include <cstring>
#include <new>
#include <vector>

namespace pheno
{
namespace
{
void
Take(png_structp png, png_bytep target, std::size_t count)
{
  auto & left = *static_cast<std::string_view *>(png_get_io_ptr(png));
  if (count > left.size())
  {
    png_error(png, "the file ends too early");
  }
  std::memcpy(target, left.data(), count);
  left.remove_prefix(count);
}

/** Nothing in here has a destructor, because libpng's errors jump. False after an error. */
bool
ReadHeader(png_structp png, png_infop info, const PlaneKind & kind)
{
  if (setjmp(png_jmpbuf(png)) != 0)
  {
    return false;
  }
  png_read_info(png, info);
  const bool isPalette = png_get_color_type(png, info) == PNG_COLOR_TYPE_PALETTE;
  if (png_get_image_width(png, info) != kind.width || png_get_image_height(png, info) != kind.height ||
      (isPalette ? 8u : png_get_bit_depth(png, info)) != kind.bits)
  {
    png_error(png, "another picture than its header declared");
  }
  if (isPalette)
  {
    png_set_palette_to_rgb(png);
  }
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  return true;
}

/** Likewise; each of `rows` takes the samples of a row. */
bool
ReadRows(png_structp png, png_bytepp rows)
{
  if (setjmp(png_jmpbuf(png)) != 0)
  {
    return false;
  }
  png_read_image(png, rows);
  png_read_end(png, nullptr);
  return true;
}

/** libpng's two structures for one file. */
class Reader
{
public:
  explicit Reader(std::string_view bytes)
    : m_Left(bytes)
    , m_Png(png_create_read_struct(PNG_LIBPNG_VER_STRING, &m_Messages, &PngMessages::Fail, &PngMessages::Ignore))
    , m_Info(m_Png ? png_create_info_struct(m_Png) : nullptr)
  {
    if (!m_Info)
    {
      png_destroy_read_struct(&m_Png, nullptr, nullptr);
      throw std::bad_alloc();
    }
    png_set_read_fn(m_Png, &m_Left, &Take);
  }
  ~Reader() { png_destroy_read_struct(&m_Png, &m_Info, nullptr); }
  Reader(const Reader &) = delete;
  Reader &
  operator=(const Reader &) = delete;

  /** How its rows will come. */
  SampleLayout
  Begin(const PlaneKind & kind)
  {
    this->Check(ReadHeader(m_Png, m_Info, kind));
    return { kind.width, png_get_channels(m_Png, m_Info), kind.bits };
  }
  void
  Read(png_bytepp rows)
  {
    this->Check(ReadRows(m_Png, rows));
  }

private:
  void
  Check(bool good) const
  {
    if (!good)
    {
      throw Error(std::string("libpng: ") + m_Messages.Error());
    }
  }

  std::string_view m_Left;
  PngMessages      m_Messages;
  png_structp      m_Png;
  png_infop        m_Info;
};

/** Into the plane's own memory where a pixel's samples take no more of it than its float; rows become floats there. */
void
ReadInPlace(Reader & reader, const SampleLayout & layout, std::size_t height, float * pixels)
{
  std::vector<png_bytep> rows(height);
  for (std::size_t y = 0; y < height; ++y)
  {
    rows[y] = reinterpret_cast<png_bytep>(pixels + y * layout.width);
  }
  reader.Read(rows.data());
  std::vector<unsigned char> samples(layout.width * layout.PixelBytes());
  for (std::size_t y = 0; y < height; ++y)
  {
    std::memcpy(samples.data(), rows[y], samples.size());
    TakeGrey(samples.data(), layout, y, pixels + y * layout.width);
  }
}

void
ReadBeside(Reader & reader, const SampleLayout & layout, std::size_t height, float * pixels)
{
  const std::size_t          bytes = layout.width * layout.PixelBytes();
  std::vector<unsigned char> samples(bytes * height);
  std::vector<png_bytep>     rows(height);
  for (std::size_t y = 0; y < height; ++y)
  {
    rows[y] = samples.data() + y * bytes;
  }
  reader.Read(rows.data());
  for (std::size_t y = 0; y < height; ++y)
  {
    TakeGrey(rows[y], layout, y, pixels + y * layout.width);
  }
}
} // namespace

void
DecodePng(std::string_view bytes, const PlaneKind & kind, float * pixels)
{
  Reader             reader(bytes);
  const SampleLayout layout = reader.Begin(kind);
  const bool         fits = layout.PixelBytes() <= sizeof(float);
  (fits ? &ReadInPlace : &ReadBeside)(reader, layout, kind.height, pixels);
}
} // namespace pheno
