#include "phenoFolders.h"
#include "phenoMurckoScaffold.h"
#include "phenoRecipe.h"
#include "phenoTest.h"

#include <GraphMol/SmilesParse/SmilesWrite.h>

#include <map>
#include <set>

using namespace pheno;

namespace
{
std::vector<Recipe>
ChemistryExamples()
{
  const auto folder = fs::path(test::kSourceDir) / "examples/chemistry_screen";
  return { ReadRecipe(folder / "recipe.json"), ReadRecipe(folder / "full.json") };
}
} // namespace

TEST_CASE("every compound of the chemistry examples is a molecule of its own")
{
  for (const auto & recipe : ChemistryExamples())
  {
    std::size_t           compounds = 0;
    std::set<std::string> canonical;
    for (const auto & mechanism : recipe.mechanisms)
    {
      for (const auto & compound : mechanism.compounds)
      {
        const auto molecule = ReadSmiles(compound.smiles);
        REQUIRE_MESSAGE(molecule.value, compound.smiles, ": ", molecule.reason);
        canonical.insert(RDKit::MolToSmiles(molecule.value->Rdkit()));
        ++compounds;
      }
    }
    CHECK(canonical.size() == compounds);
  }
}

TEST_CASE("the core alone decides the scaffold, and no two cores share one")
{
  for (const auto & recipe : ChemistryExamples())
  {
    std::map<std::string, std::set<std::string>> scaffolds;
    std::set<std::string>                        all;
    for (const auto & mechanism : recipe.mechanisms)
    {
      for (const auto & compound : mechanism.compounds)
      {
        const auto scaffold = *MurckoScaffold(compound.smiles).value;
        CHECK(scaffold != "");
        scaffolds[compound.core].insert(scaffold);
        all.insert(scaffold);
      }
    }
    CHECK(scaffolds.size() == recipe.mechanisms.size());
    CHECK(all.size() == scaffolds.size());
    for (const auto & [core, found] : scaffolds)
    {
      CHECK_MESSAGE(found.size() == 1, core);
    }
  }
}
