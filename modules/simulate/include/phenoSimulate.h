#ifndef phenoSimulate_h
#define phenoSimulate_h

#include "phenoRecipe.h"

#include <cstddef>
#include <functional>
#include <map>
#include <string>

namespace pheno
{
struct SimulateOptions
{
  unsigned                    threads = 1;
  std::function<void(double)> progress;  ///< fraction done in [0, 1]; one call at a time, from any thread
  std::function<bool()>       cancelled; ///< asked between sites, from any thread
};

struct SimulationSummary
{
  std::size_t                        plates = 0;
  std::size_t                        wells = 0;
  std::size_t                        sites = 0;
  std::size_t                        images = 0;     ///< files written; missing ones are not among them
  std::size_t                        cells = 0;      ///< labelled in the truth masks
  std::map<std::string, std::size_t> faults;         ///< kind -> image files
  bool                               reused = false; ///< it was complete already: nothing was written
};

/** Makes a screen with known truth under `folder`.
 *
 * screen/<plate>/Images/  16-bit TIFFs named as Opera Phenix does, and Index.xml
 * screen/platemap.csv     one row a well in use
 * screen/simulation.json  written last: digest and counts
 * truth/                  what no workflow reads (see examples/hacat_screen/README.md)
 *
 * Bytes depend on the recipe alone. A complete simulation of the same recipe is left alone; plates that an interrupted
 * one had finished are kept. Throws Error when the folder holds another recipe's simulation or cannot be written,
 * Cancelled when asked to stop. */
SimulationSummary
Simulate(const Recipe & recipe, const fs::path & folder, const SimulateOptions & options = {});
} // namespace pheno

#endif
