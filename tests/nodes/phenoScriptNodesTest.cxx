#include <torch/script.h> // before doctest, whose CHECK its logging would replace

#include "phenoNodeHarness.h"
#include "phenoNodeValues.h"
#include "phenoScript.h"

#include "phenoModel.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
Json
Small(std::int64_t epochs)
{
  return {
    { "architecture", "torchscript" }, { "head", "none" }, { "embed_dim", 6 }, { "batch_size", 4 }, { "epochs", epochs }
  };
}

NodeHarness &
WithCrops(NodeHarness & node)
{
  node.In("crops", MakeCrops(6, "P", "A01"), OneAxis("well", "A01"));
  return node.In("crops", MakeCrops(6, "P", "A03", 160), OneAxis("well", "A03"));
}

torch::Tensor
WeightOf(const std::string & path)
{
  return torch::jit::load(path).attr("weight").toTensor().detach();
}
} // namespace

TEST_CASE("a TorchScript file is trained, or used as it is, and embeds with its own statistics, which is said")
{
  const TemporaryFolder folder;
  const std::string     path = SaveNetwork(folder, 2);
  for (const std::int64_t epochs : { 0, 1 })
  {
    NodeHarness train("pheno.train_contrastive", Small(epochs));
    WithCrops(train).In("weights", File{ path }).Run();
    const Ptr<Model> model = train.Out<Model>("model");
    CHECK(torch::equal(WeightOf((model->folder / "encoder.pt").string()), WeightOf(path)) == (epochs == 0));

    NodeHarness again("pheno.train_contrastive", Small(0));
    WithCrops(again).In("start", *model).Run();
    CHECK(torch::equal(WeightOf((again.Out<Model>("model")->folder / "encoder.pt").string()),
                       WeightOf((model->folder / "encoder.pt").string())));

    NodeHarness embed("pheno.embed_cells");
    const Table roles({ "plate", "well", "role" }, { { "P", "A01", "negcon" }, { "P", "A03", "trt" } });
    WithCrops(embed).In("wells", roles).In("model", *model).Run();
    REQUIRE(embed.Messages().size() == 1);
    CHECK(embed.Messages()[0] ==
          "the norms of a TorchScript module cannot be recalibrated: it embeds with its own statistics");
    NodeHarness plain("pheno.embed_cells", { { "recalibrate", false } });
    WithCrops(plain).In("model", *model).Run();
    CHECK(plain.Messages().empty());
    CHECK(plain.Out<Profiles>("profiles")->Rows() == 12);
    CHECK(plain.Out<Profiles>("profiles")->values == embed.Out<Profiles>("profiles")->values);
  }
}

TEST_CASE("a model of another architecture, and a module of other channels, are no start")
{
  const TemporaryFolder folder;
  NodeHarness           small("pheno.train_contrastive", { { "architecture", "cnn4" }, { "epochs", 0 } });
  WithCrops(small).Run();
  NodeHarness other("pheno.train_contrastive", Small(0));
  CHECK_THROWS_WITH_AS(WithCrops(other).In("start", *small.Out<Model>("model")).Run(),
                       "start: expected a model of architecture torchscript, got cnn4",
                       Error);
  NodeHarness four("pheno.train_contrastive", Small(0));
  CHECK_THROWS_WITH(WithCrops(four).In("weights", File{ SaveNetwork(folder, 4) }).Run(),
                    doctest::Contains("does not take 2 x 2 x"));
}

TEST_CASE("what a TorchScript file or a frozen trunk misses is said before anything runs")
{
  NodeHarness script("pheno.train_contrastive", Small(1));
  REQUIRE(script.Problems().Items().size() == 1);
  CHECK(script.Problems().Items()[0].message == "missing: architecture torchscript is a file");
  NodeHarness frozen("pheno.train_contrastive", { { "freeze", "trunk" } });
  REQUIRE(frozen.Problems().Items().size() == 1);
  CHECK(frozen.Problems().Items()[0].message == "missing: a frozen trunk is that of a model (start) or of weights");
}

TEST_CASE("a device that LibTorch does not have is refused")
{
  const Device missing{ Device::Kind::Gpu, 127 };
  for (const char * id : { "pheno.train_contrastive", "pheno.embed_cells", "pheno.encode_channels" })
  {
    CAPTURE(id);
    NodeHarness node(id);
    CHECK_THROWS_WITH(WithCrops(node).WithDevice(missing).Run(), doctest::Contains("\"cuda:127\" is not there"));
  }
}
