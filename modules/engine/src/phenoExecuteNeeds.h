#ifndef phenoExecuteNeeds_h
#define phenoExecuteNeeds_h

#include "phenoPlan.h"

#include <cstddef>
#include <set>
#include <vector>

namespace pheno
{
/** Follows inline work back to the stored tasks that it starts from. */
class StoredNeeds
{
public:
  explicit StoredNeeds(const Plan & plan);

  /** Stored tasks whose outputs a task reads, itself or through inline work; sorted. */
  std::vector<std::size_t>
  Of(std::size_t task);

private:
  const Plan &             m_Plan;
  std::vector<std::size_t> m_Visited; ///< by task: the last round that met it
  std::size_t              m_Round = 0;
};

/** What inline steps work inside the tasks of a step. */
struct InlineWork
{
  std::set<std::size_t> steps;
  std::set<std::size_t> shared; ///< inline steps that several ports of this work read
};

InlineWork
InlineWorkOf(const Workflow & workflow, std::size_t step);

/** What one task of a stored step takes while it runs: its inline work shares its thread, so memory adds up and the
 * threads are the most that any part may use. */
Resources
ResourcesOf(const Workflow & workflow, std::size_t step);
} // namespace pheno

#endif
