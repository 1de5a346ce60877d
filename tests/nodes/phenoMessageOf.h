#ifndef phenoMessageOf_h
#define phenoMessageOf_h

#include "phenoNodeHarness.h"

#include <string>

namespace pheno::test
{
/** What a run of the node complains of; "" where it does not. */
inline std::string
MessageOf(NodeHarness & node)
{
  try
  {
    node.Run();
  }
  catch (const std::exception & error)
  {
    return error.what();
  }
  return "";
}
} // namespace pheno::test

#endif
