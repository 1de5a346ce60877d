#ifndef phenoPlanCheck_h
#define phenoPlanCheck_h

#include "phenoError.h"
#include "phenoOutline.h"
#include "phenoPlan.h"

#include <map>

namespace pheno
{
/** What is known before the run of the profiles that travel in a workflow: of those among its inputs, which are read
 * once, and of those that steps before have foreseen. */
class Foresight
{
public:
  /** Null where nothing is known. Throws Error for an input that cannot be read. */
  Ptr<Outline>
  Of(const Workflow & workflow, const Reference & reference);

  /** What a step will give. Tasks of several shards may give a row twice or not at all. */
  void
  Add(const Step & step, const Outlines & outlines);

private:
  std::map<std::string, Ptr<Outline>> m_Known; ///< by reference
};

/** Calls Node::Check and Node::Foresee of one step with the tables that its tasks will receive; what the node says gets
 * the step's place. Steps come in the order of the workflow, those that feed others first. */
void
CheckNode(const Plan &         plan,
          std::size_t          step,
          const NodeRegistry & registry,
          Foresight &          foresight,
          Diagnostics &        problems);
} // namespace pheno

#endif
