#include "phenoPng.h"

#include "phenoError.h"
#include "phenoPngMessages.h"

#include <csetjmp>
#include <fstream>
#include <new>
#include <zlib.h>

namespace pheno
{
namespace
{
void
Give(png_structp png, png_bytep bytes, std::size_t count)
{
  static_cast<std::ofstream *>(png_get_io_ptr(png))
    ->write(reinterpret_cast<const char *>(bytes), static_cast<std::streamsize>(count));
}

void
NoFlush(png_structp)
{}

/** Nothing in here has a destructor, because libpng's errors jump. False after an error. */
bool
WriteRows(png_structp png, png_infop info, const std::uint8_t * pixels, png_uint_32 width, png_uint_32 height)
{
  constexpr int kLevel = 6;
  if (setjmp(png_jmpbuf(png)) != 0)
  {
    return false;
  }
  png_set_compression_level(png, kLevel);
  png_set_compression_strategy(png, Z_DEFAULT_STRATEGY);
  png_set_IHDR(png,
               info,
               width,
               height,
               8,
               PNG_COLOR_TYPE_GRAY,
               PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  for (png_uint_32 y = 0; y < height; ++y)
  {
    png_write_row(png, pixels + std::size_t(y) * width);
  }
  png_write_end(png, info);
  return true;
}

/** libpng's two structures for one file. */
class Writer
{
public:
  explicit Writer(std::ofstream & file)
    : m_Png(png_create_write_struct(PNG_LIBPNG_VER_STRING, &m_Messages, &PngMessages::Fail, &PngMessages::Ignore))
    , m_Info(m_Png ? png_create_info_struct(m_Png) : nullptr)
  {
    if (!m_Info)
    {
      png_destroy_write_struct(&m_Png, nullptr);
      throw std::bad_alloc();
    }
    png_set_write_fn(m_Png, &file, &Give, &NoFlush);
  }
  ~Writer() { png_destroy_write_struct(&m_Png, &m_Info); }
  Writer(const Writer &) = delete;
  Writer &
  operator=(const Writer &) = delete;

  /** Throws Error with libpng's reason. */
  void
  Write(std::span<const std::uint8_t> pixels, std::size_t width, std::size_t height)
  {
    if (!WriteRows(m_Png, m_Info, pixels.data(), static_cast<png_uint_32>(width), static_cast<png_uint_32>(height)))
    {
      throw Error(std::string("libpng: ") + m_Messages.Error());
    }
  }

private:
  PngMessages m_Messages;
  png_structp m_Png;
  png_infop   m_Info;
};
} // namespace

void
WritePng(const fs::path & path, std::span<const std::uint8_t> pixels, std::size_t width, std::size_t height)
{
  if (pixels.empty() || pixels.size() != width * height)
  {
    throw Error(path.string() + ": " + std::to_string(pixels.size()) + " pixels for a picture of " +
                std::to_string(width) + " x " + std::to_string(height));
  }
  std::ofstream file(path.string(), std::ios::binary);
  try
  {
    Writer(file).Write(pixels, width, height);
  }
  catch (const Error & error)
  {
    throw Error(path.string() + ": cannot be encoded (" + error.what() + ")");
  }
  file.close();
  if (!file)
  {
    throw Error(path.string() + ": cannot be written");
  }
}
} // namespace pheno
