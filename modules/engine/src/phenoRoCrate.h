#ifndef phenoRoCrate_h
#define phenoRoCrate_h

#include "phenoPlan.h"
#include "phenoRunRecordOutputs.h"

#include <string>
#include <vector>

namespace pheno
{
/** What a crate tells of a run besides its plan. Times are ISO 8601. */
struct CrateRun
{
  std::string                 started;
  std::string                 ended;
  int                         exitCode = 0;
  std::vector<std::string>    files; ///< of the run's folder besides workflow.json and outputs
  std::vector<ExportedOutput> outputs;
};

/** ro-crate-metadata.json of a run's folder: RO-Crate 1.1 (https://w3id.org/ro/crate/1.1) with the profile Workflow Run
 * Crate 0.5 (https://w3id.org/ro/wfrun/workflow/0.5): the run is a CreateAction whose instrument is workflow.json,
 * whose objects are the workflow's inputs and whose results are its outputs. */
OrderedJson
MakeRoCrate(const Plan & plan, const CrateRun & run);
} // namespace pheno

#endif
