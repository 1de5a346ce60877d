#include "phenoPngDecode.h"

#include "phenoError.h"
#include "phenoPngMessages.h"

#include <algorithm>
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

/** Nothing in here has a destructor, because libpng's errors jump. Each of `rows` takes the samples of a row.
 * False after an error. */
bool
ReadRows(png_structp png, png_infop info, const PlaneKind & kind, png_bytepp rows)
{
  if (setjmp(png_jmpbuf(png)) != 0)
  {
    return false;
  }
  png_read_info(png, info);
  if (png_get_image_width(png, info) != kind.width || png_get_image_height(png, info) != kind.height ||
      png_get_bit_depth(png, info) != kind.bits || png_get_color_type(png, info) != PNG_COLOR_TYPE_GRAY)
  {
    png_error(png, "another picture than its header declared");
  }
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
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

  void
  Read(const PlaneKind & kind, png_bytepp rows)
  {
    if (!ReadRows(m_Png, m_Info, kind, rows))
    {
      throw Error(std::string("libpng: ") + m_Messages.Error());
    }
  }

private:
  std::string_view m_Left;
  PngMessages      m_Messages;
  png_structp      m_Png;
  png_infop        m_Info;
};

/** The samples at the beginning of a row, which fill it as floats afterwards. */
void
Widen(const PlaneKind & kind, float * row, std::vector<unsigned char> & samples)
{
  samples.resize(std::size_t(kind.width) * (kind.bits / 8));
  std::memcpy(samples.data(), row, samples.size());
  if (kind.bits == 8)
  {
    std::copy(samples.begin(), samples.end(), row);
    return;
  }
  for (std::size_t x = 0; x < kind.width; ++x)
  {
    row[x] = static_cast<float>(samples[2 * x] << 8 | samples[2 * x + 1]);
  }
}
} // namespace

void
DecodePng(std::string_view bytes, const PlaneKind & kind, float * pixels)
{
  std::vector<png_bytep> rows(kind.height);
  for (std::size_t y = 0; y < rows.size(); ++y)
  {
    rows[y] = reinterpret_cast<png_bytep>(pixels + y * kind.width);
  }
  Reader(bytes).Read(kind, rows.data());
  std::vector<unsigned char> samples;
  for (std::size_t y = 0; y < rows.size(); ++y)
  {
    Widen(kind, pixels + y * kind.width, samples);
  }
}
} // namespace pheno
