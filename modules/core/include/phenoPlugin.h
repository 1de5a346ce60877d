#ifndef phenoPlugin_h
#define phenoPlugin_h

#include "phenoAbi.h"
#include "phenoJson.h"

namespace pheno
{
class Node;

/** What a plugin's one exported symbol, `pheno_node_plugin`, returns. Plain pointers only: it is read before the two
 * sides are known to agree on anything else. */
struct NodePlugin
{
  const char * abi;   ///< must equal the host's kAbi, byte for byte
  const char * torch; ///< torch version that the plugin was built with, or "": must be equal across loaded plugins
  const char * id;    ///< node id
  const char * descriptorDigest; ///< SHA-256 of the descriptor that was compiled in
  Node * (*create)(const Json & params);
};
} // namespace pheno

#ifndef PHENO_NODE_TORCH
#  ifdef TORCH_VERSION
#    define PHENO_NODE_TORCH TORCH_VERSION
#  else
#    define PHENO_NODE_TORCH ""
#  endif
#endif

/** Exports a node class whose constructor takes its parameters as `const pheno::Json &`. Once a plugin. */
#define PHENO_NODE(NodeClass)                                                                                          \
  extern "C" __attribute__((visibility("default"))) const pheno::NodePlugin * pheno_node_plugin()                      \
  {                                                                                                                    \
    static const pheno::NodePlugin plugin = { pheno::kAbi,                                                             \
                                              PHENO_NODE_TORCH,                                                        \
                                              PHENO_NODE_ID,                                                           \
                                              PHENO_NODE_DESCRIPTOR_DIGEST,                                            \
                                              [](const pheno::Json & params) -> pheno::Node * {                        \
                                                return new NodeClass(params);                                          \
                                              } };                                                                     \
    return &plugin;                                                                                                    \
  }

#endif
