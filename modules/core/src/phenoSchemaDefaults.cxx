#include "phenoSchema.h"

#include "phenoSchemaText.h"

namespace pheno
{
namespace
{
/** Writes defaults of absent properties into a valid instance. Throws Error when defaults contain each other without
 * end. */
class Filler
{
public:
  explicit Filler(const Json & root)
    : m_Root(root)
  {}

  void
  Fill(const Json & rule, Json & instance, int depth = 0) const
  {
    if (!rule.is_object())
    {
      return;
    }
    if (depth > kDeepest)
    {
      throw Error("the defaults of this schema never end");
    }
    if (rule.contains("$ref"))
    {
      Fill(schema::Target(m_Root, rule.at("$ref")), instance, depth + 1);
    }
    for (const char * keyword : { "allOf", "anyOf", "oneOf" })
    {
      for (const Json & part : rule.value(keyword, Json::array()))
      {
        if (schema::Problems(m_Root, part, instance).empty())
        {
          Fill(part, instance, depth + 1);
        }
      }
    }
    if (instance.is_object())
    {
      FillObject(rule, instance, depth + 1);
    }
    if (instance.is_array())
    {
      FillArray(rule, instance, depth + 1);
    }
  }

private:
  void
  FillObject(const Json & rule, Json & instance, int depth) const
  {
    const Json properties = rule.value("properties", Json::object());
    for (auto property = properties.begin(); property != properties.end(); ++property)
    {
      const Json * standard = Default(property.value());
      if (standard != nullptr && !instance.contains(property.key()))
      {
        instance[property.key()] = *standard;
      }
    }
    const Json patterns = rule.value("patternProperties", Json::object());
    for (auto member = instance.begin(); member != instance.end(); ++member)
    {
      bool known = properties.contains(member.key());
      if (known)
      {
        Fill(properties.at(member.key()), member.value(), depth);
      }
      for (auto pattern = patterns.begin(); pattern != patterns.end(); ++pattern)
      {
        if (schema::Matches(pattern.key(), member.key()))
        {
          known = true;
          Fill(pattern.value(), member.value(), depth);
        }
      }
      if (!known && rule.contains("additionalProperties"))
      {
        Fill(rule.at("additionalProperties"), member.value(), depth);
      }
    }
  }

  void
  FillArray(const Json & rule, Json & instance, int depth) const
  {
    const Json first = rule.value("prefixItems", Json::array());
    for (std::size_t i = 0; i < instance.size(); ++i)
    {
      if (i < first.size())
      {
        Fill(first[i], instance[i], depth);
      }
      else if (rule.contains("items"))
      {
        Fill(rule.at("items"), instance[i], depth);
      }
    }
  }

  /** The default of a schema or of what it refers to; nullptr when there is none. */
  const Json *
  Default(const Json & rule) const
  {
    if (!rule.is_object())
    {
      return nullptr;
    }
    const auto found = rule.find("default");
    return found != rule.end()     ? &*found
           : rule.contains("$ref") ? Default(schema::Target(m_Root, rule.at("$ref")))
                                   : nullptr;
  }

  static constexpr int kDeepest = 200;

  const Json & m_Root;
};
} // namespace

void
schema::FillDefaults(const Json & root, const Json & rule, Json & instance)
{
  Filler(root).Fill(rule, instance);
}

std::vector<Diagnostic>
Validate(const Json & rules, Json & instance)
{
  std::vector<Diagnostic> problems = schema::Problems(rules, rules, instance);
  if (problems.empty())
  {
    schema::FillDefaults(rules, rules, instance);
  }
  return problems;
}
} // namespace pheno
