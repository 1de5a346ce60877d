#include "phenoNodeRegistry.h"

#include "phenoHash.h"

#include <algorithm>
#include <dlfcn.h>

namespace pheno
{
namespace
{
bool
IsDescriptor(const fs::path & path)
{
  constexpr const char * kSchema = "node.schema.json";
  const OrderedJson      json = ReadJson(path);
  if (!json.is_object() || !json.contains("$schema") || !json.at("$schema").is_string())
  {
    return false;
  }
  const std::string schema = json.at("$schema");
  return schema.size() >= std::string(kSchema).size() &&
         schema.compare(schema.size() - std::string(kSchema).size(), std::string::npos, kSchema) == 0;
}

std::vector<fs::path>
JsonFiles(const fs::path & folder)
{
  std::vector<fs::path> files;
  for (const fs::directory_entry & entry : fs::directory_iterator(folder))
  {
    if (entry.path().extension() == ".json" && fs::is_regular_file(entry.path()))
    {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

using EntryPoint = const NodePlugin * (*)();

EntryPoint
Open(const Descriptor & descriptor)
{
  if (!fs::exists(descriptor.library))
  {
    throw Error("node '" + descriptor.id + "' is described by " + descriptor.path.string() + ", but its plugin " +
                descriptor.library.string() + " does not exist; build the node");
  }
  void * library = dlopen(fs::absolute(descriptor.library).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
  {
    throw Error("the plugin of node '" + descriptor.id + "' cannot be loaded: " + dlerror());
  }
  const auto entry = reinterpret_cast<EntryPoint>(dlsym(library, "pheno_node_plugin"));
  if (entry == nullptr)
  {
    throw Error(descriptor.library.string() + " is no plugin: it lacks the symbol pheno_node_plugin; its source needs "
                                              "PHENO_NODE(ClassName)");
  }
  return entry;
}

/** Throws Error unless plugin, descriptor and this program belong together. */
void
CheckPlugin(const NodePlugin & plugin, const Descriptor & descriptor, const std::string & torch)
{
  const std::string library = descriptor.library.string();
  if (plugin.abi != std::string(kAbi))
  {
    throw Error(library + " was built for another pheno-run; rebuild it against this one.\n  the plugin: " +
                plugin.abi + "\n  this program: " + kAbi);
  }
  if (plugin.id != descriptor.id)
  {
    throw Error(library + " holds node '" + plugin.id + "', but the descriptor beside it, " + descriptor.path.string() +
                ", describes '" + descriptor.id + "'; rebuild the node");
  }
  if (plugin.descriptorDigest != descriptor.digest)
  {
    throw Error("the descriptor " + descriptor.path.string() + " changed since the plugin " + library +
                " was built; rebuild node '" + descriptor.id + "'");
  }
  if (!torch.empty() && *plugin.torch != '\0' && torch != plugin.torch)
  {
    throw Error(library + " was built with LibTorch " + plugin.torch +
                ", but a node that is already loaded uses LibTorch " + torch +
                "; rebuild one of them with the other's version");
  }
}
} // namespace

void
NodeRegistry::AddFolder(const fs::path & folder, bool foreign)
{
  if (!fs::is_directory(folder))
  {
    throw DiagnosticsError(
      std::vector<Diagnostic>{ { "", "the folder of nodes " + folder.string() + " does not exist" } });
  }
  std::vector<Diagnostic> problems;
  for (const fs::path & file : JsonFiles(folder))
  {
    try
    {
      if (!IsDescriptor(file))
      {
        continue;
      }
      Descriptor descriptor = ReadDescriptor(file);
      descriptor.foreign = foreign;
      const auto [found, isNew] = m_Entries.try_emplace(descriptor.id);
      if (!isNew && fs::equivalent(found->second.descriptor.path, file))
      {
        continue; // the same folder was named twice: what the first naming says of it stands
      }
      if (!isNew)
      {
        problems.push_back({ "",
                             "node '" + descriptor.id + "' is described twice: by " +
                               found->second.descriptor.path.string() + " and by " + file.string() });
        continue;
      }
      found->second.descriptor = std::move(descriptor);
    }
    catch (const DiagnosticsError & error)
    {
      problems.insert(problems.end(), error.Items().begin(), error.Items().end());
    }
    catch (const Error & error)
    {
      problems.push_back({ "", error.what() });
    }
  }
  if (!problems.empty())
  {
    throw DiagnosticsError(problems);
  }
}

const Descriptor *
NodeRegistry::Find(const std::string & id) const
{
  const auto found = m_Entries.find(id);
  return found == m_Entries.end() ? nullptr : &found->second.descriptor;
}

std::vector<const Descriptor *>
NodeRegistry::All() const
{
  std::vector<const Descriptor *> all;
  for (const auto & [id, entry] : m_Entries)
  {
    all.push_back(&entry.descriptor);
  }
  return all;
}

std::string
NodeRegistry::UnknownNode(const std::string & id) const
{
  std::vector<std::string> ids;
  for (const auto & [known, entry] : m_Entries)
  {
    ids.push_back(known);
  }
  const std::string nearest = NearestName(id, ids);
  return "unknown node '" + id + "'" +
         (nearest.empty() ? "; `pheno-run nodes` lists those there are" : "; did you mean '" + nearest + "'?");
}

void
NodeRegistry::Load(const std::string & id)
{
  const auto found = m_Entries.find(id);
  if (found == m_Entries.end())
  {
    throw Error(UnknownNode(id));
  }
  Entry & entry = found->second;
  if (entry.plugin != nullptr)
  {
    return;
  }
  const NodePlugin * plugin = Open(entry.descriptor)();
  CheckPlugin(*plugin, entry.descriptor, m_Torch);
  if (m_Torch.empty())
  {
    m_Torch = plugin->torch;
  }
  entry.plugin = plugin;
}

std::unique_ptr<Node>
NodeRegistry::Create(const std::string & id, const Json & params) const
{
  const auto found = m_Entries.find(id);
  if (found == m_Entries.end() || found->second.plugin == nullptr)
  {
    throw Error("node '" + id + "' was not loaded");
  }
  return std::unique_ptr<Node>(found->second.plugin->create(params));
}

const std::string &
NodeRegistry::LibraryDigest(const std::string & id) const
{
  const auto found = m_Entries.find(id);
  if (found == m_Entries.end())
  {
    throw Error(UnknownNode(id));
  }
  if (found->second.libraryDigest.empty())
  {
    found->second.libraryDigest = Sha256File(found->second.descriptor.library);
  }
  return found->second.libraryDigest;
}
} // namespace pheno
