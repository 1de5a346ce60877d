#include "phenoSchemaText.h"

#include "phenoError.h"
#include "phenoNumber.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <locale>
#include <map>
#include <mutex>
#include <regex>

namespace pheno::schema
{
namespace
{
/** Percent-encoding of a URI fragment, undone. */
std::string
Decoded(const std::string & text)
{
  const auto digit = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
  };
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i)
  {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0)
    {
      decoded += static_cast<char>(16 * digit(text[i + 1]) + digit(text[i + 2]));
      i += 2;
    }
    else
    {
      decoded += text[i];
    }
  }
  return decoded;
}

const std::regex &
Compiled(const std::string & pattern)
{
  static std::mutex                        mutex;
  static std::map<std::string, std::regex> compiled;
  const std::lock_guard                    lock(mutex);
  auto                                     found = compiled.find(pattern);
  if (found == compiled.end())
  {
    std::regex regex;
    regex.imbue(std::locale::classic());
    try
    {
      regex.assign(pattern, std::regex::ECMAScript);
    }
    catch (const std::regex_error & error)
    {
      throw Error("'" + pattern + "' is no regular expression: " + error.what());
    }
    found = compiled.emplace(pattern, std::move(regex)).first;
  }
  return found->second;
}

/** "of at least 1 and at most 5", "above 2"; "" without bounds. */
std::string
Bounds(const Json & schema)
{
  const auto  number = [&](const char * keyword) { return schema.at(keyword).dump(); };
  std::string lower;
  std::string upper;
  if (schema.contains("minimum"))
  {
    lower = "of at least " + number("minimum");
  }
  if (schema.contains("exclusiveMinimum"))
  {
    lower = "above " + number("exclusiveMinimum");
  }
  if (schema.contains("maximum"))
  {
    upper = (lower.empty() ? "of at most " : "at most ") + number("maximum");
  }
  if (schema.contains("exclusiveMaximum"))
  {
    upper = "below " + number("exclusiveMaximum");
  }
  std::string text = lower + (lower.empty() || upper.empty() ? "" : " and ") + upper;
  if (schema.contains("multipleOf"))
  {
    text += std::string(text.empty() ? "" : " and ") + "a multiple of " + number("multipleOf");
  }
  return text;
}

/** "of at least 1 item", for the keywords minX and maxX. */
std::string
Counts(const Json & schema, const char * least, const char * most, const std::string & thing)
{
  const auto counted = [&](const Json & count) { return count.dump() + " " + thing + (count == 1 ? "" : "s"); };
  const bool hasLeast = schema.contains(least);
  const bool hasMost = schema.contains(most);
  if (hasLeast && hasMost)
  {
    return schema.at(least) == schema.at(most) ? "of " + counted(schema.at(least))
                                               : "of " + schema.at(least).dump() + " to " + counted(schema.at(most));
  }
  return hasLeast  ? "of at least " + counted(schema.at(least))
         : hasMost ? "of at most " + counted(schema.at(most))
                   : "";
}

std::string
WithSpace(const std::string & text)
{
  return text.empty() ? "" : " " + text;
}

std::string
DescribeType(const std::string & type, const Json & schema)
{
  if (type == "number" || type == "integer")
  {
    return (type == "number" ? "a number" : "an integer") + WithSpace(Bounds(schema));
  }
  if (type == "string")
  {
    const std::string pattern =
      schema.contains("pattern") ? " matching " + schema.at("pattern").get<std::string>() : "";
    return "a text" + WithSpace(Counts(schema, "minLength", "maxLength", "character")) + pattern;
  }
  if (type == "array")
  {
    return "a list" + WithSpace(Counts(schema, "minItems", "maxItems", "item"));
  }
  if (type == "object")
  {
    return "an object" + WithSpace(Counts(schema, "minProperties", "maxProperties", "member"));
  }
  return type == "boolean" ? "true or false" : "null";
}

/** For a schema without `type`: the type that its keywords speak of. */
std::string
ImpliedType(const Json & schema)
{
  static const std::map<std::string, std::string> kSpeaksOf = {
    { "minimum", "number" },          { "maximum", "number" },       { "exclusiveMinimum", "number" },
    { "exclusiveMaximum", "number" }, { "multipleOf", "number" },    { "minLength", "string" },
    { "maxLength", "string" },        { "pattern", "string" },       { "minItems", "array" },
    { "maxItems", "array" },          { "minProperties", "object" }, { "maxProperties", "object" }
  };
  for (const auto & [keyword, type] : kSpeaksOf)
  {
    if (schema.contains(keyword))
    {
      return type;
    }
  }
  return "";
}
} // namespace

const Json &
Target(const Json & root, const std::string & reference)
{
  if (reference.empty() || reference[0] != '#')
  {
    throw Error("reference '" + reference + "' is not local; expected '#' or '#/$defs/NAME'");
  }
  try
  {
    const Json::json_pointer pointer(Decoded(reference.substr(1)));
    if (root.contains(pointer))
    {
      return root.at(pointer);
    }
  }
  catch (const Json::exception &)
  {}
  throw Error("reference '" + reference + "' leads nowhere");
}

std::string
Below(const std::string & where, const std::string & token)
{
  std::string escaped;
  for (const char c : token)
  {
    escaped += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return where + "/" + escaped;
}

bool
HasType(const Json & instance, const std::string & type)
{
  if (type == "integer")
  {
    return instance.is_number_integer() ||
           (instance.is_number_float() && std::trunc(instance.get<double>()) == instance.get<double>());
  }
  return type == "number"    ? instance.is_number()
         : type == "string"  ? instance.is_string()
         : type == "array"   ? instance.is_array()
         : type == "object"  ? instance.is_object()
         : type == "boolean" ? instance.is_boolean()
                             : instance.is_null();
}

std::vector<std::string>
TypesOf(const Json & schema)
{
  const auto type = schema.find("type");
  if (type == schema.end())
  {
    return {};
  }
  return type->is_string() ? std::vector<std::string>{ type->get<std::string>() }
                           : type->get<std::vector<std::string>>();
}

std::size_t
Length(const std::string & text)
{
  return std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

bool
Matches(const std::string & pattern, const std::string & text)
{
  constexpr std::size_t kLongest = 4096; // std::regex recurses once a character
  const std::regex &    regex = Compiled(pattern);
  return text.size() <= kLongest && std::regex_search(text, regex);
}

std::string
Show(const Json & instance)
{
  constexpr std::size_t kLongest = 80;
  std::string           text = instance.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() <= kLongest)
  {
    return text;
  }
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
  {
    --end;
  }
  return text.substr(0, end) + "...";
}

std::string
Describe(const Json & schema, const Json & root)
{
  if (schema.is_boolean())
  {
    return schema.get<bool>() ? "anything" : "nothing";
  }
  if (schema.contains("const"))
  {
    return Show(schema.at("const"));
  }
  std::vector<std::string> parts;
  if (schema.contains("enum"))
  {
    for (const Json & value : schema.at("enum"))
    {
      parts.push_back(Show(value));
    }
    return parts.size() == 1 ? parts[0] : "one of " + Join(parts);
  }
  for (const std::string & type : TypesOf(schema))
  {
    parts.push_back(DescribeType(type, schema));
  }
  if (parts.empty())
  {
    if (schema.contains("$ref"))
    {
      return Describe(Target(root, schema.at("$ref")), root);
    }
    for (const char * keyword : { "oneOf", "anyOf" })
    {
      for (const Json & alternative : schema.value(keyword, Json::array()))
      {
        parts.push_back(Describe(alternative, root));
      }
    }
  }
  if (parts.empty())
  {
    const std::string type = ImpliedType(schema);
    return type.empty() ? "something else" : DescribeType(type, schema);
  }
  return Join(parts, " or ");
}
} // namespace pheno::schema
