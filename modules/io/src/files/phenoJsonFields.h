#ifndef phenoJsonFields_h
#define phenoJsonFields_h

#include "phenoFileSystem.h"
#include "phenoJson.h"

#include <cstdint>
#include <string>
#include <vector>

namespace pheno
{
/** JSON that a file of somebody's data holds: damaged text is BadData. At most 64 MiB. Throws Error when the machine
 * cannot read it. */
Json
ReadDataJson(const fs::path & path);

/** One value of such a file and where it stands; every access checks, what is lacking or of another type is BadData
 * ("<file>: /codecs/0/name: expected a text, got 3"). */
class JsonField
{
public:
  /** `file` stands for it in messages, `pointer` is a JSON Pointer, "" for the whole. */
  JsonField(const Json & value, std::string file, std::string pointer = {})
    : m_Value(&value)
    , m_File(std::move(file))
    , m_Pointer(std::move(pointer))
  {}

  const Json &
  Get() const
  {
    return *m_Value;
  }
  bool
  Has(const std::string & key) const;
  bool
  IsNull() const
  {
    return m_Value->is_null();
  }
  /** A member that must be there. */
  JsonField
  At(const std::string & key) const;
  JsonField
  At(std::size_t index) const;
  /** How many elements the array has. */
  std::size_t
  Count() const;
  std::string
  Text() const;
  std::uint64_t
  Size() const;
  std::vector<std::uint64_t>
  Sizes() const;
  double
  Number() const;
  [[noreturn]] void
  Refuse(const std::string & expected) const;

private:
  std::string
  Where() const;

  const Json * m_Value;
  std::string  m_File;
  std::string  m_Pointer;
};
} // namespace pheno

#endif
