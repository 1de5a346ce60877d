#include "phenoJsonFile.h"

#include "phenoCsv.h"
#include "phenoError.h"
#include "phenoFileBytes.h"

namespace pheno
{
namespace
{
std::string
Dump(const Json & value, int indent)
{
  try
  {
    return value.dump(indent);
  }
  catch (const Json::exception &)
  {
    throw Error("a name or text is not UTF-8, so that it cannot be written as JSON");
  }
}

std::vector<std::string>
Names(const Json & array, const fs::path & origin)
{
  try
  {
    return array.get<std::vector<std::string>>();
  }
  catch (const Json::exception &)
  {
    throw Error(origin.string() + ": expected a JSON array of names");
  }
}
} // namespace

void
WriteJson(const fs::path & path, const Json & value)
{
  WriteFileBytes(path, Dump(value, 2) + "\n");
}

std::string
FormatJson(const Json & value)
{
  return Dump(value, -1);
}

void
WriteNames(const fs::path & path, const std::string & key, const std::vector<std::string> & names)
{
  WriteJson(path, Json{ { key, names } });
}

std::vector<std::string>
ReadNames(const fs::path & path, const std::string & key)
{
  const Json json(ReadJson(path));
  if (!json.is_object() || !json.contains(key))
  {
    throw Error(path.string() + ": expected an object with the list \"" + key + "\"");
  }
  return Names(json.at(key), path);
}

std::vector<std::string>
ParseNames(const std::string & text, const fs::path & origin)
{
  return Names(Json::parse(text, nullptr, false), origin);
}

Table
ReadStoredCsv(const fs::path & path)
{
  const std::string text = ReadFileBytes(path);
  return text.empty() ? Table() : ParseCsv(text, path.string());
}
} // namespace pheno
