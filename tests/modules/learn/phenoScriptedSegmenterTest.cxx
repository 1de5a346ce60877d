#include "phenoLearnError.h"
#include "phenoScript.h"
#include "phenoScriptedSegmenter.h"

#include <fstream>
#include <functional>

using namespace pheno;

namespace
{
using Numbers = std::vector<std::uint32_t>;

/** height x width pixels from their place. */
std::vector<float>
Pixels(std::int64_t height, std::int64_t width, const std::function<float(std::int64_t x, std::int64_t y)> & value)
{
  std::vector<float> pixels;
  for (std::int64_t i = 0; i < height * width; ++i)
  {
    pixels.push_back(value(i % width, i / width));
  }
  return pixels;
}

/** What forward(self, x) makes of a plane. */
std::vector<Numbers>
Labelled(const std::string &               forward,
         const std::vector<float> &        pixels,
         std::int64_t                      height,
         const ScriptedSegmenterSettings & settings = {})
{
  const test::TemporaryFolder folder;
  const auto                  width = static_cast<std::int64_t>(pixels.size()) / height;
  return ScriptedSegmenter(test::SaveScript(folder, forward)).Segment({ { pixels.data() }, height, width }, settings);
}
} // namespace

TEST_CASE("A module's labels come as one plane or two, of any numeric type and with or without axes of one")
{
  const std::vector<float> pixels{ 0, 3, 3, 0, 7, 7 };
  const Numbers            expected{ 0, 3, 3, 0, 7, 7 };
  for (const std::string forward : { "return x", "return x[0]", "return x[0, 0]", "return x.to(4)" })
  {
    CAPTURE(forward);
    CHECK(Labelled(forward, pixels, 2) == std::vector<Numbers>{ expected });
  }
  CHECK(Labelled("return x[0] > 0", pixels, 2) == std::vector<Numbers>{ { 0, 1, 1, 0, 1, 1 } });
  CHECK(Labelled("return torch.cat([x, self.w * x], 1)", pixels, 2) ==
        std::vector<Numbers>{ expected, { 0, 6, 6, 0, 14, 14 } });
}

TEST_CASE("Channels enter in the order that is asked for, the post-processing is the module's")
{
  const test::TemporaryFolder folder;
  const ScriptedSegmenter     segmenter(test::SaveSegmenter(folder));
  const std::vector<float>    a{ 1, 1, 0, 0, 1, 0, 0, 1, 0, 1 }; // the first object goes on at a corner
  const std::vector<float>    b(10, 0.0F);
  const Numbers               ofA{ 8, 8, 0, 0, 10, 0, 0, 8, 0, 10 }, none(10, 0);
  CHECK(segmenter.Segment({ { a.data(), b.data() }, 2, 5 }, {}) == std::vector<Numbers>{ ofA, none });
  CHECK(segmenter.Segment({ { b.data(), a.data() }, 2, 5 }, {}) == std::vector<Numbers>{ none, ofA });
}

TEST_CASE("Percentiles of each channel become 0 and 1, nothing is clipped")
{
  ScriptedSegmenterSettings settings;
  settings.percentiles = { 10, 90 };
  const auto ramp = Pixels(1, 11, [](auto x, auto) { return static_cast<float>(5 * x); });
  // percentiles 5 and 45: pixel x is (5 x - 5) / 40
  const auto found = Labelled("return torch.round(80 * x) + 10", ramp, 1, settings);
  CHECK(found == std::vector<Numbers>{ { 0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100 } });
  const std::vector<float> flat(6, 4.0F);
  CHECK(Labelled("return x", flat, 2, settings) == std::vector<Numbers>{ Numbers(6, 0) });
}

TEST_CASE("An image is brought to the module's pixels bilinearly, labels come back by the nearest neighbour")
{
  ScriptedSegmenterSettings settings;
  settings.scale = 0.5;
  const auto ramp = Pixels(4, 6, [](auto x, auto) { return static_cast<float>(2 * x); });
  // pixel j of the half lies between 2 j and 2 j + 1, whose mean is 4 j + 1
  const Numbers row{ 1, 1, 5, 5, 9, 9 };
  const auto    found = Labelled("return x", ramp, 4, settings);
  REQUIRE(found.size() == 1);
  for (std::size_t y = 0; y < 4; ++y)
  {
    const auto first = found[0].begin() + static_cast<std::ptrdiff_t>(6 * y);
    CHECK(Numbers(first, first + 6) == row);
  }
  const std::string sizes = "return torch.full([1, 1, x.size(2), x.size(3)], 100 * x.size(2) + x.size(3))";
  settings.scale = 1.5;
  CHECK(Labelled(sizes, std::vector<float>(5 * 7), 5, settings) == std::vector<Numbers>{ Numbers(35, 710) });
  settings.scale = 1.009; // equal enough
  CHECK(Labelled(sizes, std::vector<float>(200 * 2), 200, settings) == std::vector<Numbers>{ Numbers(400, 20002) });
  settings.scale = 0.1;
  CHECK_THROWS_WITH_AS(Labelled(sizes, std::vector<float>(6), 2, settings),
                       "a side of 2 pixels times 0.100000 is no image; are the sizes of the pixels right?",
                       LearnError);
}

TEST_CASE("A module says what pixels it is for")
{
  const test::TemporaryFolder folder;
  CHECK(ScriptedSegmenter(test::SaveSegmenter(folder, 0.65)).PixelSize() == 0.65);
}

TEST_CASE("What is no segmenter is refused in a sentence")
{
  const std::vector<float> pixels(12, 1.0F);
  const auto               message = [&](const std::string & forward) -> std::string {
    try
    {
      Labelled(forward, pixels, 3);
    }
    catch (const LearnError & error)
    {
      return error.what();
    }
    return "";
  };
  const std::string expected = " numbers, expected one or two planes of 3 x 4 labels";
  CHECK(message("return x[:, :, 1:]") == "the TorchScript module gives 1 x 1 x 2 x 4" + expected);
  CHECK(message("return x.mean()") == "the TorchScript module gives scalar" + expected);
  CHECK(message("return torch.cat([x, x, x], 1)") == "the TorchScript module gives 1 x 3 x 3 x 4" + expected);
  CHECK(message("return x[:, :0]") == "the TorchScript module gives 1 x 0 x 3 x 4" + expected);
  CHECK(message("return torch.cat([x, x], 0)") == "the TorchScript module gives 2 x 1 x 3 x 4" + expected);
  const std::string whole = ", expected whole numbers from 0 on";
  CHECK(message("return 0.5 * x") == "the TorchScript module gives the label 0.500000" + whole);
  CHECK(message("return x - 2") == "the TorchScript module gives the label -1.000000" + whole);
  CHECK(message("return x / 0") == "the TorchScript module gives the label inf" + whole);
  CHECK(message("return [x]") == "TorchScript: expected a tensor from forward(images), got a GenericList");
  CHECK(message("return torch.conv2d(x, torch.zeros([1, 2, 1, 1]))")
          .find("the TorchScript module does not take 1 x 1 x 3 x 4 images: ") == 0);

  const test::TemporaryFolder folder;
  const std::string           path = (folder / "model.pt").string();
  CHECK_THROWS_WITH_AS(
    ScriptedSegmenter{ path }, doctest::Contains((path + ": not a TorchScript module: ").c_str()), LearnError);
  std::ofstream(path) << "no module";
  CHECK_THROWS_WITH_AS(
    ScriptedSegmenter{ path }, doctest::Contains((path + ": not a TorchScript module: ").c_str()), LearnError);
}
