#include "phenoLayout.h"

#include "phenoWellName.h"

#include <algorithm>

namespace pheno
{
std::string
PlainName(const std::string & column)
{
  std::string text;
  for (const char c : column.substr(0, column.find('[')))
  {
    if (c >= 'A' && c <= 'Z')
    {
      text += static_cast<char>(c - 'A' + 'a');
    }
    else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
    {
      text += c;
    }
  }
  return text;
}

std::string
PlateOfFolder(fs::path folder)
{
  folder = fs::absolute(folder).lexically_normal();
  if (folder.filename() == ".")
  {
    folder = folder.parent_path();
  }
  if (PlainName(folder.filename().string()) == "images")
  {
    folder = folder.parent_path();
  }
  const std::string name = folder.filename().string();
  return name.substr(0, name.find("__"));
}

fs::path
ResolveListed(const fs::path & folder, std::string listed)
{
  std::replace(listed.begin(), listed.end(), '\\', '/');
  return fs::absolute(fs::path(listed), fs::absolute(folder)).lexically_normal();
}

std::string
WellFromRowColumn(const std::string & row, const std::string & column)
{
  const bool        number = !row.empty() && row.front() >= '0' && row.front() <= '9';
  const std::string text = number ? "r" + row + "c" + column : row + column;
  return NormalizeWell(text).value_or(text);
}
} // namespace pheno
