#ifndef phenoPlan_h
#define phenoPlan_h

#include "phenoShard.h"
#include "phenoTable.h"
#include "phenoWorkflow.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace pheno
{
/** What feeds one input port of one task. */
struct Feed
{
  /** Tasks whose output `outputPort` feeds the port, sorted by shard. */
  std::vector<std::size_t> tasks;
  std::string              outputPort;
  /** For a port fed from a workflow input: its index in Workflow::inputs; -1 otherwise. */
  int input = -1;
  /** For a table input: the rows that join the task's shard, by shard of the table's axes, then in the order of the
   * file; the columns are in Plan::columns. */
  std::vector<std::size_t> rows;
  /** For a workflow input: SHA-256 of what the task receives, which its key holds. */
  std::string digest;
};

/** A step on one shard: the unit that runs, fails, is cached. */
struct Task
{
  std::string                 key; ///< SHA-256 of `parts`
  std::size_t                 step = 0;
  Shard                       shard;
  std::map<std::string, Feed> feeds;    ///< by input port; unconnected optional ports are absent
  std::vector<std::string>    files;    ///< XXH3-128 of the files that Node::Files names, which the key holds
  std::uint64_t               seed = 0; ///< hash(workflow seed, node id, shard)
};

/** A table of the workflow's inputs as the plan saw it. */
struct InputTable
{
  Table       table;  ///< axes normalised; column `path` as in the file
  fs::path    folder; ///< relative paths of column `path` start here
  std::string digest; ///< of content (model and file inputs: of the file or of all files in the folder)
};

/** All tasks in dependency order, with keys. Nothing was run, no image decoded. */
struct Plan
{
  Workflow                workflow;
  std::vector<InputTable> inputs; ///< parallel to workflow.inputs; empty table for models and files
  std::vector<Task>       tasks;  ///< producers first; steps in workflow order, shards sorted
  /** Columns that table port `port` of step i receives: columns[i][port]; axes first. */
  std::vector<std::map<std::string, std::vector<std::string>>> columns;
  /** Parallel to workflow.steps: SHA-256 of a foreign node's library, "" where keys leave it out. */
  std::vector<std::string> libraries;
  /** What the planner noticed and a report should show: wells that only the plate map or only the images have. */
  std::vector<Diagnostic> notes;

  const Step &
  StepOf(const Task & task) const
  {
    return workflow.steps[task.step];
  }
  /** Task numbers of a step, sorted by shard. */
  std::vector<std::size_t>
  TasksOf(const std::string & step) const;
};

/** What a key is hashed from, for records and `explain`: node, version, shard, params, inputs (by port: "<key>.<output
 * port>" of each producing task in shard order, or the digest of what comes from a workflow input), files (where
 * Node::Files names any), seed (the
 * workflow's, unless the node is exact), library (foreign nodes), run (RunFacts, nodes that read the run). */
Json
KeyParts(const Plan & plan, const Task & task);

/** The table that a port fed from a table input receives: rows and columns of the feed, column `path` made absolute
 * against the input's folder. */
Table
FeedTable(const Plan & plan, const Task & task, const std::string & port);

/** What is known of a run before it, for reports and the keys of nodes that read the run: {workflow, pheno, seed,
 * steps: [{step, node, version, title, params, each, tasks, stored}], inputs: [{name, type, rows, digest}], notes:
 * [...]}. No host, path or time. */
Json
RunFacts(const Plan & plan);

/** The inline steps whose work enters a task, by name: {node, version, params}. They leave no record of their own, so a
 * stored task's record keeps them for `explain`. */
Json
InlineSteps(const Plan & plan, const Task & task);

struct PlanOptions
{
  fs::path exclusions;            ///< -x: CSV with plate[, well[, site]], reason; "" for none
  bool     trustVersions = false; ///< leave the library digests of foreign nodes out of keys
};

/** Expands a workflow over its screen index. Producer shard a and consumer shard b join when some row of the index
 * projects onto both; hash join per port. Table inputs other than the index join on the axes they have. Checks
 * cardinality, axes, columns that ports name, and runs every node's Check (plugins are loaded). Throws DiagnosticsError
 * with all problems. */
Plan
MakePlan(Workflow workflow, NodeRegistry & registry, const PlanOptions & options);

/** Why a task would run: what differs between the key parts of an earlier task of the same step and shard and those of
 * now, as "params.sigma: 30 -> 40" lines. */
std::vector<std::string>
ExplainDifference(const Json & before, const Json & now);

/** ExplainDifference that follows elements which changed to where the change began: "inputs.image <- read plate=P1
 * well=B02 site=1: params.channels: ...". `partsOf` gives the key parts of earlier tasks by key, null for those it does
 * not know (inline ones leave no record). */
std::vector<std::string>
ExplainTask(const Plan &                                         plan,
            const Task &                                         task,
            const Json &                                         before,
            const std::function<Json(const std::string & key)> & partsOf);
} // namespace pheno

#endif
