#include "phenoGraphTower.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoMoleculeError.h"

#include "phenoTest.h"

using namespace pheno;

namespace
{
std::vector<MoleculeGraph>
Graphs()
{
  std::vector<MoleculeGraph> graphs;
  for (const char * const smiles : { "CCO", "c1ccccc1", "[Na+]" })
  {
    graphs.push_back(MakeGraph(*ReadSmiles(smiles).value));
  }
  return graphs;
}
} // namespace

TEST_CASE("a tower gives each treatment its encoder's embedding, repeats among them")
{
  const GraphEncoderSettings settings = { "gin", 6, 2, 4, "mean", 0 };
  GraphTower                 tower(Graphs(), settings, torch::kFloat64);
  tower.Initialise(test::Generator(1));
  GraphEncoder encoder(settings, torch::kFloat64);
  encoder.Initialise(test::Generator(1));
  const torch::Tensor each = encoder.Forward(BatchGraphs(Graphs()));
  at::Generator       dropout = test::Generator(2);
  for (const bool training : { true, false })
  {
    const torch::Tensor got = tower.Encode({ 2, 0, 2 }, training, dropout);
    CHECK(test::LargestDifference(got, at::stack({ each[2], each[0], each[2] })) < 1e-12);
  }
  CHECK(tower.Treatments() == 3);
  CHECK(tower.Width() == 4);
  CHECK(tower.Settings().at("tower") == "graph");
  CHECK(tower.Settings().at("architecture") == "gin");
  CHECK_THROWS_WITH_AS(tower.Encode({ 3 }, false, dropout), doctest::Contains("from 0 to 2, got 3"), LearnError);
  CHECK_THROWS_WITH_AS(GraphTower({}, settings), doctest::Contains("at least one molecule"), MoleculeError);
}

TEST_CASE("descent on a tower's parameters brings it to its targets")
{
  GraphTower tower(Graphs(), { "pna", 8, 2, 3, "mean", MeanLogDegree(Graphs()) }, torch::kFloat64);
  tower.Initialise(test::Generator(5));
  at::Generator       dropout = test::Generator(2);
  const torch::Tensor targets = test::Normal({ 3, 3 }, 6);
  double              first = 0, loss = 0;
  for (int step = 0; step < 200; ++step)
  {
    for (const NamedTensor & parameter : tower.Parameters())
    {
      parameter.tensor.requires_grad_(true);
    }
    const torch::Tensor distance = (tower.Encode({ 0, 1, 2 }, true, dropout) - targets).square().mean();
    distance.backward();
    loss = distance.item<double>();
    first = step == 0 ? loss : first;
    const at::NoGradGuard guard;
    for (const NamedTensor & parameter : tower.Parameters())
    {
      parameter.tensor.sub_(0.05 * parameter.tensor.grad());
      parameter.tensor.mutable_grad() = torch::Tensor();
    }
  }
  CHECK(loss < 0.01 * first);
}
