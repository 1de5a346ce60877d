#include "phenoProfileTest.h"

#include "phenoCompoundGene.h"
#include "phenoRandomRanking.h"

using namespace pheno;
using namespace pheno::test;

TEST_CASE("targets, those in between, and everything else")
{
  const std::vector<Affinity> affinities = { { "c", "g1", 10 },    { "c", "g2", 5000 }, { "c", "g1", 50000 },
                                             { "c", "g3", 20000 }, { "d", "g4", 1001 }, { "e", "g5", 1000 },
                                             { "e", "g2", 10001 }, { "c", "g5", 2000 }, { "c", "g5", 900 } };
  const auto                  compounds = SelectCompoundGenes(affinities, { 1000, 10000, 2 });
  REQUIRE(compounds.size() == 3);
  CHECK(compounds[1].compound == "d");
  CHECK(compounds[1].IsSkipped()); // no target
  CHECK(compounds[0].actives == std::vector<std::string>{ "g1", "g5" });
  CHECK(compounds[0].eligible == std::vector<std::string>{ "g3", "g4" });
  CHECK(compounds[0].n_negatives == 4);
  CHECK(compounds[0].IsSkipped());
  CHECK(compounds[2].eligible == std::vector<std::string>{ "g1", "g2", "g3", "g4" });
  CHECK_FALSE(compounds[2].IsSkipped());
  CHECK_THROWS_AS(SelectCompoundGenes(std::vector<Affinity>{ { "c", "g", kNaN } }), ProfileError);
}

TEST_CASE("negatives hang on seed and compound alone")
{
  CompoundGenes genes{ "c", { "a" }, { "g0", "g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8" }, 4 };
  const auto    drawn = DrawNegatives(genes, 1);
  CHECK(drawn.size() == 4);
  CHECK(DrawNegatives(genes, 1) == drawn);
  bool differs = false;
  for (std::uint64_t seed = 2; seed < 8; ++seed)
  {
    differs = differs || DrawNegatives(genes, seed) != drawn;
  }
  CHECK(differs);
}

namespace
{
/** Genes on axes and between them; compound c points at the first gene, weakly at concentration 1. */
CompoundGeneMap
SmallMap()
{
  const Matrix      genes = MakeMatrix({ { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 }, { 0, 1, 1 } });
  const LabelColumn geneNames = { "x", "y", "z", "yz" };
  const Matrix      compounds = MakeMatrix({ { .1, .9, .2 }, { -1, .1, .2 } });
  return { compounds, { "c", "c" }, std::vector<double>{ 1, 10 }, genes, geneNames };
}
} // namespace

TEST_CASE("AP and AUROC by |cosine|, at each concentration and for the highest")
{
  // |cosine| at 1: y, yz, z, x; at 10: x, then yz, z, y.
  const CompoundGeneScores scores = SmallMap().Score("c", { "x" }, { "y", "z", "yz" });
  CHECK(scores.at.at(1).ap == 0.25);
  CHECK(scores.at.at(1).auroc == 0);
  CHECK(scores.at.at(10).ap == 1);
  CHECK(scores.at.at(10).auroc == 1);
  CHECK(scores.highest.ap == 1);
  CHECK_THROWS_AS(SmallMap().Score("d", { "x" }, { "y" }), ProfileError);
  CHECK_THROWS_AS(SmallMap().Score("c", { "x" }, { "w" }), ProfileError);
  CHECK_THROWS_AS(SmallMap().Score("c", {}, { "y" }), ProfileError);
}

TEST_CASE("among equal scores negatives come first")
{
  const Matrix          genes = MakeMatrix({ { 1, 0 }, { 1, 0 }, { 0, 1 } });
  const Matrix          zero(1, 2);
  const CompoundGeneMap map(zero, { "c" }, std::vector<double>{ 1 }, genes, { "x", "y", "z" });
  const auto            scores = map.Score("c", { "x" }, { "y", "z" });
  CHECK(scores.highest.ap == doctest::Approx(1.0 / 3));
  CHECK(scores.highest.auroc == 0.5);
}

TEST_CASE("doubled profiles and other features are refused")
{
  const Matrix              two = MakeMatrix({ { 1, 0 }, { 0, 1 } });
  const std::vector<double> same = { 1, 1 };
  CHECK_THROWS_AS(CompoundGeneMap(two, { "c", "c" }, same, two, { "x", "y" }), ProfileError);
  CHECK_THROWS_AS(CompoundGeneMap(two, { "c", "d" }, same, two, { "x", "x" }), ProfileError);
  CHECK_THROWS_AS(CompoundGeneMap(two, { "c", "d" }, same, RandomMatrix(2, 3, 1), { "x", "y" }), ProfileError);
  CHECK_THROWS_AS(CompoundGeneMap(two, { "c" }, same, two, { "x", "y" }), ProfileError);
}

TEST_CASE("the benchmark averages draws, counts what it leaves out, and knows chance")
{
  const Matrix          genes = RandomMatrix(40, 12, 8);
  LabelColumn           names;
  std::vector<Affinity> affinities;
  Matrix                compounds(3, 12);
  for (std::size_t gene = 0; gene < 40; ++gene)
  {
    names.push_back(std::string("g") + std::to_string(gene));
    affinities.push_back({ "c" + std::to_string(gene % 3), names.back(), gene < 6 ? 10.0 : 1e5 });
  }
  for (std::size_t i = 0; i < 12; ++i)
  {
    compounds(0, i) = genes(0, i) - genes(3, i); // looks like one target, opposite to the other
    compounds(1, i) = genes(1, i);
    compounds(2, i) = genes(20, i);
  }
  affinities.push_back({ "c0", "nobody", 1 });
  affinities.push_back({ "nobody", "g0", 1 });
  const std::vector<double>   concentrations = { 1, 1, 1 };
  const CompoundGeneMap       map(compounds, { "c0", "c1", "c2" }, concentrations, genes, names);
  const CompoundGeneBenchmark result = BenchmarkCompoundGenes(map, affinities, {}, 20, 5);
  CHECK(result.n_not_in_map == 2);
  CHECK(result.n_skipped == 0);
  REQUIRE(result.compounds.size() == 3);
  CHECK(result.compounds[0].highest.auroc > 0.9);
  CHECK(result.compounds[2].highest.auroc < 0.9);
  CHECK(result.random_ap[0] == ExpectedAveragePrecision(2, 22));
  CHECK(result.at.at(1).n == 3);
  CHECK(result.highest.median.ap == doctest::Approx(result.at.at(1).median.ap));
  const CompoundGeneBenchmark again = BenchmarkCompoundGenes(map, affinities, {}, 20, 5, 3);
  CHECK(again.highest.mean.ap == result.highest.mean.ap);
  CHECK(BenchmarkCompoundGenes(map, affinities, { 1000, 10000, 39 }, 1).n_skipped == 3);
  CHECK_THROWS_AS(BenchmarkCompoundGenes(map, affinities, {}, 0), ProfileError);
}
