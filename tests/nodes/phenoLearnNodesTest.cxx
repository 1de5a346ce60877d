#include "phenoNodeHarness.h"
#include "phenoNodeValues.h"

#include "phenoModel.h"

#include <cmath>
#include <fstream>

using namespace pheno;
using namespace pheno::test;

namespace
{
NodeHarness &
WithWells(NodeHarness & node)
{
  node.In("crops", MakeCrops(6, "P", "A01"), OneAxis("well", "A01"));
  node.In("crops", MakeCrops(0, "P", "A02"), OneAxis("well", "A02"));
  return node.In("crops", MakeCrops(6, "P", "A03", 160), OneAxis("well", "A03"));
}

Table
Roles()
{
  return Table({ "plate", "well", "role" }, { { "P", "A01", "negcon" }, { "P", "A03", "trt" } });
}

Json
Tiny(std::int64_t epochs)
{
  return { { "embed_dim", 4 }, { "batch_size", 4 }, { "epochs", epochs }, { "precision", "float32" } };
}

std::string
Bytes(const fs::path & path)
{
  std::ifstream file(path.string(), std::ios::binary);
  return { std::istreambuf_iterator<char>(file), {} };
}
} // namespace

TEST_CASE("train and embed: wells as classes, embeddings are unit rows in crop order")
{
  NodeHarness train("pheno.train_contrastive", Tiny(1));
  WithWells(train).Run();
  const Ptr<Model> model = train.Out<Model>("model");
  CHECK(model->description.at("channels") == Json{ "dna", "body" });
  CHECK(train.Out<Table>("history")->Rows() > 0);

  NodeHarness embed("pheno.embed_cells");
  WithWells(embed).In("wells", Roles()).In("model", *model).Run();
  const Ptr<Profiles> cells = embed.Out<Profiles>("profiles");
  CHECK(cells->Rows() == 12);
  CHECK(cells->features ==
        std::vector<std::string>{ "Embedding_0001", "Embedding_0002", "Embedding_0003", "Embedding_0004" });
  CHECK(cells->metadata.Texts("Metadata_Well")[6] == "A03");
  for (std::size_t i = 0; i < 12; ++i)
  {
    double squares = 0;
    for (std::size_t d = 0; d < 4; ++d)
    {
      squares += cells->Row(i)[d] * cells->Row(i)[d];
    }
    CHECK(squares == doctest::Approx(1));
  }
}

TEST_CASE("training twice gives the same bytes, another seed others; zero epochs give the untrained network")
{
  const auto weights = [](Json params, std::uint64_t seed = 7) {
    NodeHarness train("pheno.train_contrastive", std::move(params));
    WithWells(train).WithSeed(seed).Run();
    return Bytes(train.Out<Model>("model")->folder / "weights.safetensors");
  };
  const std::string once = weights(Tiny(1));
  CHECK(once.size() > 1000);
  CHECK(once == weights(Tiny(1)));
  CHECK(once != weights(Tiny(1), 8));
  CHECK(once != weights(Tiny(0)));
}

TEST_CASE("simclr trains on two views without classes")
{
  Json params = Tiny(1);
  params["objective"] = "simclr";
  NodeHarness train("pheno.train_contrastive", params);
  WithWells(train).Run();
  CHECK(train.Out<Model>("model")->description.at("objective") == "simclr");
}

TEST_CASE("what is missing is said before anything runs")
{
  NodeHarness train("pheno.train_contrastive", { { "class_by", { "compound" } } });
  CHECK(train.Problems().Items().size() == 1);
  NodeHarness embed("pheno.embed_cells");
  embed.In("wells", Table({ "plate", "well", "role" }, { { "P", "A01", "trt" } }));
  REQUIRE(embed.Problems().Items().size() == 1);
  CHECK(embed.Problems().Items()[0].message == "plate P has no control well: expected a row with role = negcon");
}

TEST_CASE("a plate without controls is recalibrated on all its wells if the workflow says so")
{
  NodeHarness train("pheno.train_contrastive", Tiny(1));
  WithWells(train).Run();
  const Ptr<Model> model = train.Out<Model>("model");
  const Table      without({ "plate", "well", "role" }, { { "P", "A01", "trt" }, { "P", "A03", "trt" } });
  const Table      all({ "plate", "well", "role" }, { { "P", "A01", "negcon" }, { "P", "A03", "negcon" } });
  NodeHarness      fallback("pheno.embed_cells", { { "without_controls", "all_wells" } });
  CHECK(WithWells(fallback).In("wells", without).In("model", *model).Problems().Items().empty());
  fallback.Run();
  REQUIRE(fallback.Messages().size() == 1);
  CHECK(fallback.Messages()[0] == "plate P has no control: recalibrated on all of its wells");
  NodeHarness controls("pheno.embed_cells");
  WithWells(controls).In("wells", all).In("model", *model).Run();
  CHECK(fallback.Out<Profiles>("profiles")->values == controls.Out<Profiles>("profiles")->values);
}

TEST_CASE("crops of constant channels train and embed to numbers")
{
  Crops constant = Crops::Own(
    std::vector<std::uint16_t>(6 * 2 * 64, 9), { 6, 2, 8, 8 }, { "dna", "body" }, MakeCrops(6, "P", "A01").table);
  NodeHarness train("pheno.train_contrastive", Tiny(1));
  train.In("crops", constant).Run();
  NodeHarness embed("pheno.embed_cells");
  embed.In("crops", constant).In("wells", Roles()).In("model", *train.Out<Model>("model")).Run();
  for (const double value : embed.Out<Profiles>("profiles")->values)
  {
    CHECK(std::isfinite(value));
  }
}

TEST_CASE("no crops at all is bad data")
{
  NodeHarness train("pheno.train_contrastive", Tiny(1));
  CHECK_THROWS_AS(train.Empty("crops").Run(), BadData);
}
