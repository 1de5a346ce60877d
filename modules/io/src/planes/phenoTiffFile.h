#ifndef phenoTiffFile_h
#define phenoTiffFile_h

#include "phenoFileSystem.h"
#include "phenoPassingDigest.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tiffio.h>

namespace pheno
{
struct CloseTiff
{
  void
  operator()(TIFF * tiff) const
  {
    TIFFClose(tiff);
  }
};

/** A TIFF that is open for reading: tells what is wrong with the file (BadData) from what the machine could not do
 * (Error), and keeps libtiff's messages to itself, so that threads never share them. */
class TiffFile
{
public:
  /** Opens and reads the first directory. Throws BadData or Error. \param digested whether Digest() will be asked for.
   */
  explicit TiffFile(const fs::path & path, bool digested = false);
  ~TiffFile();
  TiffFile(const TiffFile &) = delete;
  TiffFile &
  operator=(const TiffFile &) = delete;

  TIFF *
  Get() const
  {
    return m_Tiff.get();
  }
  std::uint64_t
  Size() const
  {
    return m_Size;
  }
  /** Makes a page the current one. Throws BadData. */
  void
  SelectPage(unsigned page);
  /** The next page; false after the last. Throws BadData when it is damaged. */
  bool
  NextPage();

  /** QuickDigest of the file: of what was read so far as it passed, of the rest now. Throws Error. */
  std::string
  Digest();

  /** Throws Error when the machine failed since the file was opened, otherwise BadData: path, what, libtiff's reason.
   */
  [[noreturn]] void
  Fail(const std::string & what) const;

private:
  void
  CheckMagic() const;

  /** Bytes at a position, fewer at the end; -1 when the machine cannot read. */
  tmsize_t
  Fetch(std::uint64_t position, void * buffer, tmsize_t count);
  /** The same of bytes that follow those read before: of one strip after the other. */
  tmsize_t
  FetchNext(void * buffer, tmsize_t count);
  /** Lets all bytes before a position pass through the digest; false when they cannot be read. */
  bool
  DigestUpTo(std::uint64_t position);
  static tmsize_t
  Read(thandle_t self, void * buffer, tmsize_t count);
  static toff_t
  Seek(thandle_t self, toff_t offset, int whence);
  static int
  Message(TIFF * tiff, void * self, const char * module, const char * format, va_list arguments);

  std::string                      m_Path;
  int                              m_Descriptor = -1;
  int                              m_Errno = 0;
  std::uint64_t                    m_Size = 0;
  std::uint64_t                    m_Position = 0;
  std::uint64_t                    m_LastEnd = 0; ///< of what was read before
  std::uint64_t                    m_AheadAt = 0;
  std::vector<char>                m_Ahead;   ///< bytes read ahead
  std::unique_ptr<PassingDigest>   m_Digest;  ///< when it will be asked for
  std::string                      m_Message; ///< libtiff's first since it was cleared
  std::unique_ptr<TIFF, CloseTiff> m_Tiff;
};

/** A TIFF that is written to memory, so that a full disk shows when the bytes are saved, once. */
class TiffBuffer
{
public:
  /** `big` for more than 4 GB. Always little-endian. */
  explicit TiffBuffer(bool big);

  TIFF *
  Get() const
  {
    return m_Tiff.get();
  }
  /** Closes it and hands over the bytes. */
  std::string
  Finish();

private:
  static tmsize_t
  Read(thandle_t self, void * buffer, tmsize_t count);
  static tmsize_t
  Write(thandle_t self, void * buffer, tmsize_t count);
  static toff_t
  Seek(thandle_t self, toff_t offset, int whence);
  static toff_t
  Size(thandle_t self);

  std::string                      m_Bytes;
  std::size_t                      m_Position = 0;
  std::unique_ptr<TIFF, CloseTiff> m_Tiff;
};
} // namespace pheno

#endif
