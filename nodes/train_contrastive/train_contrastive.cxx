#include "phenoCropBlocks.h"
#include "phenoCropClasses.h"
#include "phenoIntensityRange.h"
#include "phenoModel.h"
#include "phenoNode.h"
#include "phenoPlateMap.h"
#include "phenoTrainer.h"

#include <algorithm>
#include <fstream>
#include <optional>

namespace
{
using namespace pheno;

/** Trains an encoder on crops. */
class TrainContrastive : public Node
{
public:
  explicit TrainContrastive(const Json & params)
    : m_ClassBy(params.at("class_by").get<std::vector<std::string>>())
    , m_SplitColumn(params.at("split_column"))
    , m_SplitValue(params.at("split_value"))
    , m_Replicate(params.at("replicate"))
    , m_Low(params.at("range_percentiles").at(0))
    , m_High(params.at("range_percentiles").at(1))
  {
    Json settings = params;
    for (const char * own : { "class_by", "split_column", "split_value", "replicate", "range_percentiles" })
    {
      settings.erase(own);
    }
    m_Settings = TrainingSettingsFromJson(settings);
  }

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    const bool named =
      !m_SplitColumn.empty() || std::any_of(m_ClassBy.begin(), m_ClassBy.end(), [](const std::string & name) {
        return name != "plate" && name != "well";
      });
    if (named && !in.Has("wells"))
    {
      problems.Add("/in/wells", "missing: class_by or split_column name columns of the plate map");
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const CropBlocks  blocks(in, "crops");
    const CropClasses classes = ClassesOf(blocks.Rows(), in);
    SubsetCropSource  crops(blocks.Source(), classes.crops);
    TrainingData      data;
    data.crops = &crops;
    data.class_of_crop = classes.index;
    data.class_names = classes.names;
    data.channels = blocks.Channels();
    data.scaling = MeasureInputScaling(crops, m_Low, m_High);
    TrainingSettings settings = m_Settings;
    settings.seed = context.Seed() + m_Replicate;
    settings.batch_size = std::min<std::int64_t>(settings.batch_size, std::max<std::int64_t>(2, crops.Size()));

    const fs::path       folder = out.Folder("model");
    const TrainingResult result = Train(data, settings, RunUnder(context), folder.string());
    context.ThrowIfCancelled();
    if (!result.note.empty())
    {
      context.Log(LogLevel::Warning, result.note);
    }
    if (settings.epochs > 0)
    {
      context.Log(LogLevel::Info,
                  std::to_string(crops.Size()) + " crops of " + std::to_string(classes.names.size()) + " classes, " +
                    std::to_string(result.steps) + " steps in " + result.precision + ", " +
                    std::to_string(static_cast<int>(result.images_per_second)) + " images/s");
    }
    std::ifstream description((folder / "model.json").string());
    out.Set("model", Model{ folder, Json::parse(description) });
    out.Set("history", HistoryTable(result.history));
  }

private:
  CropClasses
  ClassesOf(const Table & rows, const Inputs & in) const
  {
    const Table::Text             plates = rows.Texts("Metadata_Plate");
    const Table::Text             wells = rows.Texts("Metadata_Well");
    const std::optional<PlateMap> map =
      in.Has("wells") ? std::optional<PlateMap>(in.Get<Table>("wells")) : std::nullopt;
    const auto column = [&](const std::string & name) {
      return name == "plate" ? plates : name == "well" ? wells : map->Lookup(plates, wells, name);
    };
    std::vector<Table::Text> labels;
    for (const std::string & name : m_ClassBy)
    {
      labels.push_back(column(name));
    }
    const Table::Text split = m_SplitColumn.empty() ? Table::Text() : column(m_SplitColumn);
    for (std::size_t row = 0; row < split.size(); ++row)
    {
      if (split[row] != m_SplitValue)
      {
        labels.front()[row].clear(); // leaves the crop out
      }
    }
    return ClassesByLabels(labels);
  }

  static TrainingRun
  RunUnder(Context & context)
  {
    TrainingRun run;
    run.scratch_folder = context.Scratch().string();
    run.threads = static_cast<int>(context.Threads());
    run.on_step = [&context, isFirst = true](const TrainingProgress & progress) mutable {
      if (isFirst && progress.step > 1)
      {
        context.Log(LogLevel::Info,
                    "goes on from step " + std::to_string(progress.step - 1) + " of " + std::to_string(progress.steps));
      }
      isFirst = false;
      context.Progress(progress.fraction);
    };
    run.cancelled = [&context] { return context.IsCancelled(); };
    return run;
  }

  static Table
  HistoryTable(const std::vector<HistoryRow> & history)
  {
    Table::Integer epochs, steps;
    Table::Real    losses, rates;
    for (const HistoryRow & row : history)
    {
      epochs.push_back(row.epoch);
      steps.push_back(row.step);
      losses.push_back(row.loss);
      rates.push_back(row.learning_rate);
    }
    Table table;
    table.Add("epoch", std::move(epochs));
    table.Add("step", std::move(steps));
    table.Add("loss", std::move(losses));
    table.Add("learning_rate", std::move(rates));
    return table;
  }

  std::vector<std::string> m_ClassBy;
  std::string              m_SplitColumn;
  std::string              m_SplitValue;
  std::uint64_t            m_Replicate;
  double                   m_Low;
  double                   m_High;
  TrainingSettings         m_Settings;
};
} // namespace

PHENO_NODE(TrainContrastive)
