#ifndef phenoSmallRun_h
#define phenoSmallRun_h

#include "phenoFolders.h"
#include "phenoRunFolder.h"
#include "phenoSmallScreen.h"

#include <string>

namespace pheno::test
{
/** pheno-run on a small screen of text files with the nodes of the tests. */
class SmallRun
{
public:
  SmallRun(int plates, int wells, int sites, const Json & steps, const Json & outputs = Json::object())
    : screen(plates, wells, sites)
  {
    screen.MakePlan(steps, outputs);
  }

  /** Workflow and nodes, as every verb takes them. */
  std::string
  Inputs() const
  {
    return (screen / "workflow.json").string() + " --nodes " + kNodes;
  }
  std::string
  Store() const
  {
    return " --store " + (screen / "store").string();
  }
  std::string
  Words(const std::string & out) const
  {
    return Inputs() + Store() + " -o " + (screen / out).string();
  }
  Ended
  Run(const std::string & out, const std::string & more = "") const
  {
    return PhenoRun(Words(out) + " " + more);
  }
  fs::path
  operator/(const std::string & name) const
  {
    return screen / name;
  }

  SmallScreen                     screen;
  inline static const std::string kNodes = std::string(kBinaryDir) + "/test_nodes";
};
} // namespace pheno::test

#endif
