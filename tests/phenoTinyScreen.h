#ifndef phenoTinyScreen_h
#define phenoTinyScreen_h

#include "phenoRunFolder.h"

#include <string>

namespace pheno::test
{
/** The tiny simulated screen (two plates of eight wells), made once a program. */
inline const TemporaryFolder &
TinyScreen()
{
  static const TemporaryFolder folder;
  static const bool            made = [] {
    const Ended ended = PhenoRun("simulate " + std::string(PHENO_SOURCE_DIR) + "/examples/hacat_screen/tiny.json -o " +
                                 folder.Path().string());
    REQUIRE_MESSAGE(ended.code == 0, ended.output);
    return true;
  }();
  (void)made;
  return folder;
}

/** A folder to run a workflow of the repository in, with a store of its own. */
struct Place
{
  TemporaryFolder folder;
  std::string     workflow = std::string(PHENO_SOURCE_DIR) + "/workflows/smoke.json";
  std::string     index = (TinyScreen() / "screen/index.csv").string();
  std::string     platemap = (TinyScreen() / "screen/platemap.csv").string();

  /** Workflow and inputs, as every verb takes them. */
  std::string
  Inputs() const
  {
    return workflow + " -i screen=" + index + " -i platemap=" + platemap;
  }
  std::string
  Store() const
  {
    return " --store " + (folder / "store").string();
  }
  Ended
  Run(const std::string & out, const std::string & more = "") const
  {
    return PhenoRun(Inputs() + Store() + " -o " + (folder / out).string() + " " + more);
  }
};
} // namespace pheno::test

#endif
