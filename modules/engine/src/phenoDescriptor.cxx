#include "phenoDescriptor.h"

#include "embedded/NodeSchema.h"
#include "phenoHash.h"
#include "phenoSchema.h"

#include <algorithm>

namespace pheno
{
namespace
{
/** Does a port say which columns it reads? `json`: Json or OrderedJson. */
template <typename TJson>
bool
NamesColumns(const TJson & json)
{
  return json.contains("columns") || json.contains("optional_columns") || json.contains("columns_from");
}

const Json &
NodeSchema()
{
  static const Json schema = Json::parse(embedded::NodeSchema());
  return schema;
}

const Port *
FindPort(const std::vector<Port> & ports, const std::string & name)
{
  const auto found = std::find_if(ports.begin(), ports.end(), [&](const Port & port) { return port.name == name; });
  return found == ports.end() ? nullptr : &*found;
}

/** The problems that the descriptor's schema cannot say. */
class DescriptorCheck
{
public:
  explicit DescriptorCheck(const Json & json)
    : m_Json(json)
  {}

  std::vector<Diagnostic>
  Run()
  {
    const Json & params = m_Json.at("params");
    for (const Diagnostic & problem : CheckSchema(params))
    {
      m_Problems.Add("/params" + problem.where, problem.message);
    }
    if (!m_Problems.HasErrors())
    {
      CheckParams(params);
    }
    for (auto port = m_Json.at("inputs").begin(); port != m_Json.at("inputs").end(); ++port)
    {
      CheckColumns(port.value(), "/inputs/" + port.key());
    }
    return m_Problems.Items();
  }

private:
  void
  CheckParams(const Json & params)
  {
    const std::vector<std::string> required = params.value("required", std::vector<std::string>{});
    for (const auto & [name, rule] : params.at("properties").get_ref<const Json::object_t &>())
    {
      const std::string where = "/params/properties/" + name;
      if (!rule.is_object() || !rule.contains("description"))
      {
        m_Problems.Add(where, "a parameter needs a description");
        continue;
      }
      if (!rule.contains("default") && std::find(required.begin(), required.end(), name) == required.end())
      {
        m_Problems.Add(where, "a parameter needs a default or a place in /params/required");
      }
    }
    for (const std::string & name : required)
    {
      if (!params.at("properties").contains(name))
      {
        m_Problems.Add("/params/required", "there is no parameter '" + name + "'");
      }
    }
  }

  void
  CheckColumns(const Json & port, const std::string & where)
  {
    if (!NamesColumns(port))
    {
      return;
    }
    if (port.at("type") != "table")
    {
      m_Problems.Add(where,
                     "only a table port can name columns; this one is of type " + port.at("type").get<std::string>());
    }
    const Json & properties = m_Json.at("params").at("properties");
    for (const Json & name : port.value("columns_from", Json::array()))
    {
      if (!properties.contains(name.get_ref<const std::string &>()))
      {
        std::vector<std::string> known;
        for (const auto & [parameter, rule] : properties.get_ref<const Json::object_t &>())
        {
          known.push_back(parameter);
        }
        const std::string nearest = NearestName(name, known);
        m_Problems.Add(where + "/columns_from",
                       "there is no parameter '" + name.get<std::string>() + "'" +
                         (nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
      }
    }
  }

  const Json & m_Json;
  Diagnostics  m_Problems;
};

std::vector<Port>
Ports(const OrderedJson & ports)
{
  std::vector<Port> all;
  for (auto it = ports.begin(); it != ports.end(); ++it)
  {
    const OrderedJson & json = it.value();
    Port                port;
    port.name = it.key();
    port.type = ValueTypeFromName(json.at("type"));
    port.doc = json.at("doc");
    port.many = json.value("many", false);
    port.optional = json.value("optional", false);
    port.namesColumns = NamesColumns(json);
    port.columns = json.value("columns", std::vector<std::string>{});
    port.optionalColumns = json.value("optional_columns", std::vector<std::string>{});
    port.columnsFrom = json.value("columns_from", std::vector<std::string>{});
    all.push_back(std::move(port));
  }
  return all;
}

Determinism
DeterminismFromName(const std::string & name)
{
  return name == "exact" ? Determinism::Exact : name == "seeded" ? Determinism::Seeded : Determinism::Approximate;
}

Descriptor
FromJson(const Json & json, const OrderedJson & ordered)
{
  Descriptor descriptor;
  descriptor.id = json.at("id");
  descriptor.version = json.at("version");
  descriptor.title = json.at("title");
  descriptor.doc = json.at("doc");
  descriptor.inputs = Ports(ordered.at("inputs"));
  descriptor.outputs = Ports(ordered.at("outputs"));
  descriptor.params = json.at("params");
  descriptor.resources.cpu = json.at("resources").at("cpu");
  descriptor.resources.memMb = json.at("resources").at("mem_mb");
  descriptor.resources.gpu = json.at("resources").at("gpu");
  descriptor.resources.ranks = json.at("resources").at("ranks");
  descriptor.determinism = DeterminismFromName(json.at("determinism"));
  descriptor.readsRun = json.at("reads_run");
  return descriptor;
}
} // namespace

const Port *
Descriptor::Input(const std::string & name) const
{
  return FindPort(inputs, name);
}

const Port *
Descriptor::Output(const std::string & name) const
{
  return FindPort(outputs, name);
}

Descriptor
ReadDescriptor(const fs::path & path)
{
  OrderedJson ordered;
  try
  {
    ordered = ReadJson(path);
  }
  catch (const Error & error)
  {
    throw DiagnosticsError(std::vector<Diagnostic>{ { "", error.what() } });
  }
  Json                    json = ordered;
  std::vector<Diagnostic> problems = Validate(NodeSchema(), json);
  if (problems.empty())
  {
    problems = DescriptorCheck(json).Run();
  }
  if (!problems.empty())
  {
    for (Diagnostic & problem : problems)
    {
      problem.where = path.string() + "#" + problem.where;
    }
    throw DiagnosticsError(problems);
  }
  Descriptor descriptor = FromJson(json, ordered);
  descriptor.path = path;
  descriptor.library = path.parent_path() / (path.stem().string() + ".so");
  descriptor.digest = Sha256File(path);
  return descriptor;
}
} // namespace pheno
