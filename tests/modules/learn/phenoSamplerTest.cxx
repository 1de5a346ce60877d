#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoSampler.h"

#include "phenoTest.h"

#include <map>
#include <set>

using namespace pheno;

namespace
{
/** Crops of classes of unequal size: class k has 2 + 3 k crops, class 0 is the control; groups are pairs of crops. */
struct Unequal
{
  explicit Unequal(int classes)
    : crops(classes * 2 + 3 * classes * (classes - 1) / 2, 1, 4)
    , source(crops.Source())
  {
    data.crops = &source;
    for (int k = 0; k < classes; ++k)
    {
      data.class_names.push_back("class" + std::to_string(k));
      data.is_control.push_back(k == 0);
      for (int i = 0; i < 2 + 3 * k; ++i)
      {
        data.class_of_crop.push_back(k);
        data.group_of_crop.push_back(i / 2);
      }
    }
  }

  test::RandomCrops crops;
  BlockCropSource   source;
  TrainingData      data;
};

TrainingSettings
Settings(const std::string & sampler, std::int64_t batch)
{
  TrainingSettings settings;
  settings.sampler = sampler;
  settings.batch_size = batch;
  return settings;
}

std::vector<std::int64_t>
Epoch(learn::Sampler & sampler, std::int64_t epoch)
{
  std::vector<std::int64_t> crops;
  for (std::int64_t i = 0; i < sampler.BatchesPerEpoch(); ++i)
  {
    const auto batch = sampler.Batch(epoch, i);
    crops.insert(crops.end(), batch.begin(), batch.end());
  }
  return crops;
}

std::map<std::int64_t, int>
CountClasses(const TrainingData & data, const std::vector<std::int64_t> & crops)
{
  std::map<std::int64_t, int> counts;
  for (const std::int64_t crop : crops)
  {
    ++counts[data.class_of_crop[static_cast<std::size_t>(crop)]];
  }
  return counts;
}
} // namespace

TEST_CASE("Every sampler gives the same batches whatever was asked before, and other ones in another epoch or seed")
{
  const Unequal screen(5); // 2 + 5 + 8 + 11 + 14 = 40 crops
  for (const std::string & name : learn::SamplerNames())
  {
    CAPTURE(name);
    TrainingSettings settings = Settings(name, 4);
    const auto       one = learn::MakeSampler(screen.data, settings, 2);
    const auto       other = learn::MakeSampler(screen.data, settings, 2);
    REQUIRE(one->BatchesPerEpoch() >= 4);
    const auto first = Epoch(*one, 0);
    const auto third = Epoch(*one, 2);
    CHECK(first.size() == static_cast<std::size_t>(one->BatchesPerEpoch() * 8)); // two views of four items
    CHECK(first != third);
    CHECK(other->Batch(2, 3) == std::vector(third.begin() + 24, third.begin() + 32));
    CHECK(Epoch(*other, 0) == first);
    settings.seed = 2;
    CHECK(Epoch(*learn::MakeSampler(screen.data, settings, 2), 0) != first);
  }
}

TEST_CASE("Shuffled: every crop once an epoch, what does not fill a batch dropped; views repeat the crops")
{
  const Unequal screen(5);
  const auto    sampler = learn::MakeSampler(screen.data, Settings("shuffled", 8), 1);
  auto          crops = Epoch(*sampler, 0);
  CHECK(std::set(crops.begin(), crops.end()).size() == 40);
  CHECK(learn::MakeSampler(screen.data, Settings("shuffled", 9), 1)->BatchesPerEpoch() == 4);
  const auto twice = learn::MakeSampler(screen.data, Settings("shuffled", 8), 2)->Batch(0, 1);
  CHECK(std::equal(twice.begin(), twice.begin() + 8, twice.begin() + 8));
}

TEST_CASE("Class-balanced: classes come equally often, and a class gives all of its crops before one comes again")
{
  const Unequal screen(5);
  const auto    crops = Epoch(*learn::MakeSampler(screen.data, Settings("class_balanced", 5), 1), 0);
  for (const auto & [k, count] : CountClasses(screen.data, crops))
  {
    CHECK(count == 8);
  }
  std::map<std::int64_t, int> times;
  for (const std::int64_t crop : crops)
  {
    ++times[crop];
  }
  CHECK(times[0] == 4); // class 0 has two crops
  CHECK(times[1] == 4);
  CHECK(std::count_if(times.begin(), times.end(), [](const auto & entry) { return entry.first >= 15; }) == 16);
}

TEST_CASE("Control-balanced: controls are thinned to the size of a class, the others all come once")
{
  Unequal screen(4);                       // classes of 2, 5, 8, 11 crops
  screen.data.is_control = { 0, 0, 0, 1 }; // the largest is the control: 11 crops, the others 5 on average
  const auto sampler = learn::MakeSampler(screen.data, Settings("control_balanced", 1), 1);
  CHECK(sampler->BatchesPerEpoch() == 20);
  std::set<std::int64_t> controls;
  for (int epoch = 0; epoch < 20; ++epoch)
  {
    const auto crops = Epoch(*sampler, epoch);
    CHECK(std::set(crops.begin(), crops.end()).size() == 20);
    CHECK(CountClasses(screen.data, crops)[3] == 5);
    std::copy_if(crops.begin(), crops.end(), std::inserter(controls, controls.end()), [](auto c) { return c >= 15; });
  }
  CHECK(controls.size() == 11); // all have been chosen some time
}

TEST_CASE("Multi-view: views of one class from distinct groups as long as there are enough, never one crop twice")
{
  const Unequal screen(5); // classes have 1, 3, 4, 6, 7 groups
  const auto    sampler = learn::MakeSampler(screen.data, Settings("multi_view", 3), 3);
  for (std::int64_t number = 0; number < sampler->BatchesPerEpoch(); ++number)
  {
    const auto             batch = sampler->Batch(1, number);
    std::set<std::int64_t> classes;
    for (std::size_t item = 0; item < 3; ++item)
    {
      std::set<std::int64_t> ofItem, crops, groups;
      for (std::size_t view = 0; view < 3; ++view)
      {
        const auto crop = static_cast<std::size_t>(batch[view * 3 + item]);
        crops.insert(batch[view * 3 + item]);
        ofItem.insert(screen.data.class_of_crop[crop]);
        groups.insert(screen.data.group_of_crop[crop]);
      }
      REQUIRE(ofItem.size() == 1);
      const std::int64_t k = *ofItem.begin();
      classes.insert(k);
      CHECK(crops.size() == (k == 0 ? 2 : 3)); // class 0 has but two crops
      CHECK(groups.size() == (k == 0 ? 1 : 3));
    }
    CHECK(classes.size() == 3); // no class twice in a batch
  }
}

TEST_CASE("A sampler says what it lacks")
{
  Unequal    screen(3);
  const auto message = [&](const TrainingSettings & settings, int views) -> std::string {
    try
    {
      learn::MakeSampler(screen.data, settings, views);
    }
    catch (const LearnError & error)
    {
      return error.what();
    }
    return "";
  };
  CHECK(message(Settings("shuffled", 16), 1) == "training: 15 crops do not fill one batch of 16");
  TrainingSettings accumulated = Settings("shuffled", 4);
  accumulated.accumulate = 4;
  CHECK(message(accumulated, 1) == "training: 15 crops do not fill 4 batches of 4");
  CHECK(message(Settings("multi_view", 2), 1) == "training: sampler multi_view needs an objective of several views");
  screen.data.group_of_crop.pop_back();
  CHECK(message(Settings("multi_view", 2), 2) ==
        "training: sampler multi_view needs a group (well, plate, ...) for each of the 15 crops");
  screen.data.is_control = { 1, 1, 1 };
  CHECK(message(Settings("control_balanced", 2), 1) ==
        "training: sampler control_balanced needs a class that is no control");
  screen.data.is_control.clear();
  CHECK(message(Settings("control_balanced", 2), 1) ==
        "training: sampler control_balanced needs to know of each class whether it is a control");
  screen.data.class_of_crop.pop_back();
  CHECK(message(Settings("class_balanced", 2), 1) ==
        "training: sampler class_balanced needs a class for each of the 15 crops");
}
