#include "treatment_side.h"

#include "phenoBertEncoder.h"
#include "phenoEmbeddingNames.h"
#include "phenoEncoder.h"
#include "phenoFeatureTower.h"
#include "phenoGraphTower.h"
#include "phenoModel.h"
#include "phenoMoleculeTable.h"
#include "phenoPromptTemplate.h"
#include "phenoTextTower.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cctype>
#include <numeric>
#include <set>

namespace pheno::training
{
namespace
{
TreatmentSide
OfFeatures(const Json & settings, std::int64_t width, const Inputs & in)
{
  const Ptr<Profiles> given = in.Get<Profiles>("treatments");
  TreatmentSide       side;
  side.ids = given->metadata.Texts("Metadata_" + settings.at("column").get<std::string>());
  if (std::set<std::string>(side.ids.begin(), side.ids.end()).size() != side.ids.size())
  {
    throw Error("treatments: a treatment has two rows; expected one each");
  }
  const auto    rows = static_cast<std::int64_t>(given->Rows());
  const auto    columns = static_cast<std::int64_t>(given->Columns());
  torch::Tensor values = torch::empty({ rows, columns }, torch::kFloat64);
  std::copy(given->values.begin(), given->values.end(), values.data_ptr<double>());
  PerceptronSettings perceptron;
  perceptron.widths = { columns };
  for (const Json & hidden : settings.at("hidden"))
  {
    perceptron.widths.push_back(hidden);
  }
  perceptron.widths.push_back(width);
  perceptron.dropout = settings.at("dropout");
  perceptron.batch_norm = settings.at("batch_norm");
  side.tower = std::make_unique<FeatureTower>(values, perceptron);
  return side;
}

/** The rows of the compounds' table, one a treatment, in order of first appearance. */
std::vector<std::size_t>
FirstRows(const Table::Text & ids)
{
  std::set<std::string>    seen;
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < ids.size(); ++row)
  {
    if (!ids[row].empty() && seen.insert(ids[row]).second)
    {
      rows.push_back(row);
    }
  }
  return rows;
}

/** A vocabulary for texts without a model: their words, and every character for words that are not among them. */
std::vector<std::string>
VocabularyOf(const std::vector<std::string> & texts)
{
  std::vector<std::string> words{ "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]" };
  std::set<std::string>    pieces;
  for (int c = 33; c < 127; ++c)
  {
    pieces.insert(std::string(1, static_cast<char>(c)));
    pieces.insert("##" + std::string(1, static_cast<char>(c)));
  }
  for (const std::string & text : texts)
  {
    std::string word;
    for (const char c : text + " ")
    {
      const bool isPart = std::isalnum(static_cast<unsigned char>(c)) != 0;
      isPart ? void(word += c) : word.empty() ? void() : void(pieces.insert(word));
      word = isPart ? word : std::string();
    }
  }
  words.insert(words.end(), pieces.begin(), pieces.end());
  return words;
}

/** A small BERT with random weights, for texts without a model: 4 layers, 256 wide. */
std::shared_ptr<BertEncoder>
SmallBert(std::int64_t vocabulary, std::int64_t positions, std::uint64_t seed)
{
  BertSettings bert;
  bert.vocabulary = vocabulary;
  bert.width = 256;
  bert.depth = 4;
  bert.heads = 4;
  bert.mlp_width = 1024;
  bert.positions = positions;
  auto encoder = std::make_shared<BertEncoder>(bert);
  encoder->Initialise(at::make_generator<at::CPUGeneratorImpl>(seed));
  return encoder;
}

TextPooling
PoolingOf(const std::string & name)
{
  return name == "mean" ? TextPooling::Mean : name == "class" ? TextPooling::Class : TextPooling::Pooler;
}

TreatmentSide
OfTexts(const Json & settings, std::int64_t width, const Inputs & in, Context & context)
{
  const Ptr<Table>         table = in.Get<Table>("compounds");
  const Table::Text        ids = table->Texts(settings.at("column"));
  const PromptTemplate &   prompt = FindPromptTemplate(settings.at("template"));
  std::vector<std::string> texts;
  TreatmentSide            side;
  for (const std::size_t row : FirstRows(ids))
  {
    PromptRecord record{ { "cell", settings.at("cell") } };
    for (const auto & [field, column] : settings.at("fields").items())
    {
      record[field] = table->Cell(row, column);
    }
    try
    {
      texts.push_back(prompt.make(record));
      side.ids.push_back(ids[row]);
    }
    catch (const std::exception & error)
    {
      context.Quarantine(ids[row], error.what());
    }
  }
  TextTowerSettings tower;
  tower.pooling = PoolingOf(settings.at("pooling"));
  tower.max_length = settings.at("max_length");
  tower.width = width;
  tower.trained = settings.at("train_text");
  if (in.Has("text_model"))
  {
    const std::string folder = in.Get<File>("text_model")->path.string();
    side.tower = std::make_unique<TextTower>(texts, WordPieceTokenizer::Read(folder), BertEncoder::Read(folder), tower);
    return side;
  }
  const WordPieceTokenizer tokenizer(VocabularyOf(texts), false);
  side.tower =
    std::make_unique<TextTower>(texts, tokenizer, SmallBert(tokenizer.Size(), tower.max_length, context.Seed()), tower);
  return side;
}

TreatmentSide
OfGraphs(const Json & settings, std::int64_t width, const Inputs & in, Context & context)
{
  const Ptr<Table>         table = in.Get<Table>("compounds");
  const Table::Text        ids = table->Texts(settings.at("column"));
  const Table::Text        smiles = table->Texts(settings.at("smiles_column"));
  std::vector<MoleculeRow> rows;
  for (const std::size_t row : FirstRows(ids))
  {
    rows.push_back({ ids[row], smiles[row] });
  }
  const MoleculeTable molecules(rows);
  for (const QuarantinedMolecule & bad : molecules.Quarantine())
  {
    context.Quarantine(bad.id, bad.reason);
  }
  std::vector<MoleculeGraph> graphs;
  for (const Molecule & molecule : molecules.Molecules())
  {
    graphs.push_back(MakeGraph(molecule));
  }
  GraphEncoderSettings graph;
  graph.architecture = settings.at("tower");
  graph.out_width = width;
  graph.width = settings.at("graph_width");
  graph.depth = settings.at("graph_depth");
  graph.mean_log_degree = graph.architecture == "pna" ? MeanLogDegree(graphs) : 0;
  return { molecules.Ids(), std::make_unique<GraphTower>(std::move(graphs), graph) };
}
} // namespace

std::string
PortOf(const Json & settings)
{
  return settings.at("tower") == "features" ? "treatments" : "compounds";
}

TreatmentSide
MakeTreatmentSide(const Json & settings, std::int64_t width, const Inputs & in, Context & context)
{
  const std::string & tower = settings.at("tower").get_ref<const std::string &>();
  return tower == "features" ? OfFeatures(settings, width, in)
         : tower == "text"   ? OfTexts(settings, width, in, context)
                             : OfGraphs(settings, width, in, context);
}

Profiles
EmbedTreatments(TreatmentSide & side, const std::string & column)
{
  constexpr std::size_t kBatch = 256;
  const at::NoGradGuard guard;
  at::Generator         unused = at::make_generator<at::CPUGeneratorImpl>();
  Profiles              profiles;
  for (std::size_t first = 0; first < side.ids.size(); first += kBatch)
  {
    std::vector<std::int64_t> batch(std::min(kBatch, side.ids.size() - first));
    std::iota(batch.begin(), batch.end(), static_cast<std::int64_t>(first));
    const torch::Tensor rows = NormaliseRows(side.tower->Encode(batch, false, unused)).to(torch::kFloat64).contiguous();
    profiles.values.insert(profiles.values.end(), rows.data_ptr<double>(), rows.data_ptr<double>() + rows.numel());
  }
  profiles.metadata.Add("Metadata_" + column, side.ids);
  profiles.features = EmbeddingNames(static_cast<int>(side.tower->Width()));
  profiles.precision = Profiles::Precision::Float32;
  return profiles;
}
} // namespace pheno::training
