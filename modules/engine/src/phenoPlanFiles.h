#ifndef phenoPlanFiles_h
#define phenoPlanFiles_h

#include "phenoError.h"
#include "phenoNodeRegistry.h"
#include "phenoPlan.h"

#include <map>

namespace pheno
{
/** The files that nodes say their tasks will read (Node::Files), by their content; private to this room. */
class PlanFiles
{
public:
  explicit PlanFiles(const NodeRegistry & registry)
    : m_Registry(registry)
  {}

  /** Fills Task::files of a step's tasks; each file is read once, whatever the number of its readers. */
  void
  Identify(Plan & plan, const Step & step, Diagnostics & problems);

private:
  const std::string &
  DigestOf(const fs::path & path);

  const NodeRegistry &            m_Registry;
  std::map<fs::path, std::string> m_Digests;
};
} // namespace pheno

#endif
