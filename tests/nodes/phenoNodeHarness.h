#ifndef phenoNodeHarness_h
#define phenoNodeHarness_h

#include "phenoFolders.h"
#include "phenoTest.h"

#include "phenoItkSession.h"
#include "phenoNode.h"
#include "phenoNodeRegistry.h"
#include "phenoSchema.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace pheno::test
{
/** Runs one built-in node on values in memory, through its descriptor and its plugin, as the engine would. */
class NodeHarness
  : public Inputs
  , public Outputs
  , public Context
{
public:
  explicit NodeHarness(const std::string & id, Json params = Json::object())
    : m_Descriptor(Find(id))
  {
    const std::vector<Diagnostic> problems = Validate(m_Descriptor.params, params);
    if (!problems.empty())
    {
      throw DiagnosticsError(problems);
    }
    WarmUpItk();
    Registry().Load(id);
    m_Node = Registry().Create(id, params);
  }

  template <typename T>
  NodeHarness &
  In(const std::string & port, T value, const Shard & shard = {})
  {
    m_Inputs[port].emplace_back(shard, Value(Ptr<T>(std::make_shared<T>(std::move(value)))));
    return *this;
  }
  /** A `many` port that is connected to nothing that is left. */
  NodeHarness &
  Empty(const std::string & port)
  {
    m_Inputs[port];
    return *this;
  }
  NodeHarness &
  At(std::vector<Shard::Axis> axes)
  {
    m_Shard = Shard(std::move(axes));
    return *this;
  }
  NodeHarness &
  WithSeed(std::uint64_t seed)
  {
    m_Seed = seed;
    return *this;
  }
  NodeHarness &
  WithThreads(unsigned threads)
  {
    m_Threads = threads;
    return *this;
  }
  NodeHarness &
  WithDevice(Device device)
  {
    m_Device = device;
    return *this;
  }
  NodeHarness &
  Run()
  {
    m_Outputs.clear();
    m_Node->Run(*this, *this, *this);
    for (const Port & port : m_Descriptor.outputs)
    {
      if (!port.optional && m_Outputs.count(port.name) == 0)
      {
        throw Error("the node did not store its output '" + port.name + "'");
      }
    }
    return *this;
  }
  Diagnostics
  Problems() const
  {
    Diagnostics problems;
    m_Node->Check(*this, problems);
    if (!problems.HasErrors())
    {
      m_Node->Foresee(*this);
    }
    return problems;
  }
  template <typename T>
  Ptr<T>
  Out(const std::string & port) const
  {
    return std::get<Ptr<T>>(m_Outputs.at(port));
  }
  const std::vector<std::string> &
  Messages() const
  {
    return m_Messages;
  }

  bool
  Has(const std::string & port) const override
  {
    return m_Inputs.count(port) > 0;
  }
  std::vector<Shard>
  Shards(const std::string & port) const override
  {
    std::vector<Shard> shards;
    for (const auto & [shard, value] : m_Inputs.at(port))
    {
      shards.push_back(shard);
    }
    return shards;
  }
  Value
  Load(const std::string & port, const Shard & shard) const override
  {
    for (const auto & [at, value] : m_Inputs.at(port))
    {
      if (at == shard)
      {
        return value;
      }
    }
    throw Error("no element " + shard.ToString());
  }
  Value
  Load(const std::string & port) const override
  {
    return m_Inputs.at(port).at(0).second;
  }
  void
  ForEach(const std::vector<std::string> &                                       ports,
          const std::function<void(const Shard &, const std::vector<Value> &)> & visit) const override
  {
    for (const auto & [shard, value] : m_Inputs.at(ports.at(0)))
    {
      std::vector<Value> values;
      for (const std::string & port : ports)
      {
        values.push_back(Load(port, shard));
      }
      visit(shard, values);
    }
  }
  void
  Store(const std::string & port, Value value) override
  {
    const Port * known = m_Descriptor.Output(port);
    if (known == nullptr || known->type != TypeOf(value))
    {
      throw Error("the descriptor has no such output: " + port);
    }
    m_Outputs.emplace(port, std::move(value));
  }
  bool
  Wanted(const std::string &) const override
  {
    return true;
  }
  fs::path
  Folder(const std::string & port) override
  {
    fs::create_directories(m_Folder.Path() / port);
    return m_Folder.Path() / port;
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
    return m_Device;
  }
  const fs::path &
  Scratch() const override
  {
    m_Scratch = m_Folder.Path() / "scratch";
    fs::create_directories(m_Scratch);
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
    return false;
  }
  void
  Progress(double) override
  {}
  void
  Log(LogLevel, const std::string & message) override
  {
    m_Messages.push_back(message);
  }
  void
  Quarantine(const std::string & item, const std::string & reason) override
  {
    m_Messages.push_back(item + ": " + reason);
  }
  const Json &
  RunInfo() const override
  {
    return m_RunInfo;
  }

private:
  static NodeRegistry &
  Registry()
  {
    static NodeRegistry registry = [] {
      NodeRegistry all;
      all.AddFolder(fs::path(kBinaryDir) / "nodes", false);
      return all;
    }();
    return registry;
  }
  static const Descriptor &
  Find(const std::string & id)
  {
    const Descriptor * found = Registry().Find(id);
    if (found == nullptr)
    {
      throw Error(Registry().UnknownNode(id));
    }
    return *found;
  }

  const Descriptor &                                          m_Descriptor;
  std::unique_ptr<Node>                                       m_Node;
  std::map<std::string, std::vector<std::pair<Shard, Value>>> m_Inputs;
  std::map<std::string, Value>                                m_Outputs;
  Shard                                                       m_Shard;
  unsigned                                                    m_Threads = 1;
  std::uint64_t                                               m_Seed = 7;
  Device                                                      m_Device;
  TemporaryFolder                                             m_Folder;
  mutable fs::path                                            m_Scratch;
  std::vector<std::string>                                    m_Messages;
  Json                                                        m_RunInfo = Json::object();
};
} // namespace pheno::test

#endif
