#include "phenoNodeHarness.h"
#include "phenoNodeValues.h"

#include "phenoModel.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace pheno;
using namespace pheno::test;

namespace
{
const std::vector<std::string> kSmiles{ "c1ccccc1O", "c1ccccc1N", "C1CCNCC1C", "C1CCNCC1O" };

/** A well a compound on two plates. */
Table
Map()
{
  std::vector<std::vector<std::string>> rows;
  for (const char * plate : { "P1", "P2" })
  {
    for (std::size_t i = 0; i < kSmiles.size(); ++i)
    {
      rows.push_back({ plate, "A0" + std::to_string(i + 1), "drug" + std::to_string(i + 1), kSmiles[i], "trt" });
    }
    rows.push_back({ plate, "B01", "DMSO", "CS(C)=O", "negcon" });
  }
  return Table({ "plate", "well", "compound", "smiles", "role" }, rows);
}

/** 8-bit crops of 2 x 16 x 16, two sites a well; each well has its own brightness. */
Crops
WellCrops(const std::string & plate, const std::string & well, int brightness)
{
  const std::size_t         count = 4;
  std::vector<std::uint8_t> pixels(count * 2 * 16 * 16);
  for (std::size_t i = 0; i < pixels.size(); ++i)
  {
    pixels[i] = static_cast<std::uint8_t>(brightness + static_cast<int>(i * 37 % 23));
  }
  Table table;
  table.Add("Metadata_Plate", Table::Text(count, plate));
  table.Add("Metadata_Well", Table::Text(count, well));
  table.Add("Metadata_Site", Table::Text{ "1", "1", "2", "2" });
  table.Add("Metadata_ObjectNumber", Table::Integer{ 1, 2, 1, 2 });
  return Crops::Own(std::move(pixels), { count, 2, 16, 16 }, { "dna", "body" }, std::move(table));
}

NodeHarness &
WithScreen(NodeHarness & node)
{
  for (const char * plate : { "P1", "P2" })
  {
    for (int i = 0; i < 4; ++i)
    {
      const std::string well = "A0" + std::to_string(i + 1);
      node.In("crops",
              WellCrops(plate, well, 20 + 50 * i),
              Shard(std::vector<Shard::Axis>{ { "plate", plate }, { "well", well } }));
    }
  }
  return node.In("wells", Map());
}

Json
Training(const std::string & objective, const std::string & tower)
{
  return { { "architecture", "cnn4" },
           { "class_by", { "compound" } },
           { "norm", "affine" },
           { "head", "linear" },
           { "objective", objective },
           { "embed_dim", 8 },
           { "temperature", 0.2 },
           { "batch_size", 4 },
           { "epochs", 2 },
           { "precision", "float32" },
           { "treatments", { { "tower", tower }, { "graph_width", 8 }, { "graph_depth", 2 } } } };
}

double
MetricOf(const Table & metrics, const std::string & metric, const std::string & group)
{
  for (std::size_t row = 0; row < metrics.Rows(); ++row)
  {
    if (metrics.Cell(row, "metric") == metric && metrics.Cell(row, "group") == group)
    {
      return metrics.Numbers("value")[row];
    }
  }
  FAIL("no " << metric << " of " << group);
  return 0;
}
} // namespace

TEST_CASE("fingerprint_compounds: a row a compound; SMILES that cannot be read are quarantined with the reason")
{
  Table       compounds({ "compound", "smiles" },
                  { { "a", "c1ccccc1O" }, { "b", "C1CC" }, { "a", "c1ccccc1O" }, { "c", "" }, { "d", "CCO" } });
  NodeHarness node("pheno.fingerprint_compounds",
                   { { "blocks", { { { "kind", "morgan" }, { "bits", 64 } }, { { "kind", "maccs" } } } } });
  node.In("compounds", compounds).Run();
  const Ptr<Profiles> rows = node.Out<Profiles>("profiles");
  CHECK(rows->metadata.Texts("Metadata_compound") == Table::Text{ "a", "d" });
  CHECK(rows->metadata.Texts("Metadata_scaffold") == Table::Text{ "c1ccccc1", "" });
  CHECK(rows->Columns() == 64 + 167);
  REQUIRE(node.Messages().size() == 2);
  CHECK(node.Messages()[0].substr(0, 3) == "b: ");
  CHECK(node.Messages()[1].substr(0, 3) == "c: ");
}

TEST_CASE("split_wells: groups stay together, every part has some, kept roles stand apart")
{
  for (const Json & params : { Json{ { "kept_column", "role" }, { "validation", 0.25 }, { "test", 0.25 } },
                               Json{ { "kept_column", "role" },
                                     { "group_by", Json::array() },
                                     { "smiles_column", "smiles" },
                                     { "validation", 0 },
                                     { "test", 0.5 } } })
  {
    NodeHarness node("pheno.split_wells", params);
    node.In("wells", Map()).Run();
    const Ptr<Table>                   map = node.Out<Table>("wells");
    const bool                         byScaffold = params.contains("smiles_column");
    std::map<std::string, std::string> partOf;
    std::map<std::string, int>         parts;
    for (std::size_t row = 0; row < map->Rows(); ++row)
    {
      const std::string group =
        byScaffold ? map->Cell(row, "smiles").substr(0, 6) : map->Cell(row, "compound"); // the ring comes first
      const std::string part = map->Cell(row, "split");
      CHECK(partOf.emplace(group, part).first->second == part);
      ++parts[part];
    }
    CHECK(parts["control"] == 2);
    CHECK(parts["train"] == 4);
    CHECK(parts["test"] == (byScaffold ? 4 : 2));
  }
  NodeHarness both("pheno.split_wells", { { "smiles_column", "smiles" } });
  CHECK_FALSE(both.In("wells", Map()).Problems().Items().empty());
}

TEST_CASE("encode_channels: a bag a well, its sites in order, filled up with zeros; the same for any shards")
{
  NodeHarness node("pheno.encode_channels", { { "architecture", "resnet18" }, { "max_sites", 3 } });
  WithScreen(node).Run();
  const Ptr<Crops> bags = node.Out<Crops>("bags");
  REQUIRE(bags->shape == std::array<std::size_t, 4>{ 8, 2, 3, 512 });
  CHECK(bags->channels == std::vector<std::string>{ "dna", "body" });
  CHECK(bags->table.Numbers("Bag_Sites") == Table::Real(8, 2.0));
  const auto * values = static_cast<const float *>(bags->pixels);
  const auto   isZero = [&](std::size_t bag, std::size_t channel, std::size_t site) {
    const float * row = values + ((bag * 2 + channel) * 3 + site) * 512;
    return std::all_of(row, row + 512, [](float x) { return x == 0; });
  };
  CHECK_FALSE(isZero(0, 1, 1));
  CHECK(isZero(0, 1, 2));

  NodeHarness one("pheno.encode_channels", { { "architecture", "resnet18" }, { "max_sites", 3 } });
  one.In("crops", WellCrops("P2", "A03", 120)).Run();
  const auto * alone = static_cast<const float *>(one.Out<Crops>("bags")->pixels);
  const auto * among = values + 6 * bags->PixelsPerCrop();
  double       largest = 0, difference = 0;
  for (std::size_t i = 0; i < bags->PixelsPerCrop(); ++i)
  {
    largest = std::max<double>(largest, std::abs(among[i]));
    difference = std::max<double>(difference, std::abs(alone[i] - among[i]));
  }
  CHECK(difference < 1e-4 * largest);
}

TEST_CASE("train_contrastive: images against texts, molecules' graphs and fingerprints")
{
  for (const std::string tower : { "text", "gin", "pna", "features" })
  {
    CAPTURE(tower);
    Json params = Training(tower == "text" ? "clip" : tower == "pna" ? "imm" : "emm", tower);
    params["sampler"] = tower == "text" ? "class_balanced" : "multi_view";
    params["views"] = 2;
    NodeHarness train("pheno.train_contrastive", params);
    WithScreen(train);
    if (tower == "features")
    {
      NodeHarness fingerprints("pheno.fingerprint_compounds");
      fingerprints.In("compounds", Map()).Run();
      train.In("treatments", *fingerprints.Out<Profiles>("profiles"));
    }
    else
    {
      train.In("compounds", Map());
    }
    CHECK(train.Problems().Items().empty());
    train.Run();
    const Ptr<Profiles> treatments = train.Out<Profiles>("treatments");
    CHECK(treatments->metadata.Texts("Metadata_compound") == Table::Text{ "drug1", "drug2", "drug3", "drug4", "DMSO" });
    CHECK(treatments->Columns() == 8);
    for (std::size_t row = 0; row < treatments->Rows(); ++row)
    {
      double squares = 0;
      for (std::size_t d = 0; d < 8; ++d)
      {
        squares += treatments->Row(row)[d] * treatments->Row(row)[d];
      }
      CHECK(squares == doctest::Approx(1));
    }
    CHECK(train.Out<Model>("model")->description.at("treatments").is_object());
  }
  NodeHarness without("pheno.train_contrastive", Training("clip", "text"));
  CHECK_FALSE(WithScreen(without).Problems().Items().empty());
}

TEST_CASE("train_contrastive: bags of channel features against texts; embedded by embed_cells")
{
  NodeHarness encode("pheno.encode_channels", { { "architecture", "resnet18" }, { "max_sites", 2 } });
  WithScreen(encode).Run();
  Json params = Training("cwcl", "text");
  params["architecture"] = "cross_channel_former";
  params["bag"] = { { "depth", 1 }, { "heads", 4 } };
  NodeHarness train("pheno.train_contrastive", params);
  train.In("crops", *encode.Out<Crops>("bags")).In("wells", Map()).In("compounds", Map()).Run();
  NodeHarness embed("pheno.embed_cells", { { "recalibrate", false } });
  embed.In("crops", *encode.Out<Crops>("bags")).In("model", *train.Out<Model>("model")).Run();
  CHECK(embed.Out<Profiles>("profiles")->Rows() == 8);
  CHECK(embed.Out<Profiles>("profiles")->Columns() == 8);
}

TEST_CASE("train_contrastive: validation wells are in the history, and a model is a start")
{
  Json  params = { { "architecture", "cnn4" }, { "embed_dim", 4 },
                   { "batch_size", 4 },        { "epochs", 2 },
                   { "precision", "float32" }, { "split_column", "split" },
                   { "split_value", "train" }, { "validation_value", "test" } };
  Table map = Map();
  map.Add("split", Table::Text{ "train", "train", "test", "test", "none", "train", "train", "test", "test", "none" });
  const auto with = [&map](NodeHarness & node) -> NodeHarness & {
    for (int i = 0; i < 4; ++i)
    {
      const std::string well = "A0" + std::to_string(i + 1);
      node.In("crops", WellCrops("P1", well, 20 + 50 * i), OneAxis("well", well));
    }
    return node.In("wells", map);
  };
  NodeHarness train("pheno.train_contrastive", params);
  with(train).Run();
  CHECK(train.Out<Table>("history")->Has("validation_loss"));
  params["class_start"] = "means";
  params["epochs"] = 1;
  NodeHarness more("pheno.train_contrastive", params);
  CHECK_FALSE(with(more).Problems().Items().empty()); // means of which model?
  NodeHarness start("pheno.train_contrastive", params);
  with(start).In("start", *train.Out<Model>("model")).Run();
  CHECK(start.Out<Table>("history")->Rows() > 0);
  NodeHarness weights("pheno.train_contrastive", params);
  with(weights).In("weights", File{ train.Out<Model>("model")->folder / "weights.safetensors" }).Run();
  CHECK(weights.Out<Table>("history")->Rows() > 0);
  CHECK_FALSE(weights.In("start", *train.Out<Model>("model")).Problems().Items().empty()); // both
}

TEST_CASE("score_retrieval: unseen treatments among themselves, against chance, equal texts as one candidate")
{
  Profiles    wells, treatments;
  Table::Text plate, compound, split, names;
  wells.features = treatments.features = { "e1", "e2", "e3", "e4" };
  for (int c = 0; c < 4; ++c)
  {
    for (int replicate = 0; replicate < 2; ++replicate)
    {
      compound.push_back("c" + std::to_string(c));
      split.push_back(c < 2 ? "train" : "test");
      for (int d = 0; d < 4; ++d)
      {
        wells.values.push_back(d == c ? 1 : 0.1 * replicate);
      }
    }
    names.push_back("c" + std::to_string(c));
    for (int d = 0; d < 4; ++d)
    {
      treatments.values.push_back(c < 2 ? 1 : d == c); // both of train have the same text
    }
  }
  wells.metadata.Add("Metadata_compound", compound);
  wells.metadata.Add("Metadata_split", split);
  treatments.metadata.Add("Metadata_compound", names);
  NodeHarness node("pheno.score_retrieval", { { "cutoffs", { 1 } }, { "group_sizes", { 2 } } });
  node.In("profiles", wells).In("treatments", treatments).Run();
  const Ptr<Table> metrics = node.Out<Table>("metrics");
  CHECK(MetricOf(*metrics, "r_at_1", "test, images to treatments") == 1);
  CHECK(MetricOf(*metrics, "r_at_1_chance", "test, images to treatments") == 0.5);
  CHECK(MetricOf(*metrics, "r_at_1_chance", "train, images to treatments") == 1); // one text
  CHECK(MetricOf(*metrics, "mrr_1_to_2", "test") == 1);
  CHECK(MetricOf(*metrics, "retrieval", "validation") != MetricOf(*metrics, "retrieval", "validation")); // left out
  const Ptr<Table> ranks = node.Out<Table>("ranks");
  CHECK(ranks->Rows() == 4);
  CHECK(ranks->Cell(2, "rank_of_text") == "1");
}

TEST_CASE("whiten_profiles: controls of all plates have mean zero, and plates' shifts of scale fall")
{
  Profiles    wells;
  Table::Text plate, role;
  wells.features = { "a", "b" };
  for (int i = 0; i < 40; ++i)
  {
    const double gain = i < 20 ? 1 : 3;
    plate.push_back(i < 20 ? "P1" : "P2");
    role.push_back(i % 2 == 0 ? "negcon" : "trt");
    wells.values.push_back(gain * std::sin(i * 1.7));
    wells.values.push_back(gain * std::cos(i * 2.3));
  }
  wells.metadata.Add("Metadata_Plate", plate);
  wells.metadata.Add("Metadata_role", role);
  NodeHarness node("pheno.whiten_profiles", { { "lambda", 0.01 } });
  node.In("profiles", wells).Run();
  const Ptr<Profiles> out = node.Out<Profiles>("profiles");
  double              sum = 0, power[2] = { 0, 0 }, before[2] = { 0, 0 };
  for (std::size_t i = 0; i < 40; i += 2)
  {
    sum += out->Row(i)[0];
    power[i / 20] += out->Row(i)[0] * out->Row(i)[0];
    before[i / 20] += wells.Row(i)[0] * wells.Row(i)[0];
  }
  CHECK(power[1] / power[0] < 0.7 * before[1] / before[0]);
  CHECK(std::isfinite(sum));
  NodeHarness bad("pheno.whiten_profiles", { { "control_value", "absent" } });
  CHECK_THROWS_AS(bad.In("profiles", wells).Run(), std::exception);
}
