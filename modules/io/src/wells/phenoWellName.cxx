#include "phenoWellName.h"

#include "phenoError.h"

#include <cctype>
#include <charconv>
#include <string_view>

namespace pheno
{
namespace
{
constexpr int kRows = 32;
constexpr int kColumns = 48;

bool
IsDigit(char c)
{
  return c >= '0' && c <= '9';
}

/** Reads 1 to 4 digits off the front. */
std::optional<int>
TakeNumber(std::string_view & text)
{
  std::size_t length = 0;
  while (length < text.size() && IsDigit(text[length]))
  {
    ++length;
  }
  if (length == 0 || length > 4)
  {
    return std::nullopt;
  }
  int number = 0;
  std::from_chars(text.data(), text.data() + length, number);
  text.remove_prefix(length);
  return number;
}

std::string_view
Trim(std::string_view text)
{
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())))
  {
    text.remove_prefix(1);
  }
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())))
  {
    text.remove_suffix(1);
  }
  return text;
}

char
Upper(char c)
{
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

/** r02c02 */
std::optional<WellPosition>
ParseRowColumn(std::string_view text)
{
  if (text.size() < 4 || Upper(text[0]) != 'R' || !IsDigit(text[1]))
  {
    return std::nullopt;
  }
  text.remove_prefix(1);
  const std::optional<int> row = TakeNumber(text);
  if (!row || text.empty() || Upper(text[0]) != 'C')
  {
    return std::nullopt;
  }
  text.remove_prefix(1);
  const std::optional<int> column = TakeNumber(text);
  if (!column || !text.empty())
  {
    return std::nullopt;
  }
  return WellPosition{ *row - 1, *column - 1 };
}

/** B2, b02, B-2, B - 02, AF48 */
std::optional<WellPosition>
ParseLetters(std::string_view text)
{
  int         row = 0;
  std::size_t letters = 0;
  while (letters < text.size() && letters < 3 && Upper(text[letters]) >= 'A' && Upper(text[letters]) <= 'Z')
  {
    row = row * 26 + (Upper(text[letters]) - 'A' + 1);
    ++letters;
  }
  if (letters == 0 || letters > 2)
  {
    return std::nullopt;
  }
  text = Trim(text.substr(letters));
  if (!text.empty() && (text[0] == '-' || text[0] == '_' || text[0] == '/'))
  {
    text = Trim(text.substr(1));
  }
  const std::optional<int> column = TakeNumber(text);
  if (!column || !text.empty())
  {
    return std::nullopt;
  }
  return WellPosition{ row - 1, *column - 1 };
}

bool
OnPlate(WellPosition position)
{
  return position.row >= 0 && position.row < kRows && position.column >= 0 && position.column < kColumns;
}
} // namespace

std::optional<std::string>
NormalizeWell(const std::string & text)
{
  const std::string_view      trimmed = Trim(text);
  std::optional<WellPosition> position = ParseRowColumn(trimmed);
  if (!position)
  {
    position = ParseLetters(trimmed);
  }
  if (!position || !OnPlate(*position))
  {
    return std::nullopt;
  }
  return WellAt(*position);
}

WellPosition
PositionOfWell(const std::string & well)
{
  const std::optional<WellPosition> position = ParseLetters(well);
  if (!position || !OnPlate(*position) || WellAt(*position) != well)
  {
    throw Error("expected a well such as B02, got '" + well + "'");
  }
  return *position;
}

std::string
WellAt(WellPosition position)
{
  if (!OnPlate(position))
  {
    throw Error("there is no well at row " + std::to_string(position.row + 1) + ", column " +
                std::to_string(position.column + 1) + "; plates have up to 32 rows and 48 columns");
  }
  std::string well;
  if (position.row >= 26)
  {
    well += static_cast<char>('A' + position.row / 26 - 1);
  }
  well += static_cast<char>('A' + position.row % 26);
  const int number = position.column + 1;
  return well + (number < 10 ? "0" : "") + std::to_string(number);
}
} // namespace pheno
