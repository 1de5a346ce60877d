#include "phenoCropBlocks.h"
#include "phenoEmbedder.h"
#include "phenoEmbeddingNames.h"
#include "phenoGrantedDevice.h"
#include "phenoModel.h"
#include "phenoNode.h"
#include "phenoPlateMap.h"
#include "phenoProfiles.h"

#include <algorithm>
#include <map>
#include <set>

namespace
{
using namespace pheno;

/** Embeds the crops of a plate. */
class EmbedCells : public Node
{
public:
  explicit EmbedCells(const Json & params)
    : m_Recalibrate(params.at("recalibrate"))
    , m_ControlColumn(params.at("control_column"))
    , m_ControlValue(params.at("control_value"))
    , m_FallsBack(params.at("without_controls") == "all_wells")
  {
    m_Settings.batch_size = params.at("batch_size");
    m_Settings.precision = params.at("precision");
    m_Settings.control_sample_size = params.at("max_controls");
  }

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    if (!m_Recalibrate)
    {
      return;
    }
    if (!in.Has("wells"))
    {
      problems.Add("/in/wells", "missing: recalibration needs the plate map to know the controls");
      return;
    }
    if (m_FallsBack || !in.CanLoad("wells"))
    {
      return;
    }
    const Ptr<Table>      wells = in.Get<Table>("wells");
    const Table::Text     roles = wells->Texts(m_ControlColumn);
    const Table::Text     plates = wells->Has("plate") ? wells->Texts("plate") : Table::Text(roles.size());
    std::set<std::string> with;
    for (std::size_t i = 0; i < roles.size(); ++i)
    {
      if (roles[i] == m_ControlValue)
      {
        with.insert(plates[i]);
      }
    }
    for (const std::string & plate : std::set<std::string>(plates.begin(), plates.end()))
    {
      if (with.count(plate) == 0)
      {
        problems.Add("/in/wells",
                     "plate " + (plate.empty() ? "map" : plate) + " has no control well: expected a row with " +
                       m_ControlColumn + " = " + m_ControlValue);
      }
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    EmbeddingSettings settings = m_Settings;
    settings.device = GrantedDevice(context);
    const CropBlocks crops(in, "crops");
    EncoderModel     model = EncoderModel::Load(in.Get<Model>("model")->folder.string());
    const bool       recalibrate = m_Recalibrate && CanRecalibrate(model, context);
    settings.threads = static_cast<int>(context.Threads());
    settings.seed = context.Seed();
    settings.on_progress = [&context](double fraction) { context.Progress(fraction); };
    settings.cancelled = [&context] { return context.IsCancelled(); };

    Embeddings embeddings;
    try
    {
      embeddings = recalibrate ? EmbedPlates(model,
                                             crops.Source(),
                                             crops.Channels(),
                                             crops.Rows().Texts("Metadata_Plate"),
                                             IsControl(crops.Rows(), in, context),
                                             settings)
                               : Embed(model, crops.Source(), crops.Channels(), settings);
    }
    catch (const std::exception &)
    {
      context.ThrowIfCancelled();
      throw;
    }
    Profiles profiles;
    profiles.metadata = crops.Rows().Metadata();
    profiles.features = EmbeddingNames(embeddings.width);
    profiles.values.assign(embeddings.values.begin(), embeddings.values.end());
    profiles.precision = Profiles::Precision::Float32;
    out.Set("profiles", std::move(profiles));
  }

private:
  /** Whether the model's norms are within reach; says so when they are not. */
  static bool
  CanRecalibrate(const EncoderModel & model, Context & context)
  {
    const bool can = model.Description().architecture != "torchscript";
    if (!can)
    {
      context.Log(LogLevel::Warning,
                  "the norms of a TorchScript module cannot be recalibrated: it embeds with its own statistics");
    }
    return can;
  }

  std::vector<bool>
  IsControl(const Table & rows, const Inputs & in, Context & context) const
  {
    const PlateMap    map(in.Get<Table>("wells"));
    const Table::Text plates = rows.Texts("Metadata_Plate");
    const Table::Text roles = map.Lookup(plates, rows.Texts("Metadata_Well"), m_ControlColumn);
    std::vector<bool> control(roles.size());
    std::transform(
      roles.begin(), roles.end(), control.begin(), [this](const std::string & role) { return role == m_ControlValue; });
    if (m_FallsBack)
    {
      TakeAllWhereNone(plates, control, context);
    }
    return control;
  }

  /** Makes every crop of a plate without controls one. */
  static void
  TakeAllWhereNone(const Table::Text & plates, std::vector<bool> & control, Context & context)
  {
    std::map<std::string, bool> has;
    for (std::size_t i = 0; i < plates.size(); ++i)
    {
      has[plates[i]] = has[plates[i]] || control[i];
    }
    for (const auto & [plate, any] : has)
    {
      if (!any)
      {
        context.Log(LogLevel::Warning, "plate " + plate + " has no control: recalibrated on all of its wells");
      }
    }
    for (std::size_t i = 0; i < plates.size(); ++i)
    {
      control[i] = control[i] || !has[plates[i]];
    }
  }

  bool              m_Recalibrate;
  std::string       m_ControlColumn;
  std::string       m_ControlValue;
  bool              m_FallsBack;
  EmbeddingSettings m_Settings;
};
} // namespace

PHENO_NODE(EmbedCells)
