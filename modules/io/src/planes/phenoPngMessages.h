#ifndef phenoPngMessages_h
#define phenoPngMessages_h

#include <array>
#include <cstdio>
#include <png.h>

namespace pheno
{
/** What libpng says while it works on one file, kept instead of printed: its warnings are dropped, its error ends the
 * work by a jump to setjmp(png_jmpbuf(png)), as its manual asks. */
class PngMessages
{
public:
  /** libpng's last error; "" before. */
  const char *
  Error() const
  {
    return m_Error.data();
  }

  /** Handlers for png_create_read_struct and png_create_write_struct, whose error pointer is a PngMessages. */
  [[noreturn]] static void
  Fail(png_structp png, png_const_charp message)
  {
    auto & error = static_cast<PngMessages *>(png_get_error_ptr(png))->m_Error;
    std::snprintf(error.data(), error.size(), "%s", message);
    png_longjmp(png, 1);
  }
  static void
  Ignore(png_structp, png_const_charp)
  {}

private:
  std::array<char, 128> m_Error{}; ///< what a jump cannot leak
};
} // namespace pheno

#endif
