#include "phenoMoleculeError.h"
#include "phenoMoleculeGraph.h"

#include "phenoTest.h"

#include <cmath>
#include <map>
#include <set>

using namespace pheno;

namespace
{
MoleculeGraph
Of(const std::string & smiles)
{
  return MakeGraph(*ReadSmiles(smiles).value);
}

/** The names of the columns that are set. */
std::set<std::string>
Set(const torch::Tensor & row, const std::vector<std::string> & names)
{
  REQUIRE(row.numel() == static_cast<std::int64_t>(names.size()));
  std::set<std::string> set;
  for (std::size_t i = 0; i < names.size(); ++i)
  {
    if (row[static_cast<std::int64_t>(i)].item<float>() == 1)
    {
      set.insert(names[i]);
    }
  }
  return set;
}

std::set<std::string>
Atom(const MoleculeGraph & graph, std::int64_t atom)
{
  return Set(graph.atoms[atom], AtomFeatureNames());
}

std::set<std::string>
Bond(const MoleculeGraph & graph, std::int64_t bond)
{
  return Set(graph.bond_features[bond], BondFeatureNames());
}

/** How often each row occurs. */
std::map<std::set<std::string>, int>
Rows(const torch::Tensor & table, const std::vector<std::string> & names)
{
  std::map<std::set<std::string>, int> rows;
  for (std::int64_t i = 0; i < table.size(0); ++i)
  {
    ++rows[Set(table[i], names)];
  }
  return rows;
}
} // namespace

TEST_CASE("atoms and bonds carry what the SMILES says")
{
  const MoleculeGraph graph = Of("C[N+](C)(C)C/C=C/[C@H](O)c1ccccc1");
  CHECK(Atom(graph, 1) ==
        std::set<std::string>{
          "element_N", "neighbours_4", "charge_1", "hydrogens_0", "hybridisation_sp3", "chirality_none" });
  CHECK(Atom(graph, 7).count("chirality_R") + Atom(graph, 7).count("chirality_S") == 1);
  CHECK(Atom(graph, 8) ==
        std::set<std::string>{
          "element_O", "neighbours_1", "charge_0", "hydrogens_1", "hybridisation_sp3", "chirality_none" });
  CHECK(Atom(graph, 10) == std::set<std::string>{ "element_C",
                                                  "neighbours_2",
                                                  "charge_0",
                                                  "hydrogens_1",
                                                  "hybridisation_sp2",
                                                  "aromatic",
                                                  "in_ring",
                                                  "chirality_none" });
  // Bonds stand in the order of the SMILES, twice each: 0-1, 1-2, 1-3, 1-4, 4-5, 5=6.
  CHECK(graph.bonds[0][10].item<std::int64_t>() == 5);
  CHECK(graph.bonds[1][10].item<std::int64_t>() == 6);
  CHECK(graph.bonds[0][11].item<std::int64_t>() == 6);
  CHECK(graph.bonds[1][11].item<std::int64_t>() == 5);
  for (const std::int64_t bond : { 10, 11 })
  {
    CHECK(Bond(graph, bond) == std::set<std::string>{ "order_double", "stereo_E" });
  }
  CHECK(Bond(graph, graph.bonds.size(1) - 1) ==
        std::set<std::string>{ "order_aromatic", "conjugated", "in_ring", "stereo_none" });
}

TEST_CASE("what lies outside the layout falls into its last or nearest column")
{
  CHECK(Atom(Of("[Pt]"), 0).count("element_other") == 1);
  CHECK(Atom(Of("[Fe+3]"), 0).count("charge_2") == 1);
  CHECK(Atom(Of("FS(F)(F)(F)(F)F"), 1).count("neighbours_6") == 1);
  CHECK(Atom(Of("C"), 0).count("hydrogens_4") == 1);
  CHECK(Atom(Of("C[C@H]1C[C@@H](O)C1"), 1).count("chirality_none") == 0);
  CHECK(Bond(Of("C/C=C\\C"), 2).count("stereo_Z") == 1);
}

TEST_CASE("an atom alone has no bonds, nothing at all is refused")
{
  const MoleculeGraph graph = Of("[Na+]");
  CHECK(graph.atoms.size(0) == 1);
  CHECK(graph.bonds.sizes().vec() == std::vector<std::int64_t>{ 2, 0 });
  CHECK(graph.bond_features.sizes().vec() ==
        std::vector<std::int64_t>{ 0, static_cast<std::int64_t>(BondFeatureNames().size()) });
  CHECK_THROWS_WITH_AS(Of(""), doctest::Contains("at least one atom"), MoleculeError);
}

TEST_CASE("another order of the atoms gives the same rows in another order")
{
  for (const auto & [a, b] : { std::pair{ "OC[C@H](N)C(=O)O", "N[C@@H](CO)C(O)=O" },
                               std::pair{ "F/C=C/c1ccncc1", "c1cc(/C=C/F)ccn1" },
                               std::pair{ "C[C@H](O)[C@@H](Br)Cl", "O[C@@H](C)[C@H](Cl)Br" } })
  {
    CHECK(Rows(Of(a).atoms, AtomFeatureNames()) == Rows(Of(b).atoms, AtomFeatureNames()));
    CHECK(Rows(Of(a).bond_features, BondFeatureNames()) == Rows(Of(b).bond_features, BondFeatureNames()));
  }
}

TEST_CASE("a batch is its graphs one behind the other, bonds counted on")
{
  const std::vector<MoleculeGraph> graphs = { Of("CCO"), Of("[Na+]"), Of("C=C") };
  const GraphBatch                 batch = BatchGraphs(graphs);
  CHECK(batch.graphs == 3);
  CHECK(torch::equal(batch.graph_of_atom, torch::tensor({ 0, 0, 0, 1, 2, 2 }, torch::kInt64)));
  CHECK(torch::equal(batch.bonds[0], torch::tensor({ 0, 1, 1, 2, 4, 5 }, torch::kInt64)));
  CHECK(torch::equal(batch.bonds[1], torch::tensor({ 1, 0, 2, 1, 5, 4 }, torch::kInt64)));
  CHECK(torch::equal(batch.atoms.slice(0, 4), graphs[2].atoms));
  CHECK(torch::equal(batch.bond_features.slice(0, 4), graphs[2].bond_features));
  CHECK_THROWS_WITH_AS(BatchGraphs({}), doctest::Contains("got none"), MoleculeError);
  // log 2 at the ends, log 3 in the middle of CCO, log 1 alone, log 2 twice in C=C.
  CHECK(MeanLogDegree(graphs) == doctest::Approx((4 * std::log(2.0) + std::log(3.0)) / 6).epsilon(1e-14));
  CHECK_THROWS_WITH_AS(MeanLogDegree({ &graphs[1], 1 }), doctest::Contains("got 1 without"), MoleculeError);
}
