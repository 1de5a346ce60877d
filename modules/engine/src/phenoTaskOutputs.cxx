#include "phenoTaskOutputs.h"

#include "phenoStoreFiles.h"
#include "phenoValueCodec.h"

namespace pheno
{
const Port &
TaskOutputs::PortOf(const std::string & name) const
{
  const Port * port = m_Step.descriptor->Output(name);
  if (!port)
  {
    std::vector<std::string> names;
    for (const Port & known : m_Step.descriptor->outputs)
    {
      names.push_back(known.name);
    }
    throw Error("node " + m_Step.descriptor->id + " has no output '" + name + "'; it has " + Join(names));
  }
  return *port;
}

void
TaskOutputs::Store(const std::string & port, Value value)
{
  const Port & described = PortOf(port);
  const bool   empty = std::visit([](const auto & pointer) { return pointer == nullptr; }, value);
  if (empty)
  {
    throw Error("node " + m_Step.descriptor->id + " stored nothing as output '" + port + "'");
  }
  if (TypeOf(value) != described.type)
  {
    throw Error("node " + m_Step.descriptor->id + " stored a value of type " + Name(TypeOf(value)) + " as output '" +
                port + "', which is of type " + Name(described.type));
  }
  if (!m_Stored.insert(port).second)
  {
    throw Error("node " + m_Step.descriptor->id + " stored output '" + port + "' twice");
  }
  Take(port, std::move(value));
}

void
TaskOutputs::CheckComplete() const
{
  std::vector<std::string> missing;
  for (const Port & port : m_Step.descriptor->outputs)
  {
    if (!port.optional && m_Stored.count(port.name) == 0)
    {
      missing.push_back("'" + port.name + "'");
    }
  }
  if (!missing.empty())
  {
    throw Error("node " + m_Step.descriptor->id + " ended without storing output " + Join(missing));
  }
}

bool
StoredOutputs::Wanted(const std::string & port) const
{
  PortOf(port);
  return true;
}

fs::path
StoredOutputs::Folder(const std::string & port)
{
  const fs::path folder = m_Folder / PortOf(port).name;
  MakeFolder(folder);
  return folder;
}

void
StoredOutputs::Take(const std::string & port, Value value)
{
  m_Paths[port] = fs::relative(SaveValue(value, m_Folder, port), m_Folder).generic_string();
}

InlineOutputs::InlineOutputs(const Step & step, pheno::Store & store, std::string key, std::set<std::string> wanted)
  : TaskOutputs(step)
  , m_Store(store)
  , m_Key(std::move(key))
  , m_Wanted(std::move(wanted))
{}

bool
InlineOutputs::Wanted(const std::string & port) const
{
  return m_Wanted.count(PortOf(port).name) > 0;
}

fs::path
InlineOutputs::Folder(const std::string & port)
{
  const std::string name = PortOf(port).name;
  if (!m_Folder)
  {
    m_Folder =
      std::shared_ptr<const fs::path>(new fs::path(m_Store.Begin(m_Key)), [&store = m_Store](const fs::path * folder) {
        store.Discard(*folder);
        delete folder;
      });
  }
  const fs::path folder = *m_Folder / name;
  MakeFolder(folder);
  return folder;
}

void
InlineOutputs::Take(const std::string & port, Value value)
{
  if (m_Folder)
  {
    // The value now also holds the folder.
    value = std::visit(
      [&](const auto & pointer) -> Value {
        using Pointer = std::decay_t<decltype(pointer)>;
        const auto both = std::make_shared<std::pair<Pointer, std::shared_ptr<const fs::path>>>(pointer, m_Folder);
        return Pointer(both, pointer.get());
      },
      value);
  }
  m_Values[port] = std::move(value);
}

std::set<std::string>
PortsRead(const Workflow & workflow, const std::string & step)
{
  std::set<std::string> ports;
  for (const Step & reader : workflow.steps)
  {
    for (const auto & [port, reference] : reader.in)
    {
      if (reference.step == step)
      {
        ports.insert(reference.port);
      }
    }
  }
  for (const auto & [name, reference] : workflow.outputs)
  {
    if (reference.step == step)
    {
      ports.insert(reference.port);
    }
  }
  return ports;
}
} // namespace pheno
