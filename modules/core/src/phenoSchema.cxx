#include "phenoSchemaText.h"

#include <algorithm>
#include <cmath>

namespace pheno
{
namespace
{
using schema::Below;
using schema::Describe;
using schema::Show;

/** Checks one instance against one schema; changes neither. */
class Validator
{
public:
  explicit Validator(const Json & root)
    : m_Root(root)
  {}

  std::vector<Diagnostic>
  Problems(const Json & rule, const Json & instance, const std::string & where) const
  {
    std::vector<Diagnostic> problems;
    Check(rule, instance, where, problems);
    return problems;
  }

private:
  void
  Check(const Json & rule, const Json & instance, const std::string & where, std::vector<Diagnostic> & problems) const
  {
    if (rule.is_boolean())
    {
      if (!rule.get<bool>())
      {
        problems.push_back({ where, "expected nothing here, got " + Show(instance) });
      }
      return;
    }
    if (!FitsScalar(rule, instance))
    {
      problems.push_back(
        { where, "expected " + Describe(rule, m_Root) + ", got " + Show(instance) + Nearest(rule, instance) });
      return;
    }
    CheckCombinations(rule, instance, where, problems);
    if (instance.is_object())
    {
      CheckObject(rule, instance, where, problems);
    }
    if (instance.is_array())
    {
      CheckArray(rule, instance, where, problems);
    }
  }

  static bool
  FitsScalar(const Json & rule, const Json & instance)
  {
    const std::vector<std::string> types = schema::TypesOf(rule);
    if (!types.empty() && std::none_of(types.begin(), types.end(), [&](const std::string & type) {
          return schema::HasType(instance, type);
        }))
    {
      return false;
    }
    const auto choices = rule.find("enum");
    if (choices != rule.end() && std::find(choices->begin(), choices->end(), instance) == choices->end())
    {
      return false;
    }
    if (rule.contains("const") && rule.at("const") != instance)
    {
      return false;
    }
    return (!instance.is_number() || FitsNumber(rule, instance)) &&
           (!instance.is_string() || FitsText(rule, instance)) && FitsCount(rule, instance);
  }

  static bool
  FitsNumber(const Json & rule, const Json & instance)
  {
    const double value = instance.get<double>();
    const auto   holds = [&](const char * keyword, auto compare) {
      const auto bound = rule.find(keyword);
      return bound == rule.end() || compare(value, bound->template get<double>());
    };
    return holds("minimum", std::greater_equal<>()) && holds("maximum", std::less_equal<>()) &&
           holds("exclusiveMinimum", std::greater<>()) && holds("exclusiveMaximum", std::less<>()) &&
           holds("multipleOf", IsMultiple);
  }

  static bool
  IsMultiple(double value, double step)
  {
    constexpr double kRounding = 1e-12; // 0.0075 is a multiple of 0.0001
    const double     quotient = value / step;
    return std::isfinite(quotient) &&
           std::abs(quotient - std::round(quotient)) <= kRounding * std::max(1.0, std::abs(quotient));
  }

  static bool
  FitsText(const Json & rule, const Json & instance)
  {
    const std::string & text = instance.get_ref<const std::string &>();
    return Between(schema::Length(text), rule, "minLength", "maxLength") &&
           (!rule.contains("pattern") || schema::Matches(rule.at("pattern"), text));
  }

  static bool
  FitsCount(const Json & rule, const Json & instance)
  {
    return instance.is_array()    ? Between(instance.size(), rule, "minItems", "maxItems")
           : instance.is_object() ? Between(instance.size(), rule, "minProperties", "maxProperties")
                                  : true;
  }

  static bool
  Between(std::size_t count, const Json & rule, const char * least, const char * most)
  {
    const double value = static_cast<double>(count);
    return (!rule.contains(least) || value >= rule.at(least).get<double>()) &&
           (!rule.contains(most) || value <= rule.at(most).get<double>());
  }

  /** "; did you mean "median"?" for a misspelt choice. */
  static std::string
  Nearest(const Json & rule, const Json & instance)
  {
    std::vector<std::string> names;
    for (const Json & choice : rule.value("enum", Json::array()))
    {
      if (choice.is_string())
      {
        names.push_back(choice);
      }
    }
    const std::string nearest = instance.is_string() ? NearestName(instance, names) : "";
    return nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?";
  }

  void
  CheckCombinations(const Json &              rule,
                    const Json &              instance,
                    const std::string &       where,
                    std::vector<Diagnostic> & problems) const
  {
    if (rule.contains("$ref"))
    {
      Check(schema::Target(m_Root, rule.at("$ref")), instance, where, problems);
    }
    if (rule.contains("allOf"))
    {
      for (const Json & part : rule.at("allOf"))
      {
        Check(part, instance, where, problems);
      }
    }
    if (rule.contains("not") && Problems(rule.at("not"), instance, where).empty())
    {
      problems.push_back(
        { where, "expected something other than " + Describe(rule.at("not"), m_Root) + ", got " + Show(instance) });
    }
    for (const char * keyword : { "anyOf", "oneOf" })
    {
      if (rule.contains(keyword))
      {
        CheckAlternatives(rule.at(keyword), std::string(keyword) == "oneOf", instance, where, problems);
      }
    }
  }

  void
  CheckAlternatives(const Json &              alternatives,
                    bool                      onlyOne,
                    const Json &              instance,
                    const std::string &       where,
                    std::vector<Diagnostic> & problems) const
  {
    std::vector<std::string> fitting;
    std::vector<std::string> wanted;
    std::vector<Diagnostic>  closest;
    std::size_t              ofThisKind = 0;
    for (const Json & alternative : alternatives)
    {
      wanted.push_back(Describe(alternative, m_Root));
      std::vector<Diagnostic> found = Problems(alternative, instance, where);
      if (found.empty())
      {
        fitting.push_back(wanted.back());
      }
      else if (FitsKind(alternative, instance))
      {
        closest = std::move(found);
        ++ofThisKind;
      }
    }
    if (fitting.empty() && ofThisKind == 1)
    {
      problems.insert(problems.end(), closest.begin(), closest.end());
    }
    else if (fitting.empty())
    {
      problems.push_back({ where, "expected " + Join(wanted, " or ") + ", got " + Show(instance) });
    }
    else if (onlyOne && fitting.size() > 1)
    {
      problems.push_back(
        { where, "expected just one of the following, but " + Show(instance) + " is all of them: " + Join(fitting) });
    }
  }

  /** Is the instance what an alternative speaks of, so that its problems are worth telling? */
  bool
  FitsKind(const Json & alternative, const Json & instance) const
  {
    if (!alternative.is_object())
    {
      return false;
    }
    const std::vector<std::string> types = schema::TypesOf(alternative);
    if (types.empty() && alternative.contains("$ref"))
    {
      return FitsKind(schema::Target(m_Root, alternative.at("$ref")), instance);
    }
    return std::any_of(
      types.begin(), types.end(), [&](const std::string & type) { return schema::HasType(instance, type); });
  }

  void
  CheckObject(const Json &              rule,
              const Json &              instance,
              const std::string &       where,
              std::vector<Diagnostic> & problems) const
  {
    for (const Json & name : rule.value("required", Json::array()))
    {
      if (!instance.contains(name.get_ref<const std::string &>()))
      {
        problems.push_back({ where, "required property '" + name.get<std::string>() + "' is missing" });
      }
    }
    for (auto member = instance.begin(); member != instance.end(); ++member)
    {
      const std::string place = Below(where, member.key());
      if (rule.contains("propertyNames"))
      {
        for (const Diagnostic & problem : Problems(rule.at("propertyNames"), Json(member.key()), place))
        {
          problems.push_back({ place, "as a name: " + problem.message });
        }
      }
      CheckMember(rule, member.key(), member.value(), place, problems);
    }
  }

  void
  CheckMember(const Json &              rule,
              const std::string &       name,
              const Json &              value,
              const std::string &       place,
              std::vector<Diagnostic> & problems) const
  {
    bool known = false;
    if (rule.contains("properties") && rule.at("properties").contains(name))
    {
      known = true;
      Check(rule.at("properties").at(name), value, place, problems);
    }
    if (rule.contains("patternProperties"))
    {
      const Json & patterns = rule.at("patternProperties");
      for (auto pattern = patterns.begin(); pattern != patterns.end(); ++pattern)
      {
        if (schema::Matches(pattern.key(), name))
        {
          known = true;
          Check(pattern.value(), value, place, problems);
        }
      }
    }
    const auto others = rule.find("additionalProperties");
    if (known || others == rule.end())
    {
      return;
    }
    if (*others == false)
    {
      problems.push_back({ place, Unknown(rule, name) });
      return;
    }
    Check(*others, value, place, problems);
  }

  static std::string
  Unknown(const Json & rule, const std::string & name)
  {
    std::vector<std::string> known;
    for (const auto & [key, value] : rule.value("properties", Json::object()).get<Json::object_t>())
    {
      known.push_back(key);
    }
    const std::string nearest = NearestName(name, known);
    return "unknown property" + (!nearest.empty() ? "; did you mean '" + nearest + "'?"
                                 : known.empty()  ? "; none is allowed here"
                                                  : "; there are " + Join(known));
  }

  void
  CheckArray(const Json &              rule,
             const Json &              instance,
             const std::string &       where,
             std::vector<Diagnostic> & problems) const
  {
    const Json        first = rule.value("prefixItems", Json::array());
    const auto        rest = rule.find("items");
    const std::size_t named = std::min(first.size(), instance.size());
    for (std::size_t i = 0; i < named; ++i)
    {
      Check(first[i], instance[i], Below(where, i), problems);
    }
    if (rest != rule.end() && *rest == false && instance.size() > first.size())
    {
      problems.push_back(
        { where,
          "expected at most " + std::to_string(first.size()) + " items, got " + std::to_string(instance.size()) });
    }
    else if (rest != rule.end())
    {
      for (std::size_t i = named; i < instance.size(); ++i)
      {
        Check(*rest, instance[i], Below(where, i), problems);
      }
    }
    if (rule.value("uniqueItems", false))
    {
      CheckUnique(instance, where, problems);
    }
  }

  static void
  CheckUnique(const Json & instance, const std::string & where, std::vector<Diagnostic> & problems)
  {
    for (std::size_t i = 0; i < instance.size(); ++i)
    {
      if (std::find(instance.begin(), instance.begin() + static_cast<std::ptrdiff_t>(i), instance[i]) !=
          instance.begin() + static_cast<std::ptrdiff_t>(i))
      {
        problems.push_back({ Below(where, i), Show(instance[i]) + " stands twice in the list" });
      }
    }
  }

  const Json & m_Root;
};
} // namespace

std::vector<Diagnostic>
schema::Problems(const Json & root, const Json & rule, const Json & instance)
{
  return Validator(root).Problems(rule, instance, "");
}
} // namespace pheno
