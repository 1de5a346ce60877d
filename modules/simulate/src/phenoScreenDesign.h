#ifndef phenoScreenDesign_h
#define phenoScreenDesign_h

#include "phenoRecipe.h"

#include <array>
#include <string>
#include <vector>

namespace pheno::simulate
{
/** One well in use: what was put in and, in the end, what its cells are like. */
struct WellDesign
{
  int         row = 0;    ///< zero-based
  int         column = 0; ///< zero-based
  std::string name;       ///< "B02"
  std::string compound;
  std::string mechanism; ///< "DMSO" for negative controls
  std::string smiles;    ///< as in Recipe::Compound, with core and substituents; that of DMSO for negative controls
  std::string core;
  std::vector<std::string> substituents;
  bool                     control = true;
  double                   dose = 0.0;     ///< 0 for negative controls
  double                   response = 0.0; ///< Hill response, 1 is the mechanism's full effect
  TraitValues              effects{};      ///< of mechanism and compound at full response
  TraitValues traits{}; ///< what a cell of mean response has in this well, all well and edge effects included
  std::array<double, kStains> stainGain{}; ///< batch, plate, gradient, edge and well together
};

struct PlateDesign
{
  std::string             name;
  int                     index = 0;
  int                     week = 0;      ///< from 1; 0: the recipe knows no weeks
  int                     replicate = 1; ///< from 1
  int                     batch = 1;     ///< the week, without weeks the replicate
  double                  dose = 0.0;
  double                  cameraOffset = 0.0; ///< grey levels
  std::vector<WellDesign> wells;              ///< by row, then column
};

/** Response of a compound at a dose: strength d^h / (d^h + ec50^h). */
double
HillResponse(const Recipe::Compound & compound, double hill, double dose);

/** All plates, week by week, dose by dose and then replicate by replicate; treatments are put in places drawn anew for
 * each plate. */
std::vector<PlateDesign>
DesignScreen(const Recipe & recipe);
} // namespace pheno::simulate

#endif
