#include "phenoZipFile.h"

#include "phenoError.h"

#include <zip.h>

#include <algorithm>

namespace pheno
{
namespace
{
struct CloseMember
{
  void
  operator()(zip_file_t * file) const
  {
    zip_fclose(file);
  }
};
} // namespace

struct ZipFile::Archive
{
  zip_t * zip = nullptr;

  ~Archive() { zip_discard(zip); }
};

ZipFile::ZipFile(const fs::path & path)
  : m_Path(path)
  , m_Archive(std::make_unique<Archive>())
{
  int code = 0;
  m_Archive->zip = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (!m_Archive->zip)
  {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    const std::string message = path.string() + ": cannot be read as a zip archive: " + reason;
    if (code == ZIP_ER_NOZIP || code == ZIP_ER_INCONS)
    {
      throw BadData(message);
    }
    throw Error(message);
  }
}

ZipFile::~ZipFile() = default;

bool
ZipFile::Has(const std::string & name) const
{
  return zip_name_locate(m_Archive->zip, name.c_str(), 0) >= 0;
}

std::string
ZipFile::Read(const std::string & name, std::uint64_t largest) const
{
  const std::string                              where = m_Path.string() + ": its member " + name + " ";
  const std::unique_ptr<zip_file_t, CloseMember> file(zip_fopen(m_Archive->zip, name.c_str(), 0));
  if (!file)
  {
    throw BadData(where + "cannot be read: " + zip_strerror(m_Archive->zip));
  }
  std::string bytes;
  char        buffer[1 << 16];
  zip_int64_t count = 0;
  while ((count = zip_fread(file.get(), buffer, sizeof(buffer))) > 0)
  {
    if (bytes.size() + static_cast<std::uint64_t>(count) > largest)
    {
      throw BadData(where + "holds more than " + std::to_string(largest) + " bytes; not read");
    }
    bytes.append(buffer, static_cast<std::size_t>(count));
  }
  if (count < 0)
  {
    throw BadData(where + "is damaged: " + zip_file_strerror(file.get()));
  }
  return bytes;
}
} // namespace pheno
