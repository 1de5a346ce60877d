#include "phenoEncoder.h"
#include "phenoEncoderModel.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoTrainer.h"

#include "phenoTest.h"

using namespace pheno;

TEST_CASE("A frozen trunk and its norms' statistics stay bit by bit while the head learns")
{
  const test::RandomCrops crops(16, 1, 32);
  const auto              source = crops.Source();
  const test::RandomCrops held(8, 1, 32);
  const auto              heldSource = held.Source();
  for (const char * architecture : { "resnet18", "cnn4", "vit" })
  {
    CAPTURE(architecture);
    TrainingData     data = crops.Data(source);
    TrainingSettings settings;
    settings.architecture = architecture;
    settings.transformer = { 8, 32, 16, 1, 2, 32 };
    settings.embed_dim = 8;
    settings.batch_size = 8;
    settings.epochs = 1;
    settings.precision = "float32";
    const auto start = Train(data, settings, {}).model; // statistics that are not those of a new network
    data.start = std::shared_ptr<const Encoder>(start, &start->Network());
    data.validation = { &heldSource, { 0, 1, 2, 3, 0, 1, 2, 3 }, data.class_names, {} };
    settings.freeze = "trunk";
    settings.weight_decay = 0.1;
    const auto   model = Train(data, settings, {}).model;
    const auto   before = start->Network().State(), after = model->Network().State();
    std::int64_t changed = 0;
    REQUIRE(before.size() == after.size());
    for (std::size_t i = 0; i < before.size(); ++i)
    {
      const bool ofHead = before[i].name.rfind("mlp_head.", 0) == 0;
      changed += ofHead;
      CAPTURE(before[i].name);
      CHECK(torch::equal(before[i].tensor, after[i].tensor) == !ofHead);
    }
    CHECK(changed == 4); // two layers
  }
}

TEST_CASE("A trunk cannot be frozen where no head is left to train")
{
  EncoderSettings bags{ "cross_channel_former", 2, 4 };
  bags.head = "linear";
  bags.bag.width = 16;
  CHECK_THROWS_WITH_AS(MakeEncoder(bags)->FreezeTrunk(), doctest::Contains("cross_channel_former"), LearnError);
  EncoderSettings headless{ "resnet18", 1, 512 };
  headless.head = "none";
  CHECK_THROWS_WITH_AS(MakeEncoder(headless)->FreezeTrunk(), doctest::Contains("head \"none\" has none"), LearnError);
}
