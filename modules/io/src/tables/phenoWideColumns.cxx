#include "phenoWideColumns.h"

#include "phenoAxes.h"
#include "phenoError.h"

#include <algorithm>

namespace pheno
{
namespace
{
constexpr const char * kRoles[] = { "FileName_", "PathName_", "URL_", "Frame_", "Series_" };

/** The role that a name begins with; "" for another column. */
std::string
RoleOf(const std::string & name)
{
  const auto role =
    std::find_if(std::begin(kRoles), std::end(kRoles), [&](const char * known) { return name.starts_with(known); });
  return role == std::end(kRoles) ? "" : *role;
}

void
AddOnce(std::vector<std::string> & names, const std::string & name)
{
  if (std::find(names.begin(), names.end(), name) == names.end())
  {
    names.push_back(name);
  }
}
} // namespace

std::string
WithoutImagePrefix(const std::string & column)
{
  return column.starts_with("Image_") ? column.substr(6) : column;
}

WideColumns
SortWideColumns(const Table & table)
{
  WideColumns wide;
  for (const std::string & column : table.Names())
  {
    const std::string name = WithoutImagePrefix(column);
    const std::string role = RoleOf(name);
    if (name.starts_with("Metadata_") || !AxisOfColumn(name).empty())
    {
      wide.metadata.push_back(column);
    }
    else if (role.empty())
    {
      wide.others.push_back(column);
    }
    else
    {
      const std::string channel = name.substr(role.size());
      wide.roles[role].emplace(channel, column);
      if (role == "FileName_" || role == "URL_")
      {
        AddOnce(channel.starts_with("Illum") ? wide.illumination : wide.channels, channel);
      }
    }
  }
  return wide;
}

void
CheckWideColumns(const Table & table, const WideColumns & wide, const fs::path & source)
{
  if (wide.channels.empty())
  {
    throw Error(source.string() +
                ": has no FileName_<channel> or URL_<channel> column, expected a LoadData table; it has " +
                Join(table.Names()));
  }
  const auto has = [&](const std::string & role, const std::string & channel) {
    const auto columns = wide.roles.find(role);
    return columns != wide.roles.end() && columns->second.contains(channel);
  };
  for (const auto & [role, columns] : wide.roles)
  {
    for (const auto & [channel, column] : columns)
    {
      const bool named = has("FileName_", channel) || (role != "PathName_" && has("URL_", channel));
      if (!named)
      {
        throw Error(source.string() + ": has '" + column + "', but no FileName_" + channel);
      }
    }
  }
  for (const std::string & channel : wide.channels)
  {
    if (wide.roles.contains("PathName_") && has("FileName_", channel) && !has("PathName_", channel))
    {
      throw Error(source.string() + ": has '" + wide.roles.at("FileName_").at(channel) + "', but no PathName_" +
                  channel);
    }
  }
}

std::string
IlluminationOf(const WideColumns & wide, const std::string & channel)
{
  const std::string name = "Illum" + (channel.starts_with("Orig") ? channel.substr(4) : channel);
  return std::find(wide.illumination.begin(), wide.illumination.end(), name) == wide.illumination.end() ? "" : name;
}
} // namespace pheno
