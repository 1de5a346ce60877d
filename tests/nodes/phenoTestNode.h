#ifndef phenoTestNode_h
#define phenoTestNode_h

#include "phenoNode.h"
#include "phenoTable.h"

#include <fstream>
#include <string>

namespace pheno::test
{
/** Counts a call: adds a line to the file that parameter `calls` names, so that a test sees how often a node ran. */
inline void
CountCall(const Json & params, const Context & context)
{
  const std::string path = params.at("calls");
  if (!path.empty())
  {
    std::ofstream(path, std::ios::app) << context.GetShard().ToString() + "\n";
  }
}
} // namespace pheno::test

#endif
