#include "phenoPretrained.h"
#include "phenoLearnError.h"
#include "phenoShapeText.h"

#include <algorithm>
#include <map>
#include <regex>

namespace pheno
{
namespace
{
struct Rename
{
  std::regex  pattern;
  std::string replacement;
};

/** The first rule that fits a name renames it. */
const std::vector<Rename> &
Renames()
{
  static const std::vector<Rename> rules = [] {
    std::vector<Rename> list;
    const auto          add = [&list](const char * pattern, const char * replacement) {
      list.push_back({ std::regex(pattern), replacement });
    };
    add("l1\\.(.*)", "mlp_head.0.$1");
    add("l2\\.(.*)", "mlp_head.2.$1");
    add("features\\.0\\.(.*)", "encoder.conv1.$1");
    add("features\\.1\\.(.*)", "encoder.bn1.$1");
    add("features\\.4\\.(.*)", "encoder.layer1.$1");
    add("features\\.5\\.(.*)", "encoder.layer2.$1");
    add("features\\.6\\.(.*)", "encoder.layer3.$1");
    add("features\\.7\\.(.*)", "encoder.layer4.$1");
    add("((conv|bn|layer)[1-4]\\..*)", "encoder.$1");
    add("embeddings\\.cls_token", "cls_token");
    add("embeddings\\.position_embeddings", "pos_embed");
    add("embeddings\\.patch_embeddings\\.projection\\.(.*)", "patch_embed.proj.$1");
    add("layernorm\\.(.*)", "norm.$1");
    add("encoder\\.layer\\.([0-9]+)\\.attention\\.output\\.dense\\.(.*)", "blocks.$1.attn.proj.$2");
    add("encoder\\.layer\\.([0-9]+)\\.layer_scale([12])\\.lambda1", "blocks.$1.ls$2.gamma");
    add("encoder\\.layer\\.([0-9]+)\\.(.*)", "blocks.$1.$2");
    return list;
  }();
  return rules;
}

std::string
Translate(const std::string & name)
{
  std::smatch match;
  for (const Rename & rule : Renames())
  {
    if (std::regex_match(name, match, rule.pattern))
    {
      return match.format(rule.replacement);
    }
  }
  return name;
}

bool
EndsWith(const std::string & text, const std::string & end)
{
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

/** Rows of query, key and value under the name of their join. */
using QueryKeyValue = std::map<std::string, std::map<std::string, torch::Tensor>>;

/** Takes blocks.<i>.attention.attention.<query|key|value>.<weight|bias>. */
bool
TakePart(const NamedTensor & entry, QueryKeyValue & parts)
{
  static const std::regex pattern("(blocks\\.[0-9]+)\\.attention\\.attention\\.(query|key|value)\\.(.*)");
  std::smatch             match;
  if (!std::regex_match(entry.name, match, pattern))
  {
    return false;
  }
  parts[match.format("$1.attn.qkv.$3")].emplace(match.str(2), entry.tensor);
  return true;
}

bool
IsOfHead(const std::string & name)
{
  constexpr const char * prefixes[] = { "fc.", "mlp_head.", "head." };
  return std::any_of(
    std::begin(prefixes), std::end(prefixes), [&name](const char * prefix) { return name.rfind(prefix, 0) == 0; });
}

/** The layer that sees the image: the network's first tensor with channels and pixels. */
std::string
FirstLayerOf(const Encoder & encoder)
{
  for (const NamedTensor & parameter : encoder.Parameters())
  {
    if (parameter.tensor.dim() == 4)
    {
      return parameter.name;
    }
  }
  return "";
}
} // namespace

torch::Tensor
WidenFirstLayer(const torch::Tensor & weight, int channels, Widening rule)
{
  if (weight.dim() != 4 || channels < 1)
  {
    throw LearnError("first layer: expected weights out x channels x k x k for at least one channel, got " +
                     ShapeText(weight) + " for " + std::to_string(channels));
  }
  const std::int64_t from = weight.size(1);
  if (from == channels)
  {
    return weight;
  }
  const double scale = static_cast<double>(from) / channels;
  if (rule == Widening::Mean)
  {
    return (weight.mean(1, true) * scale).repeat({ 1, channels, 1, 1 });
  }
  const torch::Tensor source = torch::arange(channels, weight.options().dtype(torch::kInt64)) % from;
  return weight.index_select(1, source) * scale;
}

std::vector<NamedTensor>
TranslateState(const std::vector<NamedTensor> & state)
{
  const std::string        parallel = "module.";
  std::vector<NamedTensor> translated;
  QueryKeyValue            parts;
  for (const NamedTensor & entry : state)
  {
    const bool        wrapped = entry.name.rfind(parallel, 0) == 0;
    const NamedTensor renamed{ Translate(wrapped ? entry.name.substr(parallel.size()) : entry.name), entry.tensor };
    if (EndsWith(renamed.name, "num_batches_tracked") || renamed.name == "embeddings.mask_token" ||
        TakePart(renamed, parts))
    {
      continue;
    }
    translated.push_back(renamed);
  }
  for (const auto & [name, part] : parts)
  {
    if (part.size() != 3)
    {
      throw LearnError("'" + name + "': expected query, key and value, got " + std::to_string(part.size()) +
                       " of them");
    }
    translated.push_back({ name, at::cat({ part.at("query"), part.at("key"), part.at("value") }) });
  }
  return translated;
}

PretrainedReport
LoadPretrained(Encoder & encoder, const std::vector<NamedTensor> & state, Widening rule)
{
  const std::string        first = FirstLayerOf(encoder);
  const auto               own = encoder.State();
  std::vector<NamedTensor> fitting;
  PretrainedReport         report;
  const auto               find = [](const std::vector<NamedTensor> & list, const std::string & name) {
    return std::find_if(list.begin(), list.end(), [&name](const NamedTensor & entry) { return entry.name == name; });
  };
  for (NamedTensor & entry : TranslateState(state))
  {
    const auto target = find(own, entry.name);
    if (IsOfHead(entry.name) && (target == own.end() || target->tensor.sizes() != entry.tensor.sizes()))
    {
      report.left_out.push_back(entry.name);
      continue;
    }
    if (entry.name == first && entry.tensor.dim() == 4)
    {
      entry.tensor = WidenFirstLayer(entry.tensor, encoder.InChannels(), rule);
    }
    fitting.push_back(std::move(entry));
  }
  for (const NamedTensor & entry : own)
  {
    if (IsOfHead(entry.name) && find(fitting, entry.name) == fitting.end())
    {
      report.kept.push_back(entry.name);
      fitting.push_back(entry);
    }
  }
  encoder.LoadState(fitting);
  return report;
}
} // namespace pheno
