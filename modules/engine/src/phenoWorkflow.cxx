#include "phenoWorkflow.h"

#include <algorithm>

namespace pheno
{
namespace
{
template <typename T>
const T *
FindNamed(const std::vector<T> & items, const std::string & name)
{
  const auto found = std::find_if(items.begin(), items.end(), [&](const T & item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

OrderedJson
ResolvedStep(const Step & step)
{
  OrderedJson json = OrderedJson::object();
  json["node"] = step.descriptor->id + "@" + std::to_string(step.descriptor->version);
  if (!step.doc.empty())
  {
    json["doc"] = step.doc;
  }
  json["each"] = step.each;
  json["inline"] = step.inlined;
  json["params"] = OrderedJson(step.params);
  json["in"] = OrderedJson::object();
  for (const auto & [port, reference] : step.in)
  {
    json["in"][port] = reference.ToString();
  }
  return json;
}
} // namespace

const Step *
Workflow::FindStep(const std::string & wanted) const
{
  return FindNamed(steps, wanted);
}

const WorkflowInput *
Workflow::FindInput(const std::string & wanted) const
{
  return FindNamed(inputs, wanted);
}

OrderedJson
Workflow::Resolved() const
{
  OrderedJson json = OrderedJson::object();
  json["pheno"] = 1;
  json["name"] = name;
  json["doc"] = doc;
  json["seed"] = seed;
  json["seeds"] = seeds;
  json["inputs"] = OrderedJson::object();
  for (const WorkflowInput & input : inputs)
  {
    json["inputs"][input.name] = { { "type", Name(input.type) },
                                   { "path", fs::absolute(input.path).string() },
                                   { "doc", input.doc } };
  }
  json["steps"] = OrderedJson::object();
  for (const Step & step : steps)
  {
    json["steps"][step.name] = ResolvedStep(step);
  }
  json["outputs"] = OrderedJson::object();
  for (const auto & [output, reference] : outputs)
  {
    json["outputs"][output] = reference.ToString();
  }
  return json;
}
} // namespace pheno
