#ifndef phenoRunRecord_h
#define phenoRunRecord_h

#include "phenoExecute.h"

#include <memory>
#include <string>
#include <vector>

namespace pheno
{
/** What one invocation leaves behind in its folder: run.json (schemas/run.schema.json), workflow.json (resolved),
 * events.jsonl, quarantine.csv, ro-crate-metadata.json (Workflow Run RO-Crate), outputs/. */
class RunRecord
{
public:
  /** Starts the folder and events.jsonl and writes workflow.json. Removes what an earlier run in the same folder says
   * that it wrote. `command`: the command line. Throws Error. */
  RunRecord(fs::path folder, const Plan & plan, std::vector<std::string> command);
  ~RunRecord();
  RunRecord(const RunRecord &) = delete;
  RunRecord &
  operator=(const RunRecord &) = delete;

  /** Adds one line to events.jsonl: `details` and "time", "event"; ends with a newline and is flushed. Does not throw:
   * what could not be written is reported by Finish. May be called from several threads. */
  void
  Event(const std::string & what, Json details);

  /** Copies the workflow's outputs: outputs/<name>.<ext>, or outputs/<name>/<plate>_<well>_<site>.<ext> where sharded;
   * shards whose names are equal as file names get -2, -3, ... in shard order. A file that lies in a folder of its own
   * with others takes them along: outputs/<name>/. A file output called report.html or metrics.json also goes to the
   * run's folder, with what lies beside it. Tasks without outputs (quarantined, failed) are left out. Call before
   * Finish, which lists what was copied. */
  void
  ExportOutputs(const Plan & plan, const std::vector<TaskResult> & results, const Store & store);

  /** Writes run.json, quarantine.csv (step, axes, item, reason) and the RO-Crate, atomically each. */
  void
  Finish(const Plan &                         plan,
         const std::vector<TaskResult> &      results,
         const std::vector<QuarantineEntry> & quarantine,
         const NodeRegistry &                 registry,
         int                                  exitCode);

private:
  struct Impl;
  std::unique_ptr<Impl> m_Impl;
};
} // namespace pheno

#endif
