#ifndef phenoFaultRun_h
#define phenoFaultRun_h

#include "phenoFolders.h"
#include "phenoProcess.h"
#include "phenoSmallScreen.h"

#include <string>
#include <vector>

namespace pheno::test
{
/** A run in a process of its own (engine_fault_driver). */
class FaultRun : public Process
{
public:
  FaultRun(const fs::path & workflow, const fs::path & store, const std::string & largestFile = "")
    : Process(Words(workflow, store, largestFile))
  {}

private:
  static std::vector<std::string>
  Words(const fs::path & workflow, const fs::path & store, const std::string & largestFile)
  {
    std::vector<std::string> words = { std::string(kBinaryDir) + "/bin/engine_fault_driver",
                                       std::string(kBinaryDir) + "/test_nodes",
                                       workflow.string(),
                                       store.string(),
                                       "2" };
    if (!largestFile.empty())
    {
      words.push_back(largestFile);
    }
    return words;
  }
};
} // namespace pheno::test

#endif
