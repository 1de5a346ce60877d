#include "phenoMadeNuclei.h"
#include "phenoNodeHarness.h"
#include "phenoNodeValues.h"

#include "phenoHash.h"
#include "phenoModel.h"
#include "phenoTable.h"
#include "phenoTiff.h"

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace pheno;
using namespace pheno::test;

namespace
{
constexpr unsigned kSide = 84;

/** Annotated images img0, img1, ... in a folder, and their index; the last is a brightfield one without files. */
class AnnotatedImages
{
public:
  explicit AnnotatedImages(unsigned count)
  {
    fs::create_directories(m_Folder / "images");
    fs::create_directories(m_Folder / "labels");
    std::vector<std::vector<std::string>> rows;
    for (unsigned i = 0; i < count; ++i)
    {
      const std::string id = "img" + std::to_string(i);
      const MadeNuclei  made(kSide, i + 1);
      this->Write("images/" + id, made.pixels);
      this->Write("labels/" + id, made.labels);
      rows.push_back({ id, "fluor" });
    }
    rows.push_back({ "absent", "bright" });
    m_Index = Table({ "id", "kind" }, rows);
  }
  const fs::path &
  Folder() const
  {
    return m_Folder.Path();
  }
  const Table &
  Index() const
  {
    return m_Index;
  }

private:
  template <typename TValues>
  void
  Write(const std::string & name, const TValues & values)
  {
    std::vector<std::uint16_t> pixels;
    std::transform(values.begin(), values.end(), std::back_inserter(pixels), [](auto value) {
      return static_cast<std::uint16_t>(std::max<double>(0, static_cast<double>(value)));
    });
    WriteTiff16(m_Folder / (name + ".tif"), pixels.data(), kSide, kSide);
  }

  TemporaryFolder m_Folder;
  Table           m_Index;
};

Json
Tiny(std::int64_t steps)
{
  return { { "image_path", "images/{id}.tif" },
           { "labels_path", "labels/{id}.tif" },
           { "where", { { "kind", "fluor" } } },
           { "validation_fraction", 0.3 },
           { "rays", 16 },
           { "widths", { 12, 16, 24 } },
           { "head", 24 },
           { "steps", steps },
           { "batch_size", 2 },
           { "patch_px", 64 },
           { "learning_rate", 0.004 },
           { "warmup_steps", 5 },
           { "ema_decay", 0.9 },
           { "validate_every", 40 },
           { "precision", "float32" } };
}

NodeHarness &
WithImages(NodeHarness & node, const AnnotatedImages & images)
{
  return node.In("images", images.Index()).In("folder", File{ images.Folder() });
}

std::string
Bytes(const fs::path & path)
{
  std::ifstream file(path.string(), std::ios::binary);
  return { std::istreambuf_iterator<char>(file), {} };
}

Image
Site(std::uint64_t seed)
{
  const MadeNuclei made(kSide, seed);
  Image            image;
  image.channels = { "dna" };
  image.planes = { MakePlane(kSide, kSide, [&](unsigned x, unsigned y) {
                     return made.pixels[y * kSide + x];
                   }).GetPointer() };
  return image;
}

std::uint32_t
CountOf(const NodeHarness & segment)
{
  const auto            labels = segment.Out<Labels>("nuclei");
  const std::uint32_t * first = labels->mask->GetBufferPointer();
  return *std::max_element(first, first + kSide * kSide);
}
} // namespace

TEST_CASE("a network trained on annotated images finds nuclei of another")
{
  const AnnotatedImages images(4);
  NodeHarness           train("pheno.train_segmenter", Tiny(160));
  WithImages(train, images).Run();
  const Ptr<Model> model = train.Out<Model>("model");
  CHECK(model->description.at("training").at("images") == 2);
  CHECK(model->description.at("training").at("validation_images") == 2);
  CHECK(train.Out<Table>("history")->Rows() == 4);

  NodeHarness segment("pheno.segment_cells", { { "nucleus_channel", "dna" }, { "method", "learned" } });
  segment.In("image", Site(31)).In("model", *model);
  CHECK_FALSE(segment.Problems().HasErrors());
  segment.Run();
  CHECK(CountOf(segment) == MadeNuclei(kSide, 31).count);
}

TEST_CASE("the same seed gives the same bytes, another others; held-out images have no part")
{
  const AnnotatedImages images(4);
  const auto            weights = [&](Json params, std::uint64_t seed = 7) {
    NodeHarness train("pheno.train_segmenter", std::move(params));
    WithImages(train, images).WithSeed(seed).Run();
    return Bytes(train.Out<Model>("model")->folder / "weights.safetensors");
  };
  const std::string once = weights(Tiny(2));
  CHECK(once.size() > 1000);
  CHECK(once == weights(Tiny(2)));
  CHECK(once != weights(Tiny(2), 8));

  Json held = Tiny(2);
  held["validation_fraction"] = 0;
  held["held_out_digits"] = std::string(1, Sha256("img0")[0]);
  std::int64_t left = 0;
  for (const char * id : { "img0", "img1", "img2", "img3" })
  {
    left += Sha256(id)[0] != Sha256("img0")[0];
  }
  NodeHarness train("pheno.train_segmenter", held);
  WithImages(train, images).Run();
  CHECK(train.Out<Model>("model")->description.at("training").at("images") == left);
}

TEST_CASE("wrong rows are told before the run, bad images are quarantined")
{
  const AnnotatedImages images(3);
  const auto            message = [&](const std::string & name, const Json & value) {
    Json params = Tiny(2);
    params[name] = value;
    NodeHarness       train("pheno.train_segmenter", params);
    const Diagnostics problems = WithImages(train, images).Problems();
    return problems.HasErrors() ? problems.Items()[0].message : "";
  };
  CHECK(message("image_path", "images/{name}.tif") == "table has no column 'name'; it has id, kind");
  CHECK(message("image_path", "images/{id.tif") == "'images/{id.tif': expected } behind {");
  CHECK(message("where", { { "kind", "violet" } }) == "no row is left by where and held_out_digits");
  CHECK(message("held_out_digits", "0123456789abcdef") == "no row is left by where and held_out_digits");
  CHECK(message("steps", 1).empty());

  std::ofstream((images.Folder() / "images/img1.tif").string()) << "no image";
  Json params = Tiny(2);
  params["validation_fraction"] = 0;
  NodeHarness train("pheno.train_segmenter", params);
  WithImages(train, images).Run();
  CHECK(train.Out<Model>("model")->description.at("training").at("images") == 2);
  CHECK(std::any_of(train.Messages().begin(), train.Messages().end(), [](const std::string & text) {
    return text.rfind("img1: ", 0) == 0;
  }));
}

TEST_CASE("segment_cells by the shipped network; a model that is none is told before the run")
{
  NodeHarness learned("pheno.segment_cells", { { "nucleus_channel", "dna" }, { "method", "learned" } });
  learned.In("image", Site(32)).Run();
  CHECK(CountOf(learned) == MadeNuclei(kSide, 32).count);

  const TemporaryFolder folder;
  learned.In("model", Model{ folder.Path(), {} });
  REQUIRE(learned.Problems().HasErrors());
  CHECK(learned.Problems().Items()[0].message.find("cannot read " + folder.Path().string()) != std::string::npos);

  NodeHarness classical("pheno.segment_cells", { { "nucleus_channel", "dna" } });
  classical.In("image", Site(32)).In("model", Model{ folder.Path(), {} });
  REQUIRE(classical.Problems().HasErrors());
  CHECK(classical.Problems().Items()[0].where == "/params/method");
}
