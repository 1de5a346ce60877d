#include "phenoPlugin.h"

#ifndef BROKEN_NO_ENTRY
extern "C" const pheno::NodePlugin *
pheno_node_plugin()
{
  static const pheno::NodePlugin plugin = {
    BROKEN_ABI, BROKEN_TORCH, BROKEN_ID, BROKEN_DIGEST, [](const pheno::Json &) -> pheno::Node * { return nullptr; }
  };
  return &plugin;
}
#endif
