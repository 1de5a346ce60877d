#include "phenoGradientCheck.h"
#include "phenoGraphEncoder.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoMoleculeError.h"

#include "phenoTest.h"

using namespace pheno;

namespace
{
const std::vector<std::string> kMolecules = {
  "OC[C@H](N)C(=O)O", "[Na+]", "c1ccccc1C(F)(F)F", "C", "[Na+].[Cl-]", "C#N"
};

std::vector<MoleculeGraph>
Graphs(const std::vector<std::string> & molecules = kMolecules)
{
  std::vector<MoleculeGraph> graphs;
  for (const std::string & smiles : molecules)
  {
    graphs.push_back(MakeGraph(*ReadSmiles(smiles).value));
  }
  return graphs;
}

/** Small encoders of both kinds and both poolings. */
std::vector<GraphEncoderSettings>
Kinds()
{
  std::vector<GraphEncoderSettings> kinds;
  for (const char * const architecture : { "gin", "pna" })
  {
    for (const char * const pooling : { "mean", "sum" })
    {
      kinds.push_back({ architecture, 7, 3, 5, pooling, 1.1 });
    }
  }
  return kinds;
}

std::unique_ptr<GraphEncoder>
Started(const GraphEncoderSettings & settings, torch::ScalarType type = torch::kFloat64)
{
  auto encoder = std::make_unique<GraphEncoder>(settings, type);
  encoder->Initialise(test::Generator(11));
  return encoder;
}

torch::Tensor
Encode(const GraphEncoder & encoder, const std::vector<MoleculeGraph> & graphs)
{
  return encoder.Forward(BatchGraphs(graphs));
}
} // namespace

TEST_CASE("the batch equals its molecules one by one, single atoms and salts among them")
{
  const std::vector<MoleculeGraph> graphs = Graphs();
  for (const GraphEncoderSettings & kind : Kinds())
  {
    const auto          encoder = Started(kind);
    const torch::Tensor all = Encode(*encoder, graphs);
    REQUIRE(all.sizes().vec() == std::vector<std::int64_t>{ 6, 5 });
    CHECK(at::isfinite(all).all().item<bool>());
    for (std::size_t i = 0; i < graphs.size(); ++i)
    {
      CHECK(test::LargestDifference(all[static_cast<std::int64_t>(i)], Encode(*encoder, { graphs[i] })[0]) < 1e-12);
    }
    CHECK(torch::equal(all, Encode(*encoder, graphs)));
  }
}

TEST_CASE("the order of the atoms changes nothing, the molecule does")
{
  for (const GraphEncoderSettings & kind : Kinds())
  {
    const auto          encoder = Started(kind);
    const torch::Tensor orders = Encode(*encoder,
                                        Graphs({ "OC[C@H](N)C(=O)O",
                                                 "N[C@@H](CO)C(O)=O",
                                                 "OC[C@@H](N)C(=O)O",
                                                 "F/C=C/c1ccncc1",
                                                 "c1cc(/C=C/F)ccn1",
                                                 "F/C=C\\c1ccncc1" }));
    CHECK(test::LargestDifference(orders[0], orders[1]) < 1e-6);
    CHECK(test::LargestDifference(orders[3], orders[4]) < 1e-6);
    CHECK(test::LargestDifference(orders[0], orders[2]) > 1e-4); // enantiomers
    CHECK(test::LargestDifference(orders[3], orders[5]) > 1e-4); // E and Z
    // A graph whose atoms and bonds are shuffled.
    MoleculeGraph       graph = Graphs({ "CC(=O)Oc1ccccc1C(=O)O" })[0];
    const torch::Tensor before = Encode(*encoder, { graph });
    const torch::Tensor order = at::randperm(graph.atoms.size(0), test::Generator(3), torch::kInt64);
    const torch::Tensor bondOrder = at::randperm(graph.bonds.size(1), test::Generator(4), torch::kInt64);
    graph.atoms = graph.atoms.index({ order });
    graph.bonds = at::argsort(order).index({ graph.bonds.index_select(1, bondOrder) });
    graph.bond_features = graph.bond_features.index({ bondOrder });
    CHECK(test::LargestDifference(before, Encode(*encoder, { graph })) < 1e-6);
  }
}

TEST_CASE("gradients with respect to every parameter equal finite differences")
{
  const GraphBatch    batch = BatchGraphs(Graphs());
  const torch::Tensor weights = test::Normal({ 6, 5 }, 12);
  for (GraphEncoderSettings kind : Kinds())
  {
    kind.depth = 2;
    const auto encoder = Started(kind);
    for (const NamedTensor & parameter : encoder->Parameters())
    {
      CAPTURE(parameter.name);
      parameter.tensor.requires_grad_(true);
      (encoder->Forward(batch) * weights).sum().backward();
      const torch::Tensor gradient = parameter.tensor.grad().clone();
      parameter.tensor.requires_grad_(false);
      for (const NamedTensor & each : encoder->Parameters())
      {
        each.tensor.mutable_grad() = torch::Tensor();
      }
      for (const std::int64_t i : { std::int64_t{ 0 }, parameter.tensor.numel() / 2, parameter.tensor.numel() - 1 })
      {
        double * const value = parameter.tensor.data_ptr<double>() + i;
        const double   h = 1e-6, start = *value;
        *value = start + h;
        const double up = (encoder->Forward(batch) * weights).sum().item<double>();
        *value = start - h;
        const double down = (encoder->Forward(batch) * weights).sum().item<double>();
        *value = start;
        CHECK(gradient.flatten()[i].item<double>() == doctest::Approx((up - down) / (2 * h)).epsilon(1e-5));
      }
    }
  }
}

TEST_CASE("mean and sum pooling differ by the number of atoms, which only the sum tells")
{
  // Two methanes are one methane twice.
  for (const GraphEncoderSettings & kind : Kinds())
  {
    const auto          encoder = Started(kind);
    const torch::Tensor both = Encode(*encoder, Graphs({ "C", "C.C" }));
    CHECK((test::LargestDifference(both[0], both[1]) < 1e-12) == (kind.pooling == "mean"));
  }
}

TEST_CASE("float32 agrees with float64, a saved state loads")
{
  for (const GraphEncoderSettings & kind : Kinds())
  {
    const auto   encoder = Started(kind);
    GraphEncoder narrow(kind);
    narrow.LoadState(encoder->Parameters());
    CHECK(test::LargestDifference(Encode(narrow, Graphs()).to(torch::kFloat64), Encode(*encoder, Graphs())) < 1e-4);
    CHECK_THROWS_WITH_AS(narrow.LoadState({}), doctest::Contains("graph encoder: tensor 'atoms.weight'"), LearnError);
  }
}

TEST_CASE("impossible encoders and features are refused")
{
  const auto make = [](const GraphEncoderSettings & settings) { GraphEncoder{ settings }; };
  CHECK_THROWS_WITH_AS(make({ "gat" }), doctest::Contains("gin or pna, got 'gat'"), MoleculeError);
  CHECK_THROWS_WITH_AS(make({ "gin", 0 }), doctest::Contains("at least 1, got 0"), MoleculeError);
  CHECK_THROWS_WITH_AS(make({ "gin", 8, 1, 8, "max" }), doctest::Contains("mean or sum, got 'max'"), MoleculeError);
  CHECK_THROWS_WITH_AS(
    make({ "pna", 8, 1, 8, "mean", 0 }), doctest::Contains("mean_log_degree above 0"), MoleculeError);
  GraphBatch batch = BatchGraphs(Graphs());
  batch.atoms = batch.atoms.narrow(1, 0, 4);
  CHECK_THROWS_WITH_AS(
    Started(Kinds()[0])->Forward(batch), doctest::Contains("features of each atom, got 4"), MoleculeError);
}
