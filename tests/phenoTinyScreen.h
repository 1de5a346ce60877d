#ifndef phenoTinyScreen_h
#define phenoTinyScreen_h

#include "phenoRunFolder.h"

#include <map>
#include <string>

namespace pheno::test
{
/** A screen simulated from a recipe of the examples, made once a program. \param seed another than the recipe's */
inline const TemporaryFolder &
SimulatedScreen(const std::string & recipe, const std::string & seed = "")
{
  static std::map<std::string, TemporaryFolder> folders;
  const auto [found, isNew] = folders.try_emplace(recipe + " " + seed);
  if (isNew)
  {
    const Ended ended = PhenoRun("simulate " + std::string(PHENO_SOURCE_DIR) + "/examples/" + recipe + " -o " +
                                 found->second.Path().string() + (seed.empty() ? "" : " --seed " + seed));
    REQUIRE_MESSAGE(ended.code == 0, ended.output);
  }
  return found->second;
}

/** Two plates of eight wells. */
inline const TemporaryFolder &
TinyScreen()
{
  return SimulatedScreen("hacat_screen/tiny.json");
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
