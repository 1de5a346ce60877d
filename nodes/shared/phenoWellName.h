#ifndef phenoWellName_h
#define phenoWellName_h

#include <cctype>
#include <string>

namespace pheno
{
/** Row and column of a well such as B07 or AA12: its letters and its number without leading zeros; both empty for any
 * other name. */
struct WellName
{
  std::string row;
  std::string column;

  explicit WellName(const std::string & name)
  {
    std::size_t digits = 0;
    while (digits < name.size() && std::isalpha(static_cast<unsigned char>(name[digits])))
    {
      ++digits;
    }
    const std::size_t number = name.find_first_not_of('0', digits);
    if (digits == 0 || number == std::string::npos || name.find_first_not_of("0123456789", digits) != std::string::npos)
    {
      return;
    }
    row = name.substr(0, digits);
    column = name.substr(number);
  }
};
} // namespace pheno

#endif
