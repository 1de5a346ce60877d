#include "phenoNumber.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace pheno
{
std::string
FormatNumber(double value)
{
  if (std::isnan(value))
  {
    return "";
  }
  std::array<char, 32> buffer{};
  const auto           result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return std::string(buffer.data(), result.ptr);
}

std::optional<double>
ParseNumber(std::string_view text)
{
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
  {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
  {
    text.remove_suffix(1);
  }
  if (text.empty() || text == "nan" || text == "NaN" || text == "NA")
  {
    return std::numeric_limits<double>::quiet_NaN();
  }
  if (text.size() > 1 && text[0] == '+' && text[1] != '-')
  {
    text.remove_prefix(1);
  }
  double     value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size())
  {
    return std::nullopt;
  }
  return value;
}
} // namespace pheno
