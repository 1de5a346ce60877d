#include "phenoSchema.h"
#include "phenoWorkflowCheck.h"

#include <algorithm>

namespace pheno
{
namespace
{
/** One `-p STEP.PARAM=VALUE`. */
struct Override
{
  std::string        name; ///< as typed, for messages
  std::string        step;
  Json::json_pointer place; ///< in the step's parameters
  std::string        value;
};

Override
ParseOverride(const std::string & name, const std::string & value)
{
  const std::size_t dot = name.find('.');
  Override          override{ name, name.substr(0, dot), Json::json_pointer(), value };
  for (std::size_t at = dot; at != std::string::npos;)
  {
    const std::size_t next = name.find('.', at + 1);
    override.place.push_back(name.substr(at + 1, next == std::string::npos ? next : next - at - 1));
    at = next;
  }
  return override;
}

/** Sets a value, making objects on the way. False when something on the way is no object. */
bool
Place(Json & params, const Json::json_pointer & place, const Json & value)
{
  for (Json::json_pointer parent = place.parent_pointer(); !parent.empty(); parent = parent.parent_pointer())
  {
    if (params.contains(parent) && !params.at(parent).is_object())
    {
      return false;
    }
  }
  if (!params.is_object())
  {
    return false;
  }
  Json *                   at = &params;
  std::vector<std::string> names;
  for (Json::json_pointer rest = place; !rest.empty(); rest.pop_back())
  {
    names.insert(names.begin(), rest.back());
  }
  for (const std::string & name : names)
  {
    at = &(*at)[name];
  }
  *at = value;
  return true;
}

bool
Concerns(const std::vector<Diagnostic> & problems, const Json::json_pointer & place)
{
  return std::any_of(problems.begin(), problems.end(), [&](const Diagnostic & problem) {
    return problem.where.compare(0, place.to_string().size(), place.to_string()) == 0;
  });
}

/** The value as JSON, or as text where it is no JSON or where the parameter wants a text. */
void
Apply(const Override & override, const Descriptor & descriptor, Json & params, Diagnostics & problems)
{
  Json       asText = params;
  const bool placed = Place(asText, override.place, override.value);
  if (!placed || override.place.empty())
  {
    problems.Add("-p " + override.name, "expected STEP.PARAM=VALUE, where dots reach into objects");
    return;
  }
  const Json parsed = Json::parse(override.value, nullptr, false);
  Json       asJson = params;
  Place(asJson, override.place, parsed.is_discarded() ? Json(override.value) : parsed);
  Json       tried = asJson;
  const bool jsonFits = !Concerns(Validate(descriptor.params, tried), override.place);
  tried = asText;
  const bool textFits = !Concerns(Validate(descriptor.params, tried), override.place);
  params = jsonFits || !textFits ? asJson : asText;
}
} // namespace

void
CheckParameters(Workflow &                                 workflow,
                const std::map<std::string, std::string> & overrides,
                const std::set<std::string> &              unreadable,
                Diagnostics &                              problems)
{
  std::vector<Override> parsed;
  for (const auto & [name, value] : overrides)
  {
    parsed.push_back(ParseOverride(name, value));
    if (workflow.FindStep(parsed.back().step) == nullptr)
    {
      std::vector<std::string> names;
      for (const Step & step : workflow.steps)
      {
        names.push_back(step.name);
      }
      problems.Add("-p " + name,
                   "there is no step '" + parsed.back().step + "'" + Suggestion(parsed.back().step, names, ""));
    }
  }
  for (Step & step : workflow.steps)
  {
    if (step.descriptor == nullptr || unreadable.count(step.name) > 0)
    {
      continue;
    }
    Validate(step.descriptor->params, step.params); // so that an override inside an object keeps the object's defaults
    for (const Override & override : parsed)
    {
      if (override.step == step.name)
      {
        Apply(override, *step.descriptor, step.params, problems);
      }
    }
    for (const Diagnostic & problem : Validate(step.descriptor->params, step.params))
    {
      problems.Add("/steps/" + step.name + "/params" + problem.where, problem.message);
    }
  }
}
} // namespace pheno
