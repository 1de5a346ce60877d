#ifndef phenoPlanCheck_h
#define phenoPlanCheck_h

#include "phenoError.h"
#include "phenoPlan.h"

namespace pheno
{
/** Calls Node::Check of one step with the tables that its tasks will receive; what the node says gets the step's place.
 */
void
CheckNode(const Plan & plan, std::size_t step, const NodeRegistry & registry, Diagnostics & problems);
} // namespace pheno

#endif
