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

/** The rows whose column has this value. Throws Error with the nearest spellings and what the column holds when there
 * is none, or when there is no such column. */
inline RowMask
ControlWells(const Table & metadata, const std::string & column, const std::string & value)
{
  const Table::Text texts = metadata.Texts(column);
  RowMask           mask = MaskOf(texts, value);
  if (std::any_of(mask.begin(), mask.end(), [](char each) { return each; }))
  {
    return mask;
  }
  const std::vector<std::string> nearest = NearestValues(value, texts);
  throw Error("none of " + std::to_string(texts.size()) + " wells is a control: " + column + " is nowhere '" + value +
              "'" + (nearest.empty() ? "" : " (did you mean '" + Join(nearest, "' or '") + "'?)") + "; it holds " +
              CommonestValues(texts));
}
} // namespace pheno

#endif
