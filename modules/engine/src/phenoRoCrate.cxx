#include "phenoRoCrate.h"

#include "phenoAbi.h"

#include <map>
#include <tuple>

namespace pheno
{
namespace
{
constexpr const char * kLanguage = "#pheno-workflow";
constexpr const char * kProcessProfile = "https://w3id.org/ro/wfrun/process/0.5";
constexpr const char * kRunProfile = "https://w3id.org/ro/wfrun/workflow/0.5";
constexpr const char * kWorkflowProfile = "https://w3id.org/workflowhub/workflow-ro-crate/1.0";
constexpr const char * kWorkflowFile = "workflow.json";

OrderedJson
Id(const std::string & id)
{
  return { { "@id", id } };
}

OrderedJson
Ids(const std::vector<std::string> & ids)
{
  OrderedJson list = OrderedJson::array();
  for (const std::string & id : ids)
  {
    list.push_back(Id(id));
  }
  return list;
}

std::string
InputParameter(const std::string & name)
{
  return "#input-" + name;
}

std::string
OutputParameter(const std::string & name)
{
  return "#output-" + name;
}

/** Spaces and other characters that an identifier may not hold, percent-encoded (RFC 3986). */
std::string
Encoded(const std::string & path)
{
  static constexpr char    kHex[] = "0123456789ABCDEF";
  static const std::string kPlain = "-._~/:";
  std::string              text;
  for (const char c : path)
  {
    const auto byte = static_cast<unsigned char>(c);
    const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (alphanumeric || kPlain.find(c) != std::string::npos)
    {
      text += c;
      continue;
    }
    text += '%';
    text += kHex[byte >> 4];
    text += kHex[byte & 15];
  }
  return text;
}

std::string
InputId(const WorkflowInput & input)
{
  return "file://" + Encoded(input.path.generic_string());
}

std::string
MediaType(const std::string & path)
{
  static const std::map<std::string, std::string> types = { { ".csv", "text/csv" },
                                                            { ".html", "text/html" },
                                                            { ".json", "application/json" },
                                                            { ".jsonl", "application/jsonl" },
                                                            { ".png", "image/png" },
                                                            { ".tif", "image/tiff" },
                                                            { ".parquet", "application/vnd.apache.parquet" } };
  const auto                                      type = types.find(fs::path(path).extension().string());
  return type == types.end() ? "application/octet-stream" : type->second;
}

/** A file or, when the path ends with '/', a folder. */
OrderedJson
DataEntity(const std::string & id, const std::string & name)
{
  OrderedJson entity = { { "@id", id } };
  if (id.back() == '/')
  {
    entity["@type"] = "Dataset";
  }
  else
  {
    entity["@type"] = "File";
    entity["encodingFormat"] = MediaType(id);
  }
  entity["name"] = name;
  return entity;
}

OrderedJson
FormalParameter(const std::string & id, const std::string & name, ValueType type, const std::string & doc)
{
  OrderedJson parameter = { { "@id", id },
                            { "@type", "FormalParameter" },
                            { "conformsTo", Id("https://bioschemas.org/profiles/FormalParameter/1.0-RELEASE") },
                            { "name", name },
                            { "additionalType",
                              type == ValueType::Model || type == ValueType::Crops ? "Dataset" : "File" } };
  if (!doc.empty())
  {
    parameter["description"] = doc;
  }
  return parameter;
}

/** Builds the graph of one run's crate. */
class Crate
{
public:
  Crate(const Plan & plan, const CrateRun & run)
    : m_Plan(plan)
    , m_Run(run)
  {}

  OrderedJson
  Make()
  {
    Descriptor();
    Inputs();
    Outputs();
    for (const std::string & file : m_Run.files)
    {
      m_Data.push_back(DataEntity(file, file));
    }
    WorkflowEntities();
    Action();
    Profiles();
    RootThenData();
    return { { "@context",
               { "https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/terms/workflow-run/context" } },
             { "@graph", m_Graph } };
  }

private:
  void
  Descriptor()
  {
    m_Graph.push_back({ { "@id", "ro-crate-metadata.json" },
                        { "@type", "CreativeWork" },
                        { "about", Id("./") },
                        { "conformsTo", Ids({ "https://w3id.org/ro/crate/1.1", kWorkflowProfile }) } });
  }

  void
  Inputs()
  {
    for (std::size_t i = 0; i < m_Plan.workflow.inputs.size(); ++i)
    {
      const WorkflowInput & input = m_Plan.workflow.inputs[i];
      const std::string     id = InputId(input);
      OrderedJson           entity = DataEntity(id, input.path.filename().string());
      entity["exampleOfWork"] = Id(InputParameter(input.name));
      entity["identifier"] = "sha256:" + m_Plan.inputs[i].digest;
      m_Data.push_back(entity);
      m_Objects.push_back(id);
      m_Parameters.push_back(FormalParameter(InputParameter(input.name), input.name, input.type, input.doc));
    }
  }

  void
  Outputs()
  {
    for (const ExportedOutput & output : m_Run.outputs)
    {
      const Reference & reference = m_Plan.workflow.outputs.at(output.name);
      const Port &      port = *m_Plan.workflow.FindStep(reference.step)->descriptor->Output(reference.port);
      for (const std::string & path : output.paths)
      {
        OrderedJson entity = DataEntity(Encoded(path), path);
        entity["exampleOfWork"] = Id(OutputParameter(output.name));
        m_Data.push_back(entity);
        m_Results.push_back(Encoded(path));
      }
      m_Parameters.push_back(FormalParameter(OutputParameter(output.name), output.name, port.type, port.doc));
    }
  }

  void
  WorkflowEntities()
  {
    OrderedJson inputs = OrderedJson::array();
    OrderedJson outputs = OrderedJson::array();
    for (const WorkflowInput & input : m_Plan.workflow.inputs)
    {
      inputs.push_back(Id(InputParameter(input.name)));
    }
    for (const ExportedOutput & output : m_Run.outputs)
    {
      outputs.push_back(Id(OutputParameter(output.name)));
    }
    m_Data.push_back({ { "@id", kWorkflowFile },
                       { "@type", { "File", "SoftwareSourceCode", "ComputationalWorkflow" } },
                       { "name", m_Plan.workflow.name },
                       { "encodingFormat", "application/json" },
                       { "conformsTo", Id("https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE") },
                       { "programmingLanguage", Id(kLanguage) },
                       { "runtimePlatform", std::string("pheno-run ") + kVersion },
                       { "input", inputs },
                       { "output", outputs } });
    m_Contextual.push_back({ { "@id", kLanguage },
                             { "@type", "ComputerLanguage" },
                             { "name", "pheno workflow" },
                             { "description", "Steps, each a node on shards of a screen, as JSON" },
                             { "version", kVersion } });
    m_Contextual.insert(m_Contextual.end(), m_Parameters.begin(), m_Parameters.end());
  }

  void
  Action()
  {
    const bool done = m_Run.exitCode == 0;
    m_Contextual.push_back(
      { { "@id", "#run" },
        { "@type", "CreateAction" },
        { "name", "Run of " + m_Plan.workflow.name },
        { "instrument", Id(kWorkflowFile) },
        { "description", "Tasks, their states and their keys in the store: run.json" },
        { "startTime", m_Run.started },
        { "endTime", m_Run.ended },
        { "actionStatus", done ? "http://schema.org/CompletedActionStatus" : "http://schema.org/FailedActionStatus" },
        { "object", Ids(m_Objects) },
        { "result", Ids(m_Results) } });
    if (!done)
    {
      m_Contextual.back()["error"] = "pheno-run ended with exit code " + std::to_string(m_Run.exitCode);
    }
  }

  void
  Profiles()
  {
    for (const auto & [id, name, version] : { std::tuple(kProcessProfile, "Process Run Crate", "0.5"),
                                              std::tuple(kRunProfile, "Workflow Run Crate", "0.5"),
                                              std::tuple(kWorkflowProfile, "Workflow RO-Crate", "1.0") })
    {
      m_Contextual.push_back({ { "@id", id }, { "@type", "CreativeWork" }, { "name", name }, { "version", version } });
    }
  }

  void
  RootThenData()
  {
    OrderedJson parts = OrderedJson::array();
    for (const OrderedJson & entity : m_Data)
    {
      parts.push_back(Id(entity.at("@id")));
    }
    m_Graph.push_back({ { "@id", "./" },
                        { "@type", "Dataset" },
                        { "name", "Run of " + m_Plan.workflow.name },
                        { "description", "Record and outputs of one run of the workflow " + m_Plan.workflow.name },
                        { "datePublished", m_Run.ended },
                        { "license", "Not stated: the data's owner decides" },
                        { "conformsTo", Ids({ kProcessProfile, kRunProfile, kWorkflowProfile }) },
                        { "mainEntity", Id(kWorkflowFile) },
                        { "mentions", Id("#run") },
                        { "hasPart", parts } });
    m_Graph.insert(m_Graph.end(), m_Data.begin(), m_Data.end());
    m_Graph.insert(m_Graph.end(), m_Contextual.begin(), m_Contextual.end());
  }

  const Plan &             m_Plan;
  const CrateRun &         m_Run;
  std::vector<OrderedJson> m_Graph;
  std::vector<OrderedJson> m_Data;
  std::vector<OrderedJson> m_Contextual;
  std::vector<OrderedJson> m_Parameters;
  std::vector<std::string> m_Objects;
  std::vector<std::string> m_Results;
};
} // namespace

OrderedJson
MakeRoCrate(const Plan & plan, const CrateRun & run)
{
  return Crate(plan, run).Make();
}
} // namespace pheno
