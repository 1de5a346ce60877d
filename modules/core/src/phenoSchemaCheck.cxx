#include "phenoSchema.h"

#include "phenoSchemaKeywords.h"
#include "phenoSchemaText.h"

#include <algorithm>
#include <map>
#include <set>

namespace pheno
{
namespace
{
using schema::Below;
using schema::Form;
using schema::kDraft;
using schema::Keywords;
using schema::Show;

/** Walks a schema once, remembers where schemas stand and what they refer to, then checks references and defaults. */
class Checker
{
public:
  explicit Checker(const Json & root)
    : m_Root(root)
  {}

  std::vector<Diagnostic>
  Run()
  {
    Walk(m_Root, "");
    for (const auto & [where, reference] : m_References)
    {
      CheckReference(where, reference);
    }
    if (m_Problems.empty())
    {
      CheckEndless();
    }
    if (m_Problems.empty())
    {
      CheckDefaults();
    }
    return m_Problems;
  }

private:
  void
  Refuse(const std::string & where, const std::string & expected, const Json & value)
  {
    m_Problems.push_back({ where, "expected " + expected + ", got " + Show(value) });
  }

  void
  Walk(const Json & rule, const std::string & where)
  {
    m_Schemas[where] = &rule;
    if (rule.is_boolean())
    {
      return;
    }
    if (!rule.is_object())
    {
      Refuse(where, "a schema (an object, true or false)", rule);
      return;
    }
    for (auto member = rule.begin(); member != rule.end(); ++member)
    {
      const auto keyword = Keywords().find(member.key());
      if (keyword == Keywords().end())
      {
        m_Problems.push_back({ Below(where, member.key()), Unsupported(member.key()) });
        continue;
      }
      CheckKeyword(keyword->second, member.value(), where, Below(where, member.key()));
    }
  }

  static std::string
  Unsupported(const std::string & name)
  {
    std::vector<std::string> names;
    for (const auto & [keyword, form] : Keywords())
    {
      names.push_back(keyword);
    }
    const std::string nearest = NearestName(name, names);
    return "the schema keyword '" + name + "' is not supported" +
           (nearest.empty() ? "" : "; did you mean '" + nearest + "'?");
  }

  void
  CheckKeyword(Form form, const Json & value, const std::string & owner, const std::string & where)
  {
    switch (form)
    {
      case Form::Schema:
        Walk(value, where);
        break;
      case Form::Schemas:
        WalkList(value, where);
        break;
      case Form::SchemaMap:
      case Form::PatternMap:
        WalkMap(form, value, where);
        break;
      case Form::Reference:
        if (!value.is_string())
        {
          Refuse(where, "a text", value);
          break;
        }
        m_References.emplace(owner, value.get<std::string>());
        break;
      case Form::Pattern:
        CheckPattern(value, where);
        break;
      case Form::Root:
      case Form::Draft:
        CheckRootKeyword(form, value, owner, where);
        break;
      default:
        CheckPlain(form, value, where);
    }
  }

  void
  CheckPlain(Form form, const Json & value, const std::string & where)
  {
    const std::string expected = schema::Misfit(form, value);
    if (!expected.empty())
    {
      Refuse(where, expected, value);
    }
  }

  void
  CheckPattern(const Json & value, const std::string & where)
  {
    if (!value.is_string())
    {
      Refuse(where, "a text", value);
      return;
    }
    TryPattern(value, where);
  }

  void
  TryPattern(const std::string & pattern, const std::string & where)
  {
    try
    {
      schema::Matches(pattern, "");
    }
    catch (const Error & error)
    {
      m_Problems.push_back({ where, error.what() });
    }
  }

  void
  CheckRootKeyword(Form form, const Json & value, const std::string & owner, const std::string & where)
  {
    if (!owner.empty())
    {
      m_Problems.push_back({ where, "is supported at the root of a schema alone" });
    }
    else if (form == Form::Draft && value != kDraft)
    {
      Refuse(where, '"' + std::string(kDraft) + '"', value);
    }
    else if (!value.is_string())
    {
      Refuse(where, "a text", value);
    }
  }

  void
  WalkList(const Json & value, const std::string & where)
  {
    if (!value.is_array() || value.empty())
    {
      Refuse(where, "a list of at least 1 schema", value);
      return;
    }
    for (std::size_t i = 0; i < value.size(); ++i)
    {
      Walk(value[i], Below(where, i));
    }
  }

  void
  WalkMap(Form form, const Json & value, const std::string & where)
  {
    if (!value.is_object())
    {
      Refuse(where, "an object of schemas", value);
      return;
    }
    for (auto member = value.begin(); member != value.end(); ++member)
    {
      if (form == Form::PatternMap)
      {
        TryPattern(member.key(), Below(where, member.key()));
      }
      Walk(member.value(), Below(where, member.key()));
    }
  }

  void
  CheckReference(const std::string & where, const std::string & reference)
  {
    try
    {
      const Json & target = schema::Target(m_Root, reference);
      if (std::none_of(m_Schemas.begin(), m_Schemas.end(), [&](const auto & known) { return known.second == &target; }))
      {
        m_Problems.push_back({ Below(where, "$ref"), "reference '" + reference + "' does not lead to a schema" });
      }
    }
    catch (const Error & error)
    {
      m_Problems.push_back({ Below(where, "$ref"), error.what() });
    }
  }

  /** Schemas that are applied to the same instance as `rule`. */
  std::vector<const Json *>
  SamePlace(const Json & rule) const
  {
    std::vector<const Json *> next;
    if (!rule.is_object())
    {
      return next;
    }
    if (rule.contains("$ref"))
    {
      next.push_back(&schema::Target(m_Root, rule.at("$ref")));
    }
    if (rule.contains("not"))
    {
      next.push_back(&rule.at("not"));
    }
    for (const char * keyword : { "allOf", "anyOf", "oneOf" })
    {
      if (rule.contains(keyword))
      {
        for (const Json & part : rule.at(keyword))
        {
          next.push_back(&part);
        }
      }
    }
    return next;
  }

  bool
  Ends(const Json & rule, std::set<const Json *> & open, std::set<const Json *> & finished) const
  {
    if (finished.count(&rule) > 0)
    {
      return true;
    }
    if (!open.insert(&rule).second)
    {
      return false;
    }
    for (const Json * next : SamePlace(rule))
    {
      if (!Ends(*next, open, finished))
      {
        return false;
      }
    }
    open.erase(&rule);
    finished.insert(&rule);
    return true;
  }

  void
  CheckEndless()
  {
    std::set<const Json *> finished;
    for (const auto & [where, rule] : m_Schemas)
    {
      std::set<const Json *> open;
      if (!Ends(*rule, open, finished))
      {
        m_Problems.push_back({ where, "the references of this schema never end" });
        return;
      }
    }
  }

  void
  CheckDefaults()
  {
    for (const auto & [where, rule] : m_Schemas)
    {
      if (!rule->is_object() || !rule->contains("default"))
      {
        continue;
      }
      Json standard = rule->at("default");
      for (const Diagnostic & problem : schema::Problems(m_Root, *rule, standard))
      {
        m_Problems.push_back({ Below(where, "default") + problem.where, problem.message });
      }
      try
      {
        schema::FillDefaults(m_Root, *rule, standard);
      }
      catch (const Error & error)
      {
        m_Problems.push_back({ Below(where, "default"), error.what() });
        return;
      }
    }
  }

  const Json &                        m_Root;
  std::map<std::string, const Json *> m_Schemas;
  std::map<std::string, std::string>  m_References;
  std::vector<Diagnostic>             m_Problems;
};
} // namespace

std::vector<Diagnostic>
CheckSchema(const Json & schema)
{
  return Checker(schema).Run();
}
} // namespace pheno
