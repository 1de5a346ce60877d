#include <torch/script.h> // before doctest, whose CHECK its logging would replace

#include "phenoMessageOf.h"
#include "phenoNodeHarness.h"
#include "phenoNodeValues.h"
#include "phenoScript.h"

#include "phenoModel.h"

#include <algorithm>
#include <fstream>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** The segmenter of phenoScript.h on the image of 16 discs. */
struct Predictor : NodeHarness
{
  explicit Predictor(const std::string & module, const Json & more = Json::object())
    : NodeHarness("pheno.predict_labels", WithChannels(more))
  {
    this->In("image", DiscImage()).In("model", File{ module });
  }

private:
  static Json
  WithChannels(const Json & more)
  {
    Json params = { { "channels", { "dna", "body" } } };
    params.update(more);
    return params;
  }
};

std::uint32_t
Last(const std::vector<std::uint32_t> & numbers)
{
  return *std::max_element(numbers.begin(), numbers.end());
}

Table
Index(const std::vector<std::string> & sizes)
{
  std::vector<std::vector<std::string>> rows;
  for (const std::string & size : sizes)
  {
    rows.push_back({ size });
  }
  return Table({ "pixel_size_um" }, rows);
}

std::string
Problem(const NodeHarness & node)
{
  const Diagnostics problems = node.Problems();
  return problems.HasErrors() ? problems.Items()[0].where + ": " + problems.Items()[0].message : "";
}
} // namespace

TEST_CASE("predict_labels: a module's two planes are nuclei and cells with the numbers of their nuclei")
{
  const TemporaryFolder folder;
  Predictor             node(SaveSegmenter(folder));
  CHECK(Problem(node).empty());
  const auto nuclei = Numbers(*node.Run().Out<Labels>("nuclei"));
  const auto cells = Numbers(*node.Out<Labels>("cells"));
  CHECK(Last(nuclei) == 16);
  CHECK(Last(cells) == 16);
  CHECK(nuclei[20 * 160 + 20] == 1); // raster order
  CHECK(nuclei[20 * 160 + 140] == 4);
  CHECK(nuclei[140 * 160 + 140] == 16);
  CHECK(std::count(nuclei.begin(), nuclei.end(), 6u) == 197); // pixels of a disc of radius 8
  CHECK(std::count(cells.begin(), cells.end(), 6u) == 613);   // and of radius 14
  bool inside = true;
  for (std::size_t i = 0; i < nuclei.size(); ++i)
  {
    inside = inside && (nuclei[i] == 0 || cells[i] == nuclei[i]);
  }
  CHECK(inside);
  Predictor swapped(SaveSegmenter(folder), { { "channels", { "body", "dna" } } });
  CHECK(Numbers(*swapped.Run().Out<Labels>("nuclei")) == cells);
  CHECK(Numbers(*swapped.Out<Labels>("cells")) == nuclei);
}

TEST_CASE("predict_labels: grey levels are normalised by default, or taken as they are")
{
  const TemporaryFolder folder;
  const std::string     module = SaveSegmenter(folder);
  Predictor             raw(module, { { "normalisation", "none" } });
  CHECK(Last(Numbers(*raw.Run().Out<Labels>("nuclei"))) == 1); // the background of 10 is above 0.5, too
  Predictor wide(module, { { "percentiles", { 0, 50 } } });
  CHECK(Last(Numbers(*wide.Run().Out<Labels>("nuclei"))) == 16);
  CHECK_THROWS_WITH_AS(Predictor(module, { { "percentiles", { 99, 1 } } }),
                       "percentiles: expected the second above the first, got [99,1]",
                       Error);
}

TEST_CASE("predict_labels: the module sees its own pixel size, the labels have the image's")
{
  const TemporaryFolder folder;
  const std::string     half = SaveSegmenter(folder, 1.0);
  const auto            check = [](NodeHarness & node) {
    const auto nuclei = Numbers(*node.Run().Out<Labels>("nuclei"));
    CHECK(nuclei.size() == 160 * 160);
    CHECK(Last(nuclei) == 16);
    // of the disc's blocks of two by two pixels 46 have three or four pixels inside, which is a mean above 0.5
    CHECK(std::count(nuclei.begin(), nuclei.end(), 6u) == 4 * 46);
  };
  Predictor by_parameter(half, { { "pixel_size_um", 0.5 } });
  check(by_parameter);
  Predictor by_both(half, { { "pixel_size_um", 0.25 }, { "model_pixel_size_um", 0.5 } });
  check(by_both);
  Predictor by_index(half);
  by_index.In("files", Index({ "0.5", "0.5" }));
  CHECK(Problem(by_index).empty());
  check(by_index);

  Predictor unknown(half);
  CHECK(Problem(unknown) == "/params/pixel_size_um: the module is for pixels of 1 um: expected the size of the "
                            "image's, or the index at files");
  CHECK(MessageOf(unknown) ==
        "the module is for pixels of 1 um: expected the size of the image's, or the index at files");
  for (const auto & [sizes, text] : std::vector<std::pair<std::vector<std::string>, std::string>>{
         { { "0.5", "0.6" }, "0.5, 0.6" }, { { "" }, "" }, { {}, "" }, { { "-1" }, "-1" } })
  {
    Predictor odd(half);
    odd.In("files", Index(sizes));
    CHECK(MessageOf(odd) ==
          "expected one size of pixels above 0 in the site's column pixel_size_um, found '" + text + "'");
  }
}

TEST_CASE("predict_labels: a module of one plane has nuclei and no cells, though whatever is stored is wanted")
{
  const TemporaryFolder folder;
  Predictor             one(SaveScript(folder, "return x[:, :1] * 0"));
  CHECK(Last(Numbers(*one.Run().Out<Labels>("nuclei"))) == 0);
  CHECK_THROWS_AS(one.Out<Labels>("cells"), std::out_of_range);
}

TEST_CASE("predict_labels says in one sentence what is wrong")
{
  const TemporaryFolder folder;
  Predictor             channel(SaveSegmenter(folder), { { "channels", { "dna", "rna" } } });
  CHECK(MessageOf(channel) == "image has no channel 'rna'; it has dna, body");
  const std::string three = SaveScript(folder, "return torch.cat([x, x], 1)");
  Predictor         planes(three);
  CHECK(MessageOf(planes) == "the TorchScript module gives 1 x 4 x 160 x 160 numbers, expected one or two planes of "
                             "160 x 160 labels");
  const std::string path = (folder / "none.pt").string();
  std::ofstream(path) << "no module";
  Predictor none(path);
  CHECK(Problem(none).find("/in/model: " + path + ": not a TorchScript module: ") == 0);
  CHECK(MessageOf(none).find(path + ": not a TorchScript module: ") == 0);
  Predictor missing(SaveSegmenter(folder));
  missing.WithDevice({ Device::Kind::Gpu, 127 });
  CHECK(MessageOf(missing).find("\"cuda:127\" is not there") != std::string::npos);
}
