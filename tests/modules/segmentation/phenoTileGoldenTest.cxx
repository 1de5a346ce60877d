// Golden numbers of SPC's preparation of the HaCaT screen: prepare_images.json, kind "hacat".
#include "phenoTest.h"

#include "phenoBicubicResize.h"
#include "phenoTileField.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <fstream>

using namespace pheno;
using Json = nlohmann::json;

namespace
{
/** The formula images of the golden files: v = base + ((i i + 7 i + k) mod 10007) mod m + blob where the grid says so.
 */
std::vector<std::vector<float>>
FormulaImage(const Json & spec)
{
  const std::size_t               channels = spec["shape"][0], height = spec["shape"][1], width = spec["shape"][2];
  const std::size_t               k = spec["k"], mod = spec["mod"], base = spec["base"], blob = spec["blob"];
  const std::size_t               py = spec["py"], px = spec["px"];
  std::vector<std::vector<float>> planes(channels);
  std::size_t                     i = 0;
  for (std::size_t c = 0; c < channels; ++c)
  {
    for (std::size_t y = 0; y < height; ++y)
    {
      for (std::size_t x = 0; x < width; ++x, ++i)
      {
        const std::size_t value =
          base + (i * i + 7 * i + k) % 10007 % mod + ((y / py + x / px + c) % 3 == 0 ? blob : 0);
        planes[c].push_back(static_cast<float>(static_cast<std::uint16_t>(value)));
      }
    }
  }
  return planes;
}

/** How many numbers of expected[c][y][x] differ from field[c][37 y][41 x] by more than tolerance. */
template <typename T>
std::pair<std::size_t, std::size_t>
CompareSample(const std::vector<std::vector<T>> & field, const Json & expected, double tolerance)
{
  std::size_t beyond = 0, different = 0;
  for (std::size_t c = 0; c < expected.size(); ++c)
  {
    for (std::size_t y = 0; y < expected[c].size(); ++y)
    {
      for (std::size_t x = 0; x < expected[c][y].size(); ++x)
      {
        const double difference =
          std::abs(static_cast<double>(field[c][37 * y * 512 + 41 * x]) - expected[c][y][x].get<double>());
        beyond += difference > tolerance;
        different += difference != 0;
      }
    }
  }
  return { beyond, different };
}
} // namespace

TEST_CASE("HaCaT preparation equals the golden numbers")
{
  const auto path = test::Shared("golden/prepare_images.json");
  if (!boost::filesystem::exists(path))
  {
    PHENO_SKIP("no golden file " + path.string());
  }
  std::ifstream file(path.string());
  const Json    topic = Json::parse(file);
  int           cases = 0;
  for (const Json & golden : topic["cases"])
  {
    const Json & in = golden["inputs"];
    if (in["kind"] != "hacat")
    {
      continue;
    }
    ++cases;
    CAPTURE(golden["name"].get<std::string>());
    const Json &      expected = golden["expected"];
    const auto        planes = FormulaImage(in["image"]);
    const std::size_t height = in["image"]["shape"][1], width = in["image"]["shape"][2];
    const TileRules   rules{ 0, 512, 128, 0.01, 99.9, 0.0, 0.05, in["antialias"].get<bool>() };

    std::vector<std::vector<float>>        resized;
    std::vector<std::vector<std::uint8_t>> bytes;
    std::vector<std::vector<double>>       histogram;
    for (const auto & plane : planes)
    {
      resized.push_back(BicubicResize({ plane.data(), width, height }, 512, 512, rules.antialias));
      bytes.push_back(PrepareTilePlane({ plane.data(), width, height }, rules));
      histogram.emplace_back(256, 0.0);
      for (const std::uint8_t value : bytes.back())
      {
        ++histogram.back()[value];
      }
    }
    CHECK(CompareSample(resized, expected["resized_sample"], golden["tolerance"]["atol_resized_sample"]).first == 0);
    const auto [beyond, different] = CompareSample(bytes, expected["u8_sample"], 1.0);
    CHECK(beyond == 0);
    CHECK(different <= 1); // of 728: at most 0.2 %
    for (std::size_t c = 0; c < histogram.size(); ++c)
    {
      double moved = 0; // pixels in another bin, twice
      for (std::size_t v = 0; v < 256; ++v)
      {
        moved += std::abs(histogram[c][v] - expected["u8_hist"][c][v].get<double>());
      }
      CHECK(0.5 * moved <= 0.002 * 512 * 512);
    }
    const FieldTiles tiles = TileField(bytes, rules);
    CHECK(std::abs(static_cast<int>(tiles.threshold) - expected["otsu"].get<int>()) <= 1);
    for (std::size_t tile = 0; tile < 16; ++tile)
    {
      CHECK(std::abs(100 * tiles.all_tile_foregrounds[tile] - expected["tile_pct"][tile].get<double>()) <= 0.05);
    }
    CHECK(tiles.table.tile == expected["kept"].get<std::vector<std::uint32_t>>());
  }
  CHECK(cases >= 3);
}
