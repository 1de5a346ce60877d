#include "phenoCliArguments.h"
#include "phenoCliProgress.h"
#include "phenoCliSignals.h"

#include "phenoCsv.h"
#include "phenoScreenIndex.h"
#include "phenoSimulate.h"

#include <unistd.h>

#include <iostream>

namespace pheno::cli
{
namespace
{
/** A percentage that renews itself on a terminal; nothing elsewhere. */
std::function<void(double)>
PercentLine()
{
  if (isatty(STDERR_FILENO) == 0)
  {
    return {};
  }
  return [](double fraction) {
    std::cerr << "\r\x1b[Ksimulating " << static_cast<int>(100 * fraction) << " %" << (fraction >= 1 ? "\n" : "")
              << std::flush;
  };
}
} // namespace

int
VerbSimulate(const Words & words)
{
  CLI::App        app("Make a simulated screen with known truth: screen/ (images, index.csv, platemap.csv) and truth/",
               "pheno-run simulate");
  std::string     recipe;
  std::string     out;
  SimulateOptions options;
  options.threads = MachineCpus();
  std::optional<std::uint64_t> seed;
  app.add_option("recipe", recipe, "Recipe (JSON, schemas/recipe.schema.json)")->required();
  app.add_option("-o,--out", out, "Folder to make")->required();
  app.add_option("--seed", seed, "Another seed than the recipe's");
  app.add_option("-j,--jobs", options.threads, "Sites drawn at once")->check(CLI::PositiveNumber);
  int code = 0;
  if (!Parse(app, words, code))
  {
    return code;
  }
  const Recipe              description = ReadRecipe(recipe, seed ? Json{ { "seed", *seed } } : Json::object());
  const std::atomic<bool> & cancelled = CatchSignals();
  options.cancelled = [&cancelled] { return cancelled.load(); };
  options.progress = PercentLine();
  const fs::path          folder = fs::absolute(out);
  const SimulationSummary summary = Simulate(description, folder, options);

  const fs::path index = folder / "screen" / "index.csv";
  if (!summary.reused || !fs::exists(index))
  {
    IndexOptions indexOptions;
    indexOptions.threads = options.threads;
    const ScreenIndex screen = MakeIndex("phenix", folder / "screen", folder / "screen", indexOptions);
    WriteCsv(index, screen.table);
  }
  std::cout << (summary.reused ? "already there: " : "made ") << summary.plates << " simulated plates, "
            << summary.wells << " wells, " << summary.sites << " sites, " << summary.images << " images, "
            << summary.cells << " cells in " << folder.string() << "\n";
  return kDone;
}
} // namespace pheno::cli
