#ifndef phenoTinyScreen_h
#define phenoTinyScreen_h

#include "phenoFolders.h"
#include "phenoRunFolder.h"

#include <map>
#include <sstream>
#include <string>
#include <vector>

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
    const Ended ended = PhenoRun("simulate " + std::string(kSourceDir) + "/examples/" + recipe + " -o " +
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
  std::string     workflow = std::string(kSourceDir) + "/workflows/smoke.json";
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
    return PhenoRun(this->Line(out, more));
  }
  /** The words of the same run, for a process beside the test. */
  std::vector<std::string>
  Words(const std::string & out, const std::string & more = "") const
  {
    std::istringstream       stream(this->Line(out, more));
    std::vector<std::string> words = { std::string(kBinaryDir) + "/bin/pheno-run" };
    for (std::string word; stream >> word;)
    {
      words.push_back(word);
    }
    return words;
  }

private:
  std::string
  Line(const std::string & out, const std::string & more) const
  {
    return Inputs() + Store() + " -o " + (folder / out).string() + " " + more;
  }
};
} // namespace pheno::test

#endif
