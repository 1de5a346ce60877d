#include "phenoBertEncoder.h"
#include "phenoFiles.h"
#include "phenoJsonReader.h"

namespace pheno
{
BertSettings
BertSettings::Read(const std::string & path)
{
  const auto config = nlohmann::json::parse(learn::ReadWholeFile(path), nullptr, false);
  if (config.is_discarded())
  {
    throw LearnError(path + ": not a JSON file");
  }
  BertSettings      settings;
  learn::JsonReader reader(config, path);
  reader.Integer("vocab_size", settings.vocabulary, 1);
  reader.Integer("hidden_size", settings.width, 1);
  reader.Integer("num_hidden_layers", settings.depth, 1);
  reader.Integer("num_attention_heads", settings.heads, 1);
  reader.Integer("intermediate_size", settings.mlp_width, 1);
  reader.Integer("max_position_embeddings", settings.positions, 1);
  reader.Integer("type_vocab_size", settings.segments, 1);
  reader.Number("layer_norm_eps", settings.norm_epsilon, 0, 1);
  reader.Number("hidden_dropout_prob", settings.dropout, 0, 1);
  reader.Number("attention_probs_dropout_prob", settings.attention_dropout, 0, 1);
  reader.Number("initializer_range", settings.start_deviation, 0, 1);
  std::string only;
  reader.Word("model_type", only, { "bert" });
  reader.Word("hidden_act", only, { "gelu" });
  reader.Word("position_embedding_type", only, { "absolute" });
  reader.FinishAmongOthers();
  return settings;
}
} // namespace pheno
