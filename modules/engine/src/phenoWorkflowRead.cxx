#include "embedded/WorkflowSchema.h"
#include "phenoPlanIndex.h"
#include "phenoSchema.h"
#include "phenoWorkflowCheck.h"

namespace pheno
{
namespace
{
const Json &
WorkflowSchema()
{
  static const Json schema = Json::parse(embedded::WorkflowSchema());
  return schema;
}

/** Reads a workflow piece by piece: what is malformed is reported and left out, the rest is read and checked. */
class WorkflowReader
{
public:
  WorkflowReader(const fs::path & path, const NodeRegistry & registry, const WorkflowOptions & options)
    : m_Registry(registry)
    , m_Options(options)
  {
    m_Workflow.path = path;
  }

  Workflow
  Read(std::vector<Diagnostic> & warnings)
  {
    ReadFile();
    ReadInputs();
    ReadSteps();
    ReadOutputs();
    CheckParameters(m_Workflow, m_Options.params, m_Unreadable, m_Problems);
    CheckConnections(m_Workflow, m_Unreadable, m_Problems);
    SortSteps(m_Workflow, m_Problems);
    ApplyUntil();
    CheckInputFiles();
    m_Problems.ThrowIfErrors();
    WarnOfWaste(m_Workflow, m_Problems);
    warnings.insert(warnings.end(), m_Problems.Items().begin(), m_Problems.Items().end());
    return std::move(m_Workflow);
  }

private:
  void
  ReadFile()
  {
    try
    {
      m_Json = ReadJson(m_Workflow.path);
    }
    catch (const Error & error)
    {
      throw DiagnosticsError(std::vector<Diagnostic>{ { "", error.what() } });
    }
    Json                          json = m_Json;
    const std::vector<Diagnostic> found = Validate(WorkflowSchema(), json);
    for (const Diagnostic & problem : found)
    {
      m_Problems.Add(problem.where, problem.message);
      NoteUnreadable(problem.where);
    }
    for (const char * part : { "inputs", "steps", "outputs" })
    {
      if (!m_Json.is_object() || (m_Json.contains(part) && !m_Json.at(part).is_object()))
      {
        throw DiagnosticsError(found);
      }
    }
    const auto text = [&](const char * key) {
      return m_Json.contains(key) && m_Json.at(key).is_string() ? m_Json.at(key).get<std::string>() : "";
    };
    m_Workflow.name = text("name");
    m_Workflow.doc = text("doc");
    if (found.empty())
    {
      m_Workflow.seed = json.at("seed").get<std::uint64_t>();
      m_Workflow.seeds = m_Options.seeds.value_or(json.at("seeds").get<unsigned>());
    }
  }

  /** Remembers the step or input that a problem of form points into. */
  void
  NoteUnreadable(const std::string & where)
  {
    for (const std::string prefix : { "/steps/", "/inputs/", "/outputs/" })
    {
      if (where.compare(0, prefix.size(), prefix) == 0)
      {
        const std::string name = where.substr(prefix.size(), where.find('/', prefix.size()) - prefix.size());
        (prefix == "/outputs/" ? m_UnreadableOutputs : m_Unreadable).insert(prefix == "/inputs/" ? "@" + name : name);
      }
    }
  }

  OrderedJson
  Part(const char * name) const
  {
    return m_Json.contains(name) ? m_Json.at(name) : OrderedJson::object();
  }

  fs::path
  InputPath(const std::string & name, const std::string & path)
  {
    if (path.find('\0') != std::string::npos) // the system would take the part before it
    {
      m_Problems.Add("/inputs/" + name + "/path", "a path cannot contain the character NUL");
      m_Unreadable.insert("@" + name);
      return {};
    }
    return fs::absolute(path, fs::absolute(m_Workflow.path).parent_path()).lexically_normal();
  }

  void
  ReadInputs()
  {
    const OrderedJson        inputs = Part("inputs");
    std::vector<std::string> declared;
    for (auto it = inputs.begin(); it != inputs.end(); ++it)
    {
      WorkflowInput input;
      bool          isOptional = false;
      input.name = it.key();
      declared.push_back(input.name);
      if (m_Unreadable.count("@" + input.name) == 0)
      {
        input.type = ValueTypeFromName(it->at("type"));
        input.doc = it->value("doc", "");
        if (it->contains("path"))
        {
          input.path = this->InputPath(input.name, it->at("path").get<std::string>());
        }
        isOptional = it->value("optional", false);
      }
      const auto given = m_Options.inputs.find(input.name);
      if (given != m_Options.inputs.end())
      {
        input.path = fs::absolute(given->second).lexically_normal();
      }
      if (isOptional && input.path.empty())
      {
        m_Absent.insert("@" + input.name); // its ports stay unconnected
        continue;
      }
      m_Workflow.inputs.push_back(std::move(input));
    }
    for (const auto & [name, path] : m_Options.inputs)
    {
      if (m_Workflow.FindInput(name) == nullptr)
      {
        m_Problems.Add("-i " + name,
                       "there is no input '" + name + "'" + Suggestion(name, declared, "; the workflow has none"));
      }
    }
  }

  void
  ReadSteps()
  {
    const OrderedJson steps = Part("steps");
    for (auto it = steps.begin(); it != steps.end(); ++it)
    {
      Step step;
      step.name = it.key();
      if (m_Unreadable.count(step.name) == 0)
      {
        ReadStep(it.value(), step);
      }
      m_Workflow.steps.push_back(std::move(step));
    }
  }

  void
  ReadStep(const OrderedJson & json, Step & step)
  {
    const std::string where = "/steps/" + step.name;
    step.doc = json.value("doc", "");
    step.each = json.value("each", std::vector<std::string>{});
    SortAxes(step.each);
    step.inlined = json.value("inline", false);
    step.params = json.value("params", OrderedJson::object());
    step.descriptor = FindNode(json.at("node"), where + "/node");
    const OrderedJson in = json.value("in", OrderedJson::object());
    for (auto port = in.begin(); port != in.end(); ++port)
    {
      if (port.value().is_string() && m_Absent.count(port.value().get<std::string>()) > 0)
      {
        continue;
      }
      if (const auto reference = ReadReference(port.value(), true, where + "/in/" + port.key()))
      {
        step.in[port.key()] = *reference;
      }
      else
      {
        m_Unreadable.insert(step.name);
      }
    }
  }

  const Descriptor *
  FindNode(const std::string & text, const std::string & where)
  {
    const std::size_t  at = text.find('@');
    const std::string  id = text.substr(0, at);
    const Descriptor * descriptor = m_Registry.Find(id);
    if (descriptor == nullptr)
    {
      m_Problems.Add(where, m_Registry.UnknownNode(id));
    }
    else if (at != std::string::npos && text.substr(at + 1) != std::to_string(descriptor->version))
    {
      m_Problems.Add(where,
                     "the workflow asks for version " + text.substr(at + 1) + " of node '" + id + "', but version " +
                       std::to_string(descriptor->version) + " is installed");
    }
    return descriptor;
  }

  std::optional<Reference>
  ReadReference(const std::string & text, bool mayBeInput, const std::string & where)
  {
    const std::size_t dot = text.find('.');
    if (mayBeInput && text.size() > 1 && text[0] == '@' && dot == std::string::npos)
    {
      return Reference{ "", text.substr(1) };
    }
    if (text.empty() || text[0] == '@' || dot == 0 || dot == std::string::npos || dot + 1 == text.size())
    {
      m_Problems.Add(where,
                     std::string("expected STEP.PORT") + (mayBeInput ? " or @INPUT" : "") + ", got \"" + text + "\"");
      return std::nullopt;
    }
    return Reference{ text.substr(0, dot), text.substr(dot + 1) };
  }

  void
  ReadOutputs()
  {
    const OrderedJson outputs = Part("outputs");
    for (auto it = outputs.begin(); it != outputs.end(); ++it)
    {
      if (m_UnreadableOutputs.count(it.key()) > 0)
      {
        continue;
      }
      if (const auto reference = ReadReference(it.value(), false, "/outputs/" + it.key()))
      {
        m_Workflow.outputs[it.key()] = *reference;
      }
    }
  }

  void
  ApplyUntil()
  {
    if (!m_Options.until)
    {
      return;
    }
    if (m_Workflow.FindStep(*m_Options.until) == nullptr)
    {
      std::vector<std::string> names;
      for (const Step & step : m_Workflow.steps)
      {
        names.push_back(step.name);
      }
      m_Problems.Add("--until",
                     "there is no step '" + *m_Options.until + "'" + Suggestion(*m_Options.until, names, ""));
      return;
    }
    KeepUntil(m_Workflow, *m_Options.until);
  }

  void
  CheckInputFiles()
  {
    for (const WorkflowInput & input : m_Workflow.inputs)
    {
      if (m_Unreadable.count("@" + input.name) > 0)
      {
        continue;
      }
      const std::string where = "/inputs/" + input.name;
      if (input.path.empty())
      {
        m_Problems.Add(where, "no file is given; add a \"path\" or say -i " + input.name + "=FILE");
      }
      else if (!fs::exists(input.path))
      {
        m_Problems.Add(where, "the file " + input.path.string() + " does not exist");
      }
    }
  }

  const NodeRegistry &    m_Registry;
  const WorkflowOptions & m_Options;
  Workflow                m_Workflow;
  OrderedJson             m_Json;
  Diagnostics             m_Problems;
  std::set<std::string>   m_Unreadable; ///< steps, and inputs with '@', that are known by name alone
  std::set<std::string>   m_Absent;     ///< optional inputs without a file, with '@'
  std::set<std::string>   m_UnreadableOutputs;
};
} // namespace

Workflow
ReadWorkflow(const fs::path &          path,
             const NodeRegistry &      registry,
             const WorkflowOptions &   options,
             std::vector<Diagnostic> & warnings)
{
  return WorkflowReader(path, registry, options).Read(warnings);
}
} // namespace pheno
