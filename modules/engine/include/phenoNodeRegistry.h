#ifndef phenoNodeRegistry_h
#define phenoNodeRegistry_h

#include "phenoDescriptor.h"
#include "phenoNode.h"
#include "phenoPlugin.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace pheno
{
/** Knows every node by its descriptor; loads plugins only when asked, on the main thread, never unloads them. */
class NodeRegistry
{
public:
  /** Reads every *.json that has a "$schema" ending in node.schema.json directly in the folder. Throws
   * DiagnosticsError: unreadable descriptor; a second node of an id (naming both files). `foreign`: given by --nodes. A
   * missing folder is an error. */
  void
  AddFolder(const fs::path & folder, bool foreign);

  /** nullptr when unknown. */
  const Descriptor *
  Find(const std::string & id) const;
  /** Sorted by id. */
  std::vector<const Descriptor *>
  All() const;
  /** "unknown node 'x'; did you mean 'y'?" */
  std::string
  UnknownNode(const std::string & id) const;

  /** Loads the plugin of a node: dlopen(RTLD_NOW | RTLD_LOCAL), then checks ABI text, id, descriptor digest and, across
   * loaded plugins, the torch version. Throws Error with a sentence that says what to rebuild. Idempotent. */
  void
  Load(const std::string & id);

  /** A new instance. Throws Error when Load was not called, or what the node's constructor throws. Thread-safe. */
  std::unique_ptr<Node>
  Create(const std::string & id, const Json & params) const;

  /** SHA-256 of the plugin's library file, computed once. */
  const std::string &
  LibraryDigest(const std::string & id) const;

private:
  struct Entry
  {
    Descriptor          descriptor;
    const NodePlugin *  plugin = nullptr;
    mutable std::string libraryDigest;
  };
  std::map<std::string, Entry> m_Entries;
  std::string                  m_Torch; ///< version of the first loaded torch plugin
};
} // namespace pheno

#endif
