#include "crop_labels.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace pheno::training
{
CropLabels::CropLabels(const Table & rows, const Inputs & in)
  : m_Plates(rows.Texts("Metadata_Plate"))
  , m_Wells(rows.Texts("Metadata_Well"))
{
  if (in.Has("wells"))
  {
    m_Map.emplace(in.Get<Table>("wells"));
  }
}

Table::Text
CropLabels::operator[](const std::string & name) const
{
  return name == "plate" ? m_Plates : name == "well" ? m_Wells : m_Map->Lookup(m_Plates, m_Wells, name);
}

std::vector<Table::Text>
CropLabels::operator[](const std::vector<std::string> & names) const
{
  std::vector<Table::Text> columns;
  std::transform(
    names.begin(), names.end(), std::back_inserter(columns), [this](const auto & name) { return (*this)[name]; });
  return columns;
}

bool
IsOfMap(const std::string & name)
{
  return name != "plate" && name != "well";
}

std::vector<std::int64_t>
NumberGroups(const std::vector<Table::Text> & labels, const std::vector<std::int64_t> & crops)
{
  std::map<std::vector<std::string>, std::int64_t> numbers;
  std::vector<std::int64_t>                        groups;
  for (const std::int64_t crop : crops)
  {
    std::vector<std::string> group;
    for (const Table::Text & column : labels)
    {
      group.push_back(column[static_cast<std::size_t>(crop)]);
    }
    groups.push_back(numbers.emplace(group, static_cast<std::int64_t>(numbers.size())).first->second);
  }
  return groups;
}

CropClasses
ClassesAmong(const Table::Text & labels, const std::vector<std::string> & names)
{
  std::map<std::string, std::int64_t> places;
  for (const std::string & name : names)
  {
    places.emplace(name, static_cast<std::int64_t>(places.size()));
  }
  CropClasses classes;
  classes.names = names;
  for (std::size_t crop = 0; crop < labels.size(); ++crop)
  {
    if (const auto place = places.find(labels[crop]); place != places.end())
    {
      classes.crops.push_back(static_cast<std::int64_t>(crop));
      classes.index.push_back(place->second);
    }
  }
  return classes;
}

CropClasses
OnlyOf(const CropClasses & classes, const Table::Text & split, const std::string & value, bool keep_names)
{
  CropClasses               chosen;
  std::vector<std::int64_t> places(classes.names.size(), -1);
  for (std::size_t i = 0; i < classes.crops.size(); ++i)
  {
    if (split.empty() || split[static_cast<std::size_t>(classes.crops[i])] == value)
    {
      chosen.crops.push_back(classes.crops[i]);
      chosen.index.push_back(classes.index[i]);
      places[static_cast<std::size_t>(classes.index[i])] = 0;
    }
  }
  for (std::size_t c = 0; c < places.size(); ++c)
  {
    if (keep_names || places[c] == 0)
    {
      places[c] = static_cast<std::int64_t>(chosen.names.size());
      chosen.names.push_back(classes.names[c]);
    }
  }
  for (std::int64_t & index : chosen.index)
  {
    index = places[static_cast<std::size_t>(index)];
  }
  return chosen;
}
} // namespace pheno::training
