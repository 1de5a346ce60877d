#include "phenoStarTrainer.h"

#include "phenoError.h"
#include "phenoLearnError.h"
#include "phenoMadeNuclei.h"
#include "phenoStarDetection.h"
#include "phenoTest.h"

#include <fstream>
#include <iterator>
#include <map>

using namespace pheno;
using namespace pheno::test;

namespace
{
StarImage
Image(std::uint64_t seed, std::size_t side = 84)
{
  const MadeNuclei made(side, seed);
  return MakeStarImage({ made.pixels.data(), side, side }, { made.labels.data(), side, side }, {});
}

StarTrainingSettings
SmallSettings(std::int64_t steps)
{
  StarTrainingSettings settings;
  settings.architecture = { 16, { 12, 16, 24 }, 24 };
  settings.steps = steps;
  settings.batch_size = 2;
  settings.patch_px = 64;
  settings.learning_rate = 4e-3;
  settings.warmup_steps = 5;
  settings.ema_decay = 0.9;
  settings.validate_every = 4;
  settings.precision = "float32";
  return settings;
}

std::string
BytesOf(const fs::path & path)
{
  std::ifstream stream(path.string(), std::ios::binary);
  return { std::istreambuf_iterator<char>(stream), {} };
}

std::string
BytesOf(const StarModel & model, const fs::path & folder)
{
  model.Save(folder);
  return BytesOf(folder / "model.json") + BytesOf(folder / "weights.safetensors");
}
} // namespace

TEST_CASE("a network learns the discs of two images and finds those of a third")
{
  const StarTrainingData data{ { Image(1), Image(2) }, { Image(3) } };
  StarTrainingSettings   settings = SmallSettings(150);
  settings.validate_every = 50;
  const StarTrainingResult result = TrainStars(data, settings, {});
  REQUIRE(result.completed);
  REQUIRE(result.history.size() == 3);
  CHECK(result.history.back().loss < 0.7 * result.history.front().loss);
  CHECK(result.history.back().validation_loss < result.history.front().validation_loss);
  CHECK(result.model->Description().median_diameter_px == doctest::Approx(15).epsilon(0.2));

  const MadeNuclei           made(112, 9);
  std::vector<std::uint32_t> labels(made.labels.size());
  const std::uint32_t        found =
    SegmentStars(*result.model, { made.pixels.data(), 112, 112 }, {}, { labels.data(), 112, 112 });
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> both;
  std::map<std::uint32_t, std::size_t>                           there;
  for (std::size_t at = 0; at < labels.size(); ++at)
  {
    ++both[{ made.labels[at], labels[at] }];
    ++there[made.labels[at]];
  }
  std::size_t covered = 0;
  for (const auto & [pair, pixels] : both)
  {
    covered += pair.first != 0 && pair.second != 0 && pixels > there[pair.first] * 3 / 4;
  }
  CHECK(found == made.count);
  CHECK(covered == made.count);
}

TEST_CASE("a training that was stopped goes on and ends with the same bytes")
{
  const TemporaryFolder  folder;
  const StarTrainingData data{ { Image(1), Image(2) }, { Image(3) } };
  StarTrainingRun        run;
  const auto             whole = TrainStars(data, SmallSettings(10), run);
  run.scratch_folder = (folder / "scratch").string();
  std::int64_t asked = 0;
  run.cancelled = [&asked] { return ++asked == 6; };
  CHECK_FALSE(TrainStars(data, SmallSettings(10), run).completed);
  run.cancelled = nullptr;
  const auto rest = TrainStars(data, SmallSettings(10), run);
  REQUIRE(rest.completed);
  CHECK(rest.resumed_from == 6);
  CHECK(BytesOf(*rest.model, folder / "a") == BytesOf(*whole.model, folder / "b"));
  REQUIRE(rest.history.size() == whole.history.size());
  for (std::size_t i = 0; i < rest.history.size(); ++i)
  {
    CHECK(rest.history[i].loss == whole.history[i].loss);
    CHECK(rest.history[i].validation_loss == whole.history[i].validation_loss);
  }

  StarTrainingSettings other = SmallSettings(10);
  other.seed = 2;
  run.cancelled = [] { return true; };
  const auto anew = TrainStars(data, other, run);
  CHECK(anew.resumed_from == 0);
  CHECK(anew.note.find("belongs to another training") != std::string::npos);
}

TEST_CASE("a training says why it cannot go on")
{
  const StarTrainingData data{ { Image(1) }, {} };
  SUBCASE("a loss that is not finite")
  {
    StarTrainingSettings settings = SmallSettings(20);
    settings.learning_rate = 1e30;
    settings.warmup_steps = 0;
    CHECK_THROWS_AS(TrainStars(data, settings, {}), LearnError);
  }
  SUBCASE("no image")
  {
    CHECK_THROWS_WITH_AS(
      TrainStars({}, SmallSettings(1), {}), "images: expected at least one to learn from, got 0", Error);
  }
  SUBCASE("no object")
  {
    StarTrainingData empty = data;
    empty.images[0].labels.assign(empty.images[0].labels.size(), 0);
    CHECK_THROWS_AS(TrainStars(empty, SmallSettings(1), {}), Error);
  }
  SUBCASE("a patch that the network cannot take")
  {
    StarTrainingSettings settings = SmallSettings(1);
    settings.patch_px = 60;
    CHECK_THROWS_WITH_AS(
      TrainStars(data, settings, {}), "patch_px: expected a multiple of 8, at least two of them, got 60", Error);
  }
  SUBCASE("labels of another size")
  {
    const std::vector<float>         pixels(12, 0.0F);
    const std::vector<std::uint32_t> labels(9, 0);
    CHECK_THROWS_AS(MakeStarImage({ pixels.data(), 4, 3 }, { labels.data(), 3, 3 }, {}), Error);
  }
}

TEST_CASE("patches are squares of the image; changed ones keep objects and pixels together")
{
  const StarImage image = Image(5);
  Draws           draws{ 1 };
  const StarPatch patch = CutPatch(image, 48, draws);
  std::size_t     places = 0;
  for (std::size_t y = 0; y + 48 <= image.height; ++y)
  {
    for (std::size_t x = 0; x + 48 <= image.width; ++x)
    {
      bool isSame = true;
      for (std::size_t at = 0; at < 48 * 48 && isSame; ++at)
      {
        const std::size_t from = (y + at / 48) * image.width + x + at % 48;
        isSame = patch.pixels[at] == image.pixels[from] && patch.labels[at] == image.labels[from];
      }
      places += isSame;
    }
  }
  CHECK(places == 1);
  for (int i = 0; i < 40; ++i)
  {
    const StarPatch varied = CutVariedPatch(image, 64, draws);
    double          inside = 0, outside = 0, insideCount = 0, outsideCount = 0;
    for (std::size_t at = 0; at < varied.pixels.size(); ++at)
    {
      if (varied.is_known[at] != 0)
      {
        (varied.labels[at] != 0 ? inside : outside) += varied.pixels[at];
        (varied.labels[at] != 0 ? insideCount : outsideCount) += 1;
      }
    }
    REQUIRE(insideCount > 0);
    REQUIRE(outsideCount > 0);
    REQUIRE(inside / insideCount > outside / outsideCount + 0.3);
  }
}

TEST_CASE("a patch larger than its image knows where that ends")
{
  const StarImage   image = Image(5);
  Draws             draws{ 1 };
  const StarPatch   patch = CutPatch(image, 100, draws);
  const std::size_t known = static_cast<std::size_t>(std::count(patch.is_known.begin(), patch.is_known.end(), 1));
  CHECK(known == image.width * image.height);
  for (std::size_t at = 0; at < patch.labels.size(); ++at)
  {
    REQUIRE((patch.is_known[at] != 0 || patch.labels[at] == 0));
  }
}
