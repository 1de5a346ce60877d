#ifndef phenoPlanKey_h
#define phenoPlanKey_h

#include "phenoPlan.h"

#include <string>
#include <vector>

/** How tasks get their keys; private to this room. */
namespace pheno
{
/** The parts of a key that all tasks of a step share, as canonical JSON text. */
class StepKey
{
public:
  StepKey(const Plan & plan, std::size_t step);

  /** Canonical JSON of everything that determines the task. The tasks that feed it must have their keys. */
  std::string
  Text(const Plan & plan, const Task & task) const;

private:
  std::string m_Before; ///< library and node; stands after the inputs
  std::string m_After;  ///< version; stands after the shard
};

/** Cells of a table's columns, ready for hashing rows of them. */
class RowDigest
{
public:
  RowDigest(const Table & table, const std::vector<std::string> & columns);

  /** SHA-256 of the names of the columns and the cells of these rows; no two contents have the same text. */
  std::string
  Of(const std::vector<std::size_t> & rows) const;

private:
  std::string              m_Head;
  std::vector<Table::Text> m_Cells;
};

/** hash(workflow seed, node id, shard). */
std::uint64_t
TaskSeed(std::uint64_t workflowSeed, const std::string & node, const Shard & shard);
} // namespace pheno

#endif
