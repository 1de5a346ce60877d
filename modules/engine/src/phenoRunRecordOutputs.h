#ifndef phenoRunRecordOutputs_h
#define phenoRunRecordOutputs_h

#include "phenoExecute.h"

#include <string>
#include <vector>

namespace pheno
{
/** An output of the workflow as it lies in a run's folder. */
struct ExportedOutput
{
  std::string              name;
  std::vector<std::string> paths; ///< relative to the run's folder, '/' separators; a folder ends with '/'
};

/** RunRecord::ExportOutputs; in the order of the outputs' names. Throws Error. */
std::vector<ExportedOutput>
ExportWorkflowOutputs(const fs::path &                folder,
                      const Plan &                    plan,
                      const std::vector<TaskResult> & results,
                      const Store &                   store);
} // namespace pheno

#endif
