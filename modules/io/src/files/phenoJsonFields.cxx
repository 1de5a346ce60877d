#include "phenoJsonFields.h"

#include "phenoError.h"
#include "phenoFileBytes.h"

namespace pheno
{
namespace
{
constexpr std::uintmax_t kMostBytes = 64u << 20;
constexpr std::size_t    kShown = 60;
} // namespace

Json
ReadDataJson(const fs::path & path)
{
  boost::system::error_code code;
  const std::uintmax_t      size = fs::file_size(path, code);
  if (!code && size > kMostBytes)
  {
    throw BadData(path.string() + ": has " + std::to_string(size) + " bytes, expected metadata of at most " +
                  std::to_string(kMostBytes));
  }
  const std::string text = ReadFileBytes(path);
  try
  {
    return Json(ParseJson(text, path.string()));
  }
  catch (const Error & error)
  {
    throw BadData(error.what());
  }
}

bool
JsonField::Has(const std::string & key) const
{
  return m_Value->is_object() && m_Value->contains(key);
}

std::string
JsonField::Where() const
{
  return m_File + (m_Pointer.empty() ? "" : ": " + m_Pointer);
}

JsonField
JsonField::At(const std::string & key) const
{
  if (!m_Value->is_object())
  {
    Refuse("an object");
  }
  const auto found = m_Value->find(key);
  if (found == m_Value->end())
  {
    throw BadData(Where() + ": lacks '" + key + "'");
  }
  return { *found, m_File, m_Pointer + "/" + key };
}

JsonField
JsonField::At(std::size_t index) const
{
  if (index >= Count())
  {
    Refuse("at least " + std::to_string(index + 1) + " elements");
  }
  return { (*m_Value)[index], m_File, m_Pointer + "/" + std::to_string(index) };
}

std::size_t
JsonField::Count() const
{
  if (!m_Value->is_array())
  {
    Refuse("a list");
  }
  return m_Value->size();
}

std::string
JsonField::Text() const
{
  if (!m_Value->is_string())
  {
    Refuse("a text");
  }
  return m_Value->get<std::string>();
}

std::uint64_t
JsonField::Size() const
{
  if (!m_Value->is_number_unsigned())
  {
    Refuse("a whole number, 0 or more");
  }
  return m_Value->get<std::uint64_t>();
}

std::vector<std::uint64_t>
JsonField::Sizes() const
{
  std::vector<std::uint64_t> sizes;
  for (std::size_t i = 0; i < Count(); ++i)
  {
    sizes.push_back(At(i).Size());
  }
  return sizes;
}

double
JsonField::Number() const
{
  if (!m_Value->is_number())
  {
    Refuse("a number");
  }
  return m_Value->get<double>();
}

void
JsonField::Refuse(const std::string & expected) const
{
  const std::string text = m_Value->dump(-1, ' ', true, Json::error_handler_t::replace);
  throw BadData(Where() + ": expected " + expected + ", got " + text.substr(0, kShown) +
                (text.size() > kShown ? "..." : ""));
}
} // namespace pheno
