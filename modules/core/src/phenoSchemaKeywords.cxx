#include "phenoSchemaKeywords.h"

#include "phenoSchemaText.h"

#include <algorithm>
#include <set>

namespace pheno::schema
{
namespace
{
bool
IsCount(const Json & value)
{
  return HasType(value, "integer") && value.get<double>() >= 0;
}

/** A list of different texts. */
bool
AreNames(const Json & value)
{
  std::set<std::string> seen;
  return value.is_array() && std::all_of(value.begin(), value.end(), [&](const Json & name) {
           return name.is_string() && seen.insert(name.get<std::string>()).second;
         });
}

bool
AreTypes(const Json & value)
{
  static const std::set<std::string> kTypes = { "array", "boolean", "integer", "null", "number", "object", "string" };
  const auto isType = [&](const Json & type) { return type.is_string() && kTypes.count(type.get<std::string>()) > 0; };
  return isType(value) || (AreNames(value) && !value.empty() && std::all_of(value.begin(), value.end(), isType));
}
} // namespace

const std::map<std::string, Form> &
Keywords()
{
  static const std::map<std::string, Form> keywords = {
    { "$comment", Form::Text },
    { "$defs", Form::SchemaMap },
    { "$id", Form::Root },
    { "$ref", Form::Reference },
    { "$schema", Form::Draft },
    { "additionalProperties", Form::Schema },
    { "allOf", Form::Schemas },
    { "anyOf", Form::Schemas },
    { "const", Form::Anything },
    { "default", Form::Anything },
    { "deprecated", Form::Flag },
    { "description", Form::Text },
    { "enum", Form::Values },
    { "examples", Form::Values },
    { "exclusiveMaximum", Form::Number },
    { "exclusiveMinimum", Form::Number },
    { "format", Form::Text },
    { "items", Form::Schema },
    { "maxItems", Form::Count },
    { "maxLength", Form::Count },
    { "maxProperties", Form::Count },
    { "maximum", Form::Number },
    { "minItems", Form::Count },
    { "minLength", Form::Count },
    { "minProperties", Form::Count },
    { "minimum", Form::Number },
    { "multipleOf", Form::Positive },
    { "not", Form::Schema },
    { "oneOf", Form::Schemas },
    { "pattern", Form::Pattern },
    { "patternProperties", Form::PatternMap },
    { "prefixItems", Form::Schemas },
    { "properties", Form::SchemaMap },
    { "propertyNames", Form::Schema },
    { "required", Form::Names },
    { "title", Form::Text },
    { "type", Form::Types },
    { "uniqueItems", Form::Flag },
  };
  return keywords;
}

std::string
Misfit(Form form, const Json & value)
{
  const auto unless = [](bool fits, const char * expected) { return std::string(fits ? "" : expected); };
  switch (form)
  {
    case Form::Number:
      return unless(value.is_number(), "a number");
    case Form::Positive:
      return unless(value.is_number() && value.get<double>() > 0, "a number above 0");
    case Form::Count:
      return unless(IsCount(value), "an integer of at least 0");
    case Form::Text:
      return unless(value.is_string(), "a text");
    case Form::Flag:
      return unless(value.is_boolean(), "true or false");
    case Form::Types:
      return unless(AreTypes(value),
                    "a type or a list of types (array, boolean, integer, null, number, object, string)");
    case Form::Names:
      return unless(AreNames(value), "a list of different texts");
    case Form::Values:
      return unless(value.is_array() && !value.empty(), "a list of at least 1 item");
    default:
      return "";
  }
}
} // namespace pheno::schema
