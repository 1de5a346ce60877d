#ifndef phenoControlWells_h
#define phenoControlWells_h

#include "phenoError.h"
#include "phenoMatrix.h"
#include "phenoTable.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace pheno
{
/** The text without case, blanks and marks: what two spellings of one name share. */
inline std::string
Folded(const std::string & text)
{
  std::string folded;
  for (const char each : text)
  {
    const unsigned char byte = static_cast<unsigned char>(each);
    if (byte >= 0x80 || std::isalnum(byte))
    {
      folded += static_cast<char>(byte < 0x80 ? std::tolower(byte) : byte);
    }
  }
  return folded;
}

/** "'negcon' (9), 'trt' (18)": the commonest values of a column with their rows, at most eight. */
inline std::string
CommonestValues(const Table::Text & values)
{
  constexpr std::size_t              kMost = 8;
  std::map<std::string, std::size_t> counts;
  for (const std::string & value : values)
  {
    ++counts[value];
  }
  std::vector<std::pair<std::string, std::size_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto & a, const auto & b) { return a.second > b.second; });
  std::vector<std::string> named;
  for (const auto & [value, count] : sorted)
  {
    if (named.size() == kMost)
    {
      named.push_back(std::to_string(sorted.size() - kMost) + " others");
      break;
    }
    named.push_back("'" + value + "' (" + std::to_string(count) + ")");
  }
  return Join(named);
}

/** The values of a column that a misspelt one may have meant: those that differ in case, blanks and marks alone,
 * otherwise the nearest by edit distance. */
inline std::vector<std::string>
NearestValues(const std::string & wanted, const Table::Text & values)
{
  std::map<std::string, std::vector<std::string>> spellings;
  for (const std::string & value : values)
  {
    std::vector<std::string> & known = spellings[Folded(value)];
    if (std::find(known.begin(), known.end(), value) == known.end())
    {
      known.push_back(value);
    }
  }
  std::vector<std::string> folded;
  for (const auto & [each, known] : spellings)
  {
    folded.push_back(each);
  }
  const auto same = spellings.find(Folded(wanted));
  const auto found = same != spellings.end() ? same : spellings.find(NearestName(Folded(wanted), folded));
  return found == spellings.end() || found->first.empty() ? std::vector<std::string>() : found->second;
}

/** " (did you mean 'dmso' or 'DMSO '?)"; empty where nothing is near. */
inline std::string
DidYouMean(const std::string & wanted, const Table::Text & values)
{
  const std::vector<std::string> nearest = NearestValues(wanted, values);
  return nearest.empty() ? "" : " (did you mean '" + Join(nearest, "' or '") + "'?)";
}

/** Why there is no control: the nearest spellings and what the column holds. Empty where some cell has the value. */
inline std::string
LackOfControls(const Table::Text & texts, const std::string & column, const std::string & value)
{
  return std::find(texts.begin(), texts.end(), value) != texts.end()
           ? ""
           : "none of " + std::to_string(texts.size()) + " wells is a control: " + column + " is nowhere '" + value +
               "'" + DidYouMean(value, texts) + "; it holds " + CommonestValues(texts);
}

/** Which groups of wells have fewer controls than `least`, with the nearest spellings and what the column holds there.
 * Empty where all have them. */
inline std::string
LackOfControlsIn(const Table::Text & groups,
                 const std::string & groupColumn,
                 const Table::Text & texts,
                 const std::string & column,
                 const std::string & value,
                 std::size_t         least)
{
  std::map<std::string, std::size_t> controls;
  for (std::size_t row = 0; row < groups.size(); ++row)
  {
    controls[groups[row]] += texts[row] == value;
  }
  std::vector<std::string> lacking;
  for (const auto & [group, count] : controls)
  {
    if (count < least)
    {
      lacking.push_back(group);
    }
  }
  if (lacking.empty())
  {
    return "";
  }
  Table::Text others;
  for (std::size_t row = 0; row < groups.size(); ++row)
  {
    if (texts[row] != value && std::binary_search(lacking.begin(), lacking.end(), groups[row]))
    {
      others.push_back(texts[row]);
    }
  }
  const std::string count = std::to_string(lacking.size());
  constexpr int     kMost = 8;
  if (lacking.size() > kMost)
  {
    lacking.resize(kMost);
    lacking.push_back("...");
  }
  return count + " of " + std::to_string(controls.size()) + " values of " + groupColumn + " have " +
         (least > 1 ? "fewer than " + std::to_string(least) + " controls" : "no control") + " (" + column + " '" +
         value + "'): " + Join(lacking) + "; there it is " + CommonestValues(others) + DidYouMean(value, others);
}

/** The rows whose column has this value. Throws Error with the nearest spellings and what the column holds when there
 * is none, or when there is no such column. */
inline RowMask
ControlWells(const Table & metadata, const std::string & column, const std::string & value)
{
  const Table::Text texts = metadata.Texts(column);
  const std::string lack = LackOfControls(texts, column, value);
  if (!lack.empty())
  {
    throw Error(lack);
  }
  return MaskOf(texts, value);
}
} // namespace pheno

#endif
