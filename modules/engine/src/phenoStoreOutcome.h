#ifndef phenoStoreOutcome_h
#define phenoStoreOutcome_h

#include "phenoExecute.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pheno
{
/** How a stored task ended, as its record tells. */
struct Outcome
{
  std::optional<QuarantineEntry>     quarantined; ///< the element whose data is bad: this task's or an earlier one's
  std::map<std::string, std::string> outputs;     ///< by port: file or folder, relative to `folder`
  std::vector<QuarantineEntry>       leftOut;     ///< found by the task, sorted; `quarantined` is among them
  fs::path                           folder;
};

/** Parallel to Plan::tasks; empty for inline tasks and those that are not done. */
using Outcomes = std::vector<std::optional<Outcome>>;

/** nullopt when the task is not done. Throws Error on a damaged record. */
std::optional<Outcome>
ReadOutcome(const Store & store, const std::string & key);

/** "step shard" for messages. */
std::string
NameOf(const Plan & plan, std::size_t task);

/** The part of a record that ReadOutcome reads: state, reason, origin, outputs, left_out. */
Json
RecordOf(const Outcome & outcome);

/** An entry for people: step, shard, item, reason. */
Json
ToJson(const QuarantineEntry & entry);

/** The order and the identity of entries in every list. */
bool
operator<(const QuarantineEntry & a, const QuarantineEntry & b);
} // namespace pheno

#endif
