#include "phenoZipWriter.h"

#include "phenoError.h"

#include <zip.h>

#include <memory>

namespace pheno
{
namespace
{
struct Discard
{
  void
  operator()(zip_t * zip) const
  {
    zip_discard(zip);
  }
};

[[noreturn]] void
Refuse(const fs::path & path, const std::string & reason)
{
  throw Error(path.string() + ": cannot be written as a zip archive: " + reason);
}
} // namespace

void
WriteZip(const fs::path & path, const std::map<std::string, std::string> & members)
{
  constexpr zip_uint16_t          kFirstDay = (1 << 5) | 1; // 1980-01-01, the first that zip knows
  int                             code = 0;
  std::unique_ptr<zip_t, Discard> zip(zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code));
  if (!zip)
  {
    Refuse(path, "error " + std::to_string(code) + " of libzip");
  }
  for (const auto & [name, bytes] : members)
  {
    zip_source_t * source = zip_source_buffer(zip.get(), bytes.data(), bytes.size(), 0);
    const auto     index = source ? zip_file_add(zip.get(), name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0 || zip_set_file_compression(zip.get(), static_cast<zip_uint64_t>(index), ZIP_CM_DEFLATE, 6) != 0 ||
        zip_file_set_dostime(zip.get(), static_cast<zip_uint64_t>(index), 0, kFirstDay, 0) != 0)
    {
      Refuse(path, zip_strerror(zip.get()));
    }
  }
  if (zip_close(zip.get()) != 0)
  {
    Refuse(path, zip_strerror(zip.get()));
  }
  zip.release();
}
} // namespace pheno
