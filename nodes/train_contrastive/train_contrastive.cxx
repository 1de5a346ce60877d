#include "crop_labels.h"
#include "treatment_side.h"

#include "phenoCommunicator.h"
#include "phenoCropBlocks.h"
#include "phenoEncoder.h"
#include "phenoEncoderModel.h"
#include "phenoGrantedDevice.h"
#include "phenoIntensityRange.h"
#include "phenoModel.h"
#include "phenoObjectiveKinds.h"
#include "phenoPretrained.h"
#include "phenoScriptedEncoder.h"
#include "phenoStateDict.h"
#include "phenoTrainer.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>
#include <fstream>

namespace
{
using namespace pheno;
using namespace pheno::training;

const std::vector<std::string> kOwnParams = { "class_by",   "split_column",   "split_value",   "validation_value",
                                              "group_by",   "control_column", "control_value", "range_percentiles",
                                              "treatments", "prompt_fields",  "smiles_column" };

/** Trains an encoder on crops. */
class TrainContrastive : public Node
{
public:
  explicit TrainContrastive(const Json & params)
    : m_ClassBy(params.at("class_by").get<std::vector<std::string>>())
    , m_SplitColumn(params.at("split_column"))
    , m_SplitValue(params.at("split_value"))
    , m_ValidationValue(params.at("validation_value"))
    , m_GroupBy(params.at("group_by").get<std::vector<std::string>>())
    , m_ControlColumn(params.at("control_column"))
    , m_ControlValue(params.at("control_value"))
    , m_Low(params.at("range_percentiles").at(0))
    , m_High(params.at("range_percentiles").at(1))
    , m_Treatments(params.at("treatments"))
  {
    m_Treatments["column"] = m_ClassBy.front();
    m_Treatments["fields"] = params.at("prompt_fields");
    m_Treatments["smiles_column"] = params.at("smiles_column");
    Json settings = params;
    for (const std::string & own : kOwnParams)
    {
      settings.erase(own);
    }
    m_Settings = TrainingSettingsFromJson(settings);
  }

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    const auto ofMap = [](const std::vector<std::string> & names) {
      return std::any_of(names.begin(), names.end(), IsOfMap);
    };
    const bool named = !m_SplitColumn.empty() || !m_ControlColumn.empty() || ofMap(m_ClassBy) || ofMap(m_GroupBy);
    if (named && !in.Has("wells"))
    {
      problems.Add("/in/wells", "missing: the parameters name columns of the plate map");
    }
    if (m_Settings.sampler == "control_balanced" && m_ControlColumn.empty())
    {
      problems.Add("/params/control_column", "missing: sampler control_balanced needs to know the controls");
    }
    const std::string & objective = m_Settings.objective;
    if (m_Settings.sampler == "multi_view" && !TakesSeveralViews(objective))
    {
      problems.Add("/params/sampler", "multi_view needs an objective of several views: simclr, emm or imm");
    }
    if (m_Settings.patience > 0 && (m_ValidationValue.empty() || m_SplitColumn.empty()))
    {
      problems.Add("/params/validation_value", "missing: patience needs wells to validate on (split_column, too)");
    }
    if (in.Has("start") && in.Has("weights"))
    {
      problems.Add("/in/weights", "expected start or weights, not both");
    }
    const bool starts = in.Has("start") || in.Has("weights");
    if (m_Settings.architecture == "torchscript" && !starts)
    {
      problems.Add("/in/weights", "missing: architecture torchscript is a file");
    }
    if (m_Settings.freeze == "trunk" && !starts)
    {
      problems.Add("/in/weights", "missing: a frozen trunk is that of a model (start) or of weights");
    }
    if (m_Settings.class_start == "means" && !starts)
    {
      problems.Add("/in/start", "missing: class_start means are those of a model");
    }
    if (TakesTreatments(objective) && (m_ClassBy.size() != 1 || !IsOfMap(m_ClassBy.front())))
    {
      problems.Add("/params/class_by",
                   "expected the one column that tells a treatment, for objective " + objective + ", got " +
                     Join(m_ClassBy));
    }
    if (TakesTreatments(objective) && !in.Has(PortOf(m_Treatments)))
    {
      problems.Add("/in/" + PortOf(m_Treatments),
                   "missing: objective " + objective + " with tower " + m_Treatments.at("tower").get<std::string>() +
                     " sets images against it");
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const TrainingRun run = RunUnder(context);
    const CropBlocks  blocks(in, "crops");
    const CropLabels  labels(blocks.Rows(), in);
    TreatmentSide     side;
    CropClasses       all;
    if (TakesTreatments(m_Settings.objective))
    {
      side = MakeTreatmentSide(m_Treatments, m_Settings.embed_dim, in, context);
      all = ClassesAmong(labels[m_ClassBy.front()], side.ids);
    }
    else
    {
      all = ClassesByLabels(labels[m_ClassBy]);
    }
    const Table::Text      split = m_SplitColumn.empty() ? Table::Text() : labels[m_SplitColumn];
    const CropClasses      classes = OnlyOf(all, split, m_SplitValue, side.tower != nullptr);
    const CropClasses      held = m_ValidationValue.empty() || split.empty()
                                    ? CropClasses()
                                    : OnlyOf(all, split, m_ValidationValue, side.tower != nullptr);
    const SubsetCropSource crops(blocks.Source(), classes.crops);
    const SubsetCropSource heldCrops(blocks.Source(), held.crops);

    TrainingData data;
    data.crops = &crops;
    data.class_of_crop = classes.index;
    data.class_names = classes.names;
    data.channels = blocks.Channels();
    data.treatments = side.tower.get();
    this->AddSampling(labels, classes, held, data);
    if (!held.crops.empty())
    {
      data.validation = { &heldCrops, held.index, held.names, data.validation.group_of_crop };
    }
    this->AddStart(in, data, context);
    TrainingSettings settings = m_Settings;
    settings.seed = context.Seed();
    settings.batch_size = std::min<std::int64_t>(settings.batch_size, std::max<std::int64_t>(2, crops.Size()));

    const fs::path       folder = out.Folder("model");
    const TrainingResult result = Train(data, settings, run, folder.string());
    context.ThrowIfCancelled();
    if (context.GetRank().rank > 0)
    {
      return; // the first rank stores what all of them trained
    }
    this->Report(result, crops.Size(), classes.names.size(), context);
    std::ifstream description((folder / "model.json").string());
    out.Set("model", Model{ folder, Json::parse(description) });
    out.Set("history", HistoryTable(result.history));
    if (side.tower && out.Wanted("treatments"))
    {
      out.Set("treatments", EmbedTreatments(side, m_ClassBy.front()));
    }
  }

private:
  /** What the samplers want to know besides the classes. */
  void
  AddSampling(const CropLabels &  labels,
              const CropClasses & classes,
              const CropClasses & held,
              TrainingData &      data) const
  {
    if (!m_ControlColumn.empty())
    {
      const Table::Text roles = labels[m_ControlColumn];
      data.is_control.assign(classes.names.size(), 0);
      for (std::size_t i = 0; i < classes.crops.size(); ++i)
      {
        const bool isControl = roles[static_cast<std::size_t>(classes.crops[i])] == m_ControlValue;
        data.is_control[static_cast<std::size_t>(classes.index[i])] |= static_cast<char>(isControl);
      }
    }
    if (m_Settings.sampler == "multi_view")
    {
      data.group_of_crop = NumberGroups(labels[m_GroupBy], classes.crops);
      data.validation.group_of_crop = NumberGroups(labels[m_GroupBy], held.crops);
    }
  }

  /** Where training starts, and how pixels become numbers: as in the model it starts from, or measured. */
  void
  AddStart(const Inputs & in, TrainingData & data, const Context & context) const
  {
    if (in.Has("start"))
    {
      const std::string folder = in.Get<Model>("start")->folder.string();
      const auto        model = std::make_shared<const EncoderModel>(EncoderModel::Load(folder));
      if (model->Description().architecture != m_Settings.architecture)
      {
        throw Error("start: expected a model of architecture " + m_Settings.architecture + ", got " +
                    model->Description().architecture);
      }
      model->RequireFits(data.crops->Shape(), data.channels);
      data.start = std::shared_ptr<const Encoder>(model, &model->Network());
      data.scaling = model->Description().scaling;
      data.script = m_Settings.architecture == "torchscript" ? ScriptedEncoder::ScriptIn(folder) : "";
      return;
    }
    if (m_Settings.architecture == "torchscript")
    {
      data.script = in.Get<File>("weights")->path.string();
    }
    else if (in.Has("weights"))
    {
      const auto encoder = MakeEncoder(EncoderSettingsOf(m_Settings, data.crops->Shape()));
      encoder->Initialise(at::make_generator<at::CPUGeneratorImpl>(context.Seed())); // of a new head
      LoadPretrained(*encoder, ReadStateDict(in.Get<File>("weights")->path.string()), Widening::Repetition);
      data.start = encoder;
    }
    if (m_Settings.architecture == "cross_channel_former")
    {
      data.scaling = IdentityScaling(data.crops->Shape().channels);
    }
    else
    {
      data.scaling = MeasureInputScaling(*data.crops, m_Low, m_High);
    }
  }

  void
  Report(const TrainingResult & result, std::int64_t crops, std::size_t classes, Context & context) const
  {
    if (!result.note.empty())
    {
      context.Log(LogLevel::Warning, result.note);
    }
    if (m_Settings.epochs > 0)
    {
      context.Log(LogLevel::Info,
                  std::to_string(crops) + " crops of " + std::to_string(classes) + " classes, " +
                    std::to_string(result.steps) + " steps in " + result.precision + ", " +
                    std::to_string(static_cast<int>(result.images_per_second)) + " images/s");
    }
  }

  static TrainingRun
  RunUnder(Context & context)
  {
    TrainingRun run;
    run.device = GrantedDevice(context);
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
    if (const Rank rank = context.GetRank(); rank.size > 1)
    {
      RankPlace place;
      place.rank = rank.rank;
      place.size = rank.size;
      place.rendezvous_file = rank.rendezvous;
      run.ranks = ConnectRanks(place);
    }
    return run;
  }

  static Table
  HistoryTable(const std::vector<HistoryRow> & history)
  {
    Table::Integer epochs, steps;
    Table::Real    losses, rates, validation;
    for (const HistoryRow & row : history)
    {
      epochs.push_back(row.epoch);
      steps.push_back(row.step);
      losses.push_back(row.loss);
      rates.push_back(row.learning_rate);
      validation.push_back(row.validation_loss);
    }
    Table table;
    table.Add("epoch", std::move(epochs));
    table.Add("step", std::move(steps));
    table.Add("loss", std::move(losses));
    table.Add("learning_rate", std::move(rates));
    if (std::any_of(validation.begin(), validation.end(), [](double loss) { return !std::isnan(loss); }))
    {
      table.Add("validation_loss", std::move(validation));
    }
    return table;
  }

  std::vector<std::string> m_ClassBy;
  std::string              m_SplitColumn;
  std::string              m_SplitValue;
  std::string              m_ValidationValue;
  std::vector<std::string> m_GroupBy;
  std::string              m_ControlColumn;
  std::string              m_ControlValue;
  double                   m_Low;
  double                   m_High;
  Json                     m_Treatments;
  TrainingSettings         m_Settings;
};
} // namespace

PHENO_NODE(TrainContrastive)
