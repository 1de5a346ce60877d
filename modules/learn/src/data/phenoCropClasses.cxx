#include "phenoCropClasses.h"
#include "phenoLearnError.h"

#include <algorithm>
#include <map>
#include <utility>

namespace pheno
{
namespace
{
/** "a|b|c", or nothing when one of them is empty. */
std::string
ClassName(const std::vector<std::vector<std::string>> & labels, std::size_t crop)
{
  std::string name;
  for (const std::vector<std::string> & column : labels)
  {
    if (column[crop].empty())
    {
      return {};
    }
    name += (name.empty() ? "" : "|") + column[crop];
  }
  return name;
}
} // namespace

CropClasses
ClassesByLabels(const std::vector<std::vector<std::string>> & labels)
{
  if (labels.empty())
  {
    throw LearnError("classes of crops: no label given, expected at least one, such as plate and well");
  }
  for (const std::vector<std::string> & column : labels)
  {
    if (column.size() != labels.front().size())
    {
      throw LearnError("classes of crops: labels for " + std::to_string(column.size()) + " and " +
                       std::to_string(labels.front().size()) + " crops, expected equal numbers");
    }
  }
  std::map<std::string, std::vector<std::int64_t>> members;
  for (std::size_t crop = 0; crop < labels.front().size(); ++crop)
  {
    if (std::string name = ClassName(labels, crop); !name.empty())
    {
      members[std::move(name)].push_back(static_cast<std::int64_t>(crop));
    }
  }
  std::vector<std::pair<std::int64_t, std::int64_t>> cropAndClass;
  CropClasses                                        classes;
  for (const auto & [name, crops] : members)
  {
    for (const std::int64_t crop : crops)
    {
      cropAndClass.emplace_back(crop, static_cast<std::int64_t>(classes.names.size()));
    }
    classes.names.push_back(name);
  }
  std::sort(cropAndClass.begin(), cropAndClass.end());
  for (const auto & [crop, index] : cropAndClass)
  {
    classes.crops.push_back(crop);
    classes.index.push_back(index);
  }
  return classes;
}
} // namespace pheno
