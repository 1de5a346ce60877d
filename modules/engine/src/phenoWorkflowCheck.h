#ifndef phenoWorkflowCheck_h
#define phenoWorkflowCheck_h

#include "phenoError.h"
#include "phenoWorkflow.h"

#include <set>
#include <string>

/** The checks of ReadWorkflow that look at steps together; private to this room. */
namespace pheno
{
/** "; did you mean 'x'?", or "; there are a, b", or `none` when there is nothing to choose from. */
std::string
Suggestion(const std::string & name, const std::vector<std::string> & known, const std::string & none);

/** "a table", "an image". */
std::string
WithArticle(ValueType type);

/** Ports, references, value types, axes, outputs. Steps and "@input"s in `unreadable` have problems of their own: they
 * are known by name, but nothing that depends on their content is reported. */
void
CheckConnections(const Workflow & workflow, const std::set<std::string> & unreadable, Diagnostics & problems);

/** What is legal but looks like a mistake: inputs and inline steps that nobody reads, inline work that is repeated. */
void
WarnOfWaste(const Workflow & workflow, Diagnostics & problems);

/** Sorts steps: producers first, otherwise in their order. A cycle is printed as a problem; its steps come last. */
void
SortSteps(Workflow & workflow, Diagnostics & problems);

/** Keeps only a step and what it needs: drops other steps, outputs of them, and inputs (but the screen) of them alone.
 */
void
KeepUntil(Workflow & workflow, const std::string & until);

/** Applies `-p STEP.PARAM=VALUE` and validates every step's parameters, filling defaults. */
void
CheckParameters(Workflow &                                 workflow,
                const std::map<std::string, std::string> & overrides,
                const std::set<std::string> &              unreadable,
                Diagnostics &                              problems);
} // namespace pheno

#endif
