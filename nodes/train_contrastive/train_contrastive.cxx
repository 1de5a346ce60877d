#include "phenoCropBlocks.h"
#include "phenoModel.h"
#include "phenoNode.h"
#include "phenoPercentile.h"
#include "phenoPlateMap.h"
#include "phenoTrainer.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>

namespace
{
using namespace pheno;

constexpr std::int64_t kSampledCrops = 2000;
constexpr std::size_t  kSampledPixels = 256; ///< of a crop's channel

/** Per-channel percentiles of an even sample of the crops, mapped to -0.5 and 0.5. */
InputScaling
ScalingOf(const CropSource & crops, double lowPercent, double highPercent)
{
  const CropShape & shape = crops.Shape();
  if (shape.type == PixelType::kUInt8)
  {
    return EightBitScaling(shape.channels);
  }
  const std::size_t               plane = static_cast<std::size_t>(shape.height) * static_cast<std::size_t>(shape.width);
  const std::size_t               stride = std::max<std::size_t>(1, plane / kSampledPixels);
  std::vector<std::vector<float>> values(static_cast<std::size_t>(shape.channels));
  std::vector<std::byte>          scratch;
  const std::int64_t              visits = std::min(crops.Size(), kSampledCrops);
  for (std::int64_t i = 0; i < visits; ++i)
  {
    const std::byte * bytes = crops.Read(i * crops.Size() / visits, scratch);
    for (std::size_t c = 0; c < values.size(); ++c)
    {
      for (std::size_t p = 0; p < plane; p += stride)
      {
        const std::size_t at = c * plane + p;
        values[c].push_back(shape.type == PixelType::kUInt16 ? reinterpret_cast<const std::uint16_t *>(bytes)[at]
                                                             : reinterpret_cast<const float *>(bytes)[at]);
      }
    }
  }
  std::vector<double> low(values.size());
  std::vector<double> high(values.size());
  for (std::size_t c = 0; c < values.size(); ++c)
  {
    std::sort(values[c].begin(), values[c].end());
    low[c] = values[c].empty() ? 0 : PercentileOfSorted(values[c], lowPercent);
    high[c] = values[c].empty() ? 0 : PercentileOfSorted(values[c], highPercent);
  }
  return RangeScaling(low, high);
}

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
    const bool named = !m_SplitColumn.empty() || std::any_of(m_ClassBy.begin(), m_ClassBy.end(), [](const std::string & name) {
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
    const CropBlocks   blocks(in, "crops");
    const CropClasses  classes = ClassesOf(blocks.Rows(), in);
    SubsetCropSource   crops(blocks.Source(), classes.crops);
    TrainingData       data;
    data.crops = &crops;
    data.class_of_crop = classes.index;
    data.class_names = classes.names;
    data.channels = blocks.Channels();
    data.scaling = ScalingOf(crops, m_Low, m_High);
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
  /** The crops that are learned from, and the class of each. */
  struct CropClasses
  {
    std::vector<std::int64_t> crops;
    std::vector<std::int64_t> index;
    std::vector<std::string>  names;
  };

  CropClasses
  ClassesOf(const Table & rows, const Inputs & in) const
  {
    const Table::Text                  plates = rows.Texts("Metadata_Plate");
    const Table::Text                  wells = rows.Texts("Metadata_Well");
    const std::optional<PlateMap>      map = in.Has("wells") ? std::optional<PlateMap>(in.Get<Table>("wells")) : std::nullopt;
    const auto                         column = [&](const std::string & name) {
      return name == "plate" ? plates : name == "well" ? wells : map->Lookup(plates, wells, name);
    };
    std::vector<Table::Text> parts;
    for (const std::string & name : m_ClassBy)
    {
      parts.push_back(column(name));
    }
    const Table::Text split = m_SplitColumn.empty() ? Table::Text() : column(m_SplitColumn);
    std::map<std::string, std::vector<std::int64_t>> members;
    for (std::size_t row = 0; row < plates.size(); ++row)
    {
      std::string name;
      bool        whole = split.empty() || split[row] == m_SplitValue;
      for (const Table::Text & part : parts)
      {
        whole = whole && !part[row].empty();
        name += (name.empty() ? "" : "|") + part[row];
      }
      if (whole)
      {
        members[name].push_back(static_cast<std::int64_t>(row));
      }
    }
    return Number(members);
  }

  static CropClasses
  Number(const std::map<std::string, std::vector<std::int64_t>> & members)
  {
    std::vector<std::pair<std::int64_t, std::int64_t>> cropAndClass;
    CropClasses                                        classes;
    for (const auto & [name, rows] : members)
    {
      for (const std::int64_t row : rows)
      {
        cropAndClass.emplace_back(row, static_cast<std::int64_t>(classes.names.size()));
      }
      classes.names.push_back(name);
    }
    std::sort(cropAndClass.begin(), cropAndClass.end());
    for (const auto & [crop, index] : cropAndClass)
    {
      classes.crops.push_back(crop);
      classes.index.push_back(index);
    }
    return classes;
  }

  static TrainingRun
  RunUnder(Context & context)
  {
    TrainingRun run;
    run.scratch_folder = context.Scratch().string();
    run.threads = static_cast<int>(context.Threads());
    run.on_step = [&context](const TrainingProgress & progress) { context.Progress(progress.fraction); };
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
