#include "phenoDraws.h"
#include "phenoHash.h"
#include "phenoModel.h"
#include "phenoNode.h"
#include "phenoReadPlane.h"
#include "phenoStarTrainer.h"
#include "phenoTable.h"

#include <algorithm>
#include <cmath>
#include <fstream>

namespace
{
using namespace pheno;

/** A path whose {column} are replaced by a row's values. \throws Error for an unknown column or an open brace */
std::string
FillIn(const std::string & pattern, const Table & table, std::size_t row)
{
  std::string path;
  for (std::size_t at = 0; at < pattern.size(); ++at)
  {
    if (pattern[at] != '{')
    {
      path += pattern[at];
      continue;
    }
    const std::size_t end = pattern.find('}', at);
    if (end == std::string::npos)
    {
      throw Error("'" + pattern + "': expected } behind {");
    }
    path += table.Cell(row, pattern.substr(at + 1, end - at - 1));
    at = end;
  }
  return path;
}

std::vector<std::uint32_t>
NumbersOf(const Plane & plane)
{
  std::vector<std::uint32_t> numbers;
  const float * const        first = plane.GetBufferPointer();
  std::transform(first,
                 first + plane.GetBufferedRegion().GetNumberOfPixels(),
                 std::back_inserter(numbers),
                 [](float value) { return static_cast<std::uint32_t>(std::max(0.0F, std::round(value))); });
  return numbers;
}

/** Trains a star network on annotated images. */
class TrainSegmenter : public Node
{
public:
  explicit TrainSegmenter(const Json & params)
    : m_Params(params)
  {
    StarTrainingSettings & s = m_Settings;
    params.at("rays").get_to(s.architecture.rays);
    params.at("widths").get_to(s.architecture.widths);
    params.at("head").get_to(s.architecture.head);
    s.scaling = { params.at("percentiles").at(0), params.at("percentiles").at(1) };
    params.at("steps").get_to(s.steps);
    params.at("batch_size").get_to(s.batch_size);
    params.at("patch_px").get_to(s.patch_px);
    params.at("learning_rate").get_to(s.learning_rate);
    params.at("weight_decay").get_to(s.weight_decay);
    params.at("warmup_steps").get_to(s.warmup_steps);
    params.at("ema_decay").get_to(s.ema_decay);
    params.at("validate_every").get_to(s.validate_every);
    params.at("precision").get_to(s.precision);
    if (s.scaling.high <= s.scaling.low)
    {
      throw Error("percentiles: expected the second above the first, got " + params.at("percentiles").dump());
    }
  }

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    if (!in.CanLoad("images"))
    {
      return;
    }
    try
    {
      if (this->ChosenRows(*in.Get<Table>("images")).empty())
      {
        problems.Add("/in/images", "no row is left by where and held_out_digits");
      }
    }
    catch (const Error & error)
    {
      problems.Add("/in/images", error.what());
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const StarTrainingData data = this->ReadImages(in, context);
    StarTrainingSettings   settings = m_Settings;
    settings.seed = context.Seed();
    const StarTrainingResult result = TrainStars(data, settings, RunUnder(context));
    context.ThrowIfCancelled();
    if (!result.note.empty())
    {
      context.Log(LogLevel::Warning, result.note);
    }
    const fs::path folder = out.Folder("model");
    result.model->Save(folder);
    std::ifstream stream((folder / "model.json").string());
    const Json    description = Json::parse(stream);
    context.Log(LogLevel::Info,
                std::to_string(data.images.size()) + " images, " + std::to_string(data.validation.size()) +
                  " to choose by, in " + result.precision + ": " + description.at("training").dump());
    out.Set("model", Model{ folder, description });
    out.Set("history", HistoryTable(result.history));
  }

private:
  /** The rows that may be learned from, in the table's order. */
  std::vector<std::size_t>
  ChosenRows(const Table & table) const
  {
    const Table::Text        ids = table.Texts(m_Params.at("id_column"));
    const std::string        heldOut = m_Params.at("held_out_digits");
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < ids.size(); ++row)
    {
      bool isChosen = heldOut.find(Sha256(ids[row])[0]) == std::string::npos;
      for (const auto & [column, value] : m_Params.at("where").items())
      {
        isChosen = table.Cell(row, column) == value.get<std::string>() && isChosen;
      }
      FillIn(m_Params.at("image_path"), table, row);
      FillIn(m_Params.at("labels_path"), table, row);
      if (isChosen)
      {
        rows.push_back(row);
      }
    }
    return rows;
  }

  StarTrainingData
  ReadImages(const Inputs & in, Context & context) const
  {
    const Ptr<Table>                table = in.Get<Table>("images");
    const fs::path                  folder = in.Get<File>("folder")->path;
    const std::vector<std::size_t>  rows = this->ChosenRows(*table);
    const auto                      count = static_cast<std::int64_t>(rows.size());
    const std::vector<std::int64_t> order = Draws{ context.Seed() }.Permutation(count);
    const double                    fraction = m_Params.at("validation_fraction");
    const auto                      asked = static_cast<std::size_t>(std::ceil(fraction * static_cast<double>(count)));
    const std::size_t               held = std::min(asked, std::max<std::size_t>(1, rows.size()) - 1);
    StarTrainingData                data;
    for (std::size_t i = 0; i < order.size(); ++i)
    {
      context.ThrowIfCancelled();
      const std::size_t row = rows[static_cast<std::size_t>(order[i])];
      try
      {
        StarImage image = this->ReadImage(folder, *table, row);
        (i < held ? data.validation : data.images).push_back(std::move(image));
      }
      catch (const BadData & error)
      {
        context.Quarantine(table->Cell(row, m_Params.at("id_column")), error.what());
      }
    }
    return data;
  }

  StarImage
  ReadImage(const fs::path & folder, const Table & table, std::size_t row) const
  {
    const auto pixels = ReadPlane(folder / FillIn(m_Params.at("image_path"), table, row));
    const auto labels = ReadPlane(folder / FillIn(m_Params.at("labels_path"), table, row));
    const auto size = pixels->GetBufferedRegion().GetSize();
    const auto labelsSize = labels->GetBufferedRegion().GetSize();
    const auto numbers = NumbersOf(*labels);
    return MakeStarImage({ pixels->GetBufferPointer(), size[0], size[1] },
                         { numbers.data(), labelsSize[0], labelsSize[1] },
                         m_Settings.scaling);
  }

  static StarTrainingRun
  RunUnder(Context & context)
  {
    StarTrainingRun run;
    run.scratch_folder = context.Scratch().string();
    run.threads = static_cast<int>(context.Threads());
    run.on_step = [&context](const TrainingProgress & progress) { context.Progress(progress.fraction); };
    run.cancelled = [&context] { return context.IsCancelled(); };
    return run;
  }

  static Table
  HistoryTable(const std::vector<HistoryRow> & history)
  {
    Table::Integer steps;
    Table::Real    losses, rates, validation;
    for (const HistoryRow & row : history)
    {
      steps.push_back(row.step);
      losses.push_back(row.loss);
      rates.push_back(row.learning_rate);
      validation.push_back(row.validation_loss);
    }
    Table table;
    table.Add("step", std::move(steps));
    table.Add("loss", std::move(losses));
    table.Add("learning_rate", std::move(rates));
    table.Add("validation_loss", std::move(validation));
    return table;
  }

  Json                 m_Params;
  StarTrainingSettings m_Settings;
};
} // namespace

PHENO_NODE(TrainSegmenter)
