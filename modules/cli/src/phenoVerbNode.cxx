#include "phenoCliSession.h"

#include "phenoCliSignals.h"
#include "phenoHash.h"
#include "phenoItkSession.h"
#include "phenoSchema.h"
#include "phenoValueCodec.h"

#include <iostream>

namespace pheno::cli
{
namespace
{
/** Files given by hand as the inputs of one node; several files of a `many` port are the shards item=1, item=2, ... */
class FileInputs : public Inputs
{
public:
  FileInputs(const Descriptor & node, const std::vector<std::string> & words)
  {
    Diagnostics problems;
    for (const std::string & word : words)
    {
      const std::size_t equals = word.find('=');
      const std::string name = word.substr(0, equals);
      const Port *      port = node.Input(name);
      if (equals == std::string::npos || port == nullptr)
      {
        problems.Add("-i " + word, "expected PORT=FILE with an input port of " + node.id);
        continue;
      }
      m_Types[name] = port->type;
      m_Paths[name].push_back(word.substr(equals + 1));
      if (m_Paths[name].size() > 1 && !port->many)
      {
        problems.Add("-i " + word, "port '" + name + "' takes one file");
      }
    }
    for (const Port & port : node.inputs)
    {
      if (!port.optional && m_Paths.count(port.name) == 0)
      {
        problems.Add("-i " + port.name, "missing: " + port.doc);
      }
    }
    problems.ThrowIfErrors();
  }

  bool
  Has(const std::string & port) const override
  {
    return m_Paths.count(port) > 0;
  }
  std::vector<Shard>
  Shards(const std::string & port) const override
  {
    std::vector<Shard> shards;
    for (std::size_t i = 0; Has(port) && i < m_Paths.at(port).size(); ++i)
    {
      shards.push_back(Shard(std::vector<Shard::Axis>{ { "item", std::to_string(i + 1) } }));
    }
    return shards;
  }
  Value
  Load(const std::string & port, const Shard & shard) const override
  {
    const std::vector<Shard> shards = Shards(port);
    for (std::size_t i = 0; i < shards.size(); ++i)
    {
      if (shards[i] == shard)
      {
        return ImportValue(m_Types.at(port), m_Paths.at(port)[i]);
      }
    }
    throw Error("port '" + port + "' has no element '" + shard.ToString() + "'");
  }
  Value
  Load(const std::string & port) const override
  {
    const std::vector<Shard> shards = Shards(port);
    if (shards.size() != 1)
    {
      throw Error("port '" + port + "': expected one file, got " + std::to_string(shards.size()));
    }
    return Load(port, shards[0]);
  }
  void
  ForEach(const std::vector<std::string> &                                       ports,
          const std::function<void(const Shard &, const std::vector<Value> &)> & visit) const override
  {
    for (const Shard & shard : Shards(ports.at(0)))
    {
      std::vector<Value> values;
      for (const std::string & port : ports)
      {
        values.push_back(Load(port, shard));
      }
      visit(shard, values);
    }
  }

private:
  std::map<std::string, std::vector<std::string>> m_Paths;
  std::map<std::string, ValueType>                m_Types;
};

class FileOutputs : public Outputs
{
public:
  FileOutputs(const Descriptor & node, fs::path folder)
    : m_Node(node)
    , m_Folder(std::move(folder))
  {}
  void
  Store(const std::string & port, Value value) override
  {
    if (m_Node.Output(port) == nullptr || m_Node.Output(port)->type != TypeOf(value))
    {
      throw Error("node " + m_Node.id + " stored a value that its descriptor does not name: '" + port + "'");
    }
    for (const fs::path & path : ExportValue(value, m_Folder, port))
    {
      std::cout << path.string() << "\n";
    }
  }
  bool
  Wanted(const std::string &) const override
  {
    return true;
  }
  fs::path
  Folder(const std::string & port) override
  {
    const fs::path folder = m_Folder / port;
    fs::create_directories(folder);
    return folder;
  }

private:
  const Descriptor & m_Node;
  fs::path           m_Folder;
};

class HandContext : public Context
{
public:
  HandContext(const Descriptor & node, Shard shard, fs::path scratch, std::uint64_t seed)
    : m_Shard(std::move(shard))
    , m_Scratch(std::move(scratch))
    , m_Seed(SeedFrom(std::to_string(seed) + "\n" + node.id + "\n" + m_Shard.ToJson().dump()))
    , m_Threads(std::max(1U, std::min<unsigned>(node.resources.cpu, MachineCpus())))
    , m_Cancelled(CatchSignals())
  {
    fs::create_directories(m_Scratch);
  }
  const Shard &
  GetShard() const override
  {
    return m_Shard;
  }
  std::uint64_t
  Seed() const override
  {
    return m_Seed;
  }
  unsigned
  Threads() const override
  {
    return m_Threads;
  }
  Device
  GetDevice() const override
  {
    return {};
  }
  const fs::path &
  Scratch() const override
  {
    return m_Scratch;
  }
  Rank
  GetRank() const override
  {
    return {};
  }
  bool
  IsCancelled() const override
  {
    return m_Cancelled;
  }
  void
  Progress(double) override
  {}
  void
  Log(LogLevel level, const std::string & message) override
  {
    std::cerr << (level == LogLevel::Warning ? "warning: " : "") << message << "\n";
  }
  void
  Quarantine(const std::string & item, const std::string & reason) override
  {
    std::cerr << "quarantined " << item << ": " << reason << "\n";
  }
  const Json &
  RunInfo() const override
  {
    return m_RunInfo;
  }

private:
  Shard                     m_Shard;
  fs::path                  m_Scratch;
  std::uint64_t             m_Seed;
  unsigned                  m_Threads;
  const std::atomic<bool> & m_Cancelled;
  Json                      m_RunInfo;
};

Json
Parameters(const Descriptor & node, const std::vector<std::string> & words)
{
  Json params = Json::object();
  for (const auto & [name, text] : NameValues(words, "-p"))
  {
    const Json value = Json::parse(text, nullptr, false);
    const Json schema = node.params.value("properties", Json::object()).value(name, Json::object());
    const bool isText = value.is_discarded() || schema.value("type", Json()) == "string";
    params[name] = isText ? Json(text) : value;
  }
  const std::vector<Diagnostic> problems = Validate(node.params, params);
  if (!problems.empty())
  {
    throw DiagnosticsError(problems);
  }
  return params;
}
} // namespace

int
VerbNode(const Words & words)
{
  CLI::App                 app("Run one node by hand on files", "pheno-run node");
  std::string              id;
  std::vector<std::string> inputs;
  std::vector<std::string> params;
  std::vector<std::string> folders;
  std::vector<std::string> shard;
  std::string              out;
  std::uint64_t            seed = 0;
  app.add_option("id", id, "Node")->required();
  app.add_option("-i,--input", inputs, "PORT=FILE; several for a `many` port")->allow_extra_args(false);
  app.add_option("-p,--param", params, "NAME=VALUE")->allow_extra_args(false);
  app.add_option("-s,--shard", shard, "AXIS=VALUE that the node sees as its shard")->allow_extra_args(false);
  app.add_option("--seed", seed, "Workflow seed");
  app.add_option("--nodes", folders, "Folder with further nodes")->allow_extra_args(false);
  app.add_option("-o,--out", out, "Folder for the outputs")->required();
  int code = 0;
  if (!Parse(app, words, code))
  {
    return code;
  }
  NodeRegistry       registry = OpenRegistry(folders);
  const Descriptor * node = registry.Find(id);
  if (node == nullptr)
  {
    throw Error(registry.UnknownNode(id));
  }
  const Json       values = Parameters(*node, params);
  const FileInputs given(*node, inputs);
  WarmUpItk();
  registry.Load(id);
  const std::unique_ptr<Node> instance = registry.Create(id, values);
  Diagnostics                 problems;
  instance->Check(given, problems);
  problems.ThrowIfErrors();
  const fs::path folder = fs::absolute(out);
  fs::create_directories(folder);
  FileOutputs outputs(*node, folder);
  HandContext context(*node, ShardFromWords(shard), folder / "scratch", seed);
  try
  {
    instance->Run(given, outputs, context);
  }
  catch (const Cancelled &)
  {
    return SignalExitCode();
  }
  catch (const std::exception & error)
  {
    std::cerr << id << " failed: " << error.what() << "\n";
    return kTaskFailed;
  }
  fs::remove_all(folder / "scratch");
  return kDone;
}
} // namespace pheno::cli
