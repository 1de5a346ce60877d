#include "phenoCorrectionModel.h"
#include "phenoFeatureSelection.h"
#include "phenoFiniteProfiles.h"
#include "phenoFittedOn.h"
#include "phenoForeseenProfiles.h"
#include "phenoGatherProfiles.h"

#include <algorithm>

namespace
{
using namespace pheno;

constexpr auto kNoBlocklist = "the operation blocklist was asked for and no table is connected to the port 'blocklist'";

/** Keeps the features that tell something, once. */
class SelectFeaturesNode : public Node
{
public:
  explicit SelectFeaturesNode(const Json & params)
    : m_TreatmentBy(params.at("treatment_by"))
    , m_PlateColumn(params.at("plate_column"))
  {
    for (const std::string name : params.at("operations"))
    {
      m_Options.operations.push_back(FeatureOperationFromName(name));
    }
    m_Options.min_variance = params.at("min_variance");
    m_Options.freq_cut = params.at("freq_cut");
    m_Options.unique_cut = params.at("unique_cut");
    m_Options.corr_threshold = params.at("corr_threshold");
    m_Options.na_cutoff = params.at("na_cutoff");
    m_Options.outlier_cutoff = params.at("outlier_cutoff");
    m_Options.noise_cutoff = params.at("noise_cutoff");
    m_Options.replicate_cutoff = params.at("replicate_cutoff");
    m_Options.plate_variation_cutoff = params.at("plate_variation_cutoff");
  }

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    const ForeseenProfiles profiles(in, "profiles", problems);
    if (this->Does(FeatureOperation::Blocklist) && !in.Has("blocklist"))
    {
      problems.Add("/in/blocklist", kNoBlocklist);
    }
    if (this->LooksAtTreatments())
    {
      profiles.NeedColumns("treatment_by", m_TreatmentBy);
    }
    if (this->Does(FeatureOperation::PlateVariation))
    {
      profiles.NeedColumn("plate_column", m_PlateColumn);
    }
  }

  Outlines
  Foresee(const Inputs & in) const override
  {
    return ForeseeFitted(in, "profiles");
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Profiles         all = GatherProfiles(in, "profiles");
    FeatureSelection selection;
    if (all.Rows() > 0)
    {
      m_Options.threads = context.Threads();
      selection = SelectFeatures(ViewOf(all), m_Options, this->ContextOf(all, in));
      this->Report(selection, all.Columns(), context);
    }
    out.Set("dropped", TableOf(selection, all.features));
    if (!selection.dropped.empty())
    {
      all.values = SelectColumns(ViewOf(all), selection.kept).values;
      std::vector<std::string> kept;
      for (const std::size_t feature : selection.kept)
      {
        kept.push_back(all.features[feature]);
      }
      all.features = std::move(kept);
    }
    WarnOfInfinite(all, context);
    MarkFitted(all.metadata, RowMask(all.Rows(), this->LooksAtValues()), kSelectionFit);
    if (out.Wanted("model"))
    {
      out.Set("model", SaveCorrection(this->Describe(all), out.Folder("model")));
    }
    out.Set("profiles", std::move(all));
  }

private:
  CorrectionModel
  Describe(const Profiles & kept) const
  {
    CorrectionModel model;
    model.node = "pheno.select_features";
    model.kind = "selection";
    for (const FeatureOperation operation : m_Options.operations)
    {
      model.method += (model.method.empty() ? "" : ", ") + NameOf(operation);
    }
    model.features = kept.features;
    model.outputs = kept.features;
    model.stored = "the names of the features that are left";
    model.refitted = "nothing";
    model.never = kept.Rows() == 0 ? "it was fitted on no profiles" : "";
    return model;
  }

  static void
  WarnOfInfinite(const Profiles & kept, Context & context)
  {
    const NonFinite found = FindNonFinite(kept);
    if (found.infinite > 0)
    {
      context.Log(LogLevel::Warning,
                  "left are " + found.ToString() + "; drop_outliers drops features with infinite values");
    }
  }

  bool
  Does(FeatureOperation operation) const
  {
    return std::count(m_Options.operations.begin(), m_Options.operations.end(), operation) > 0;
  }

  /** Does any operation judge features by the profiles? */
  bool
  LooksAtValues() const
  {
    return std::any_of(m_Options.operations.begin(), m_Options.operations.end(), [](FeatureOperation operation) {
      return operation != FeatureOperation::Blocklist;
    });
  }

  bool
  LooksAtTreatments() const
  {
    return this->Does(FeatureOperation::NoiseRemoval) || this->Does(FeatureOperation::ReplicateCorrelation);
  }

  FeatureContext
  ContextOf(const Profiles & all, const Inputs & in) const
  {
    FeatureContext known;
    known.features = all.features;
    if (this->Does(FeatureOperation::Blocklist))
    {
      if (!in.Has("blocklist"))
      {
        throw Error(kNoBlocklist);
      }
      known.blocklist = in.Get<Table>("blocklist")->Texts("blocklist");
    }
    if (this->LooksAtTreatments())
    {
      known.treatments.resize(all.Rows());
      for (const std::string & column : m_TreatmentBy)
      {
        const Table::Text texts = all.metadata.Texts(column);
        for (std::size_t row = 0; row < texts.size(); ++row)
        {
          known.treatments[row] += texts[row] + '\n';
        }
      }
    }
    if (this->Does(FeatureOperation::PlateVariation))
    {
      known.plates = all.metadata.Texts(m_PlateColumn);
    }
    return known;
  }

  void
  Report(const FeatureSelection & selection, std::size_t features, Context & context) const
  {
    std::string counts;
    for (const FeatureOperation operation : m_Options.operations)
    {
      const auto dropped = std::count_if(selection.dropped.begin(),
                                         selection.dropped.end(),
                                         [operation](const auto & loss) { return loss.operation == operation; });
      counts += (counts.empty() ? "" : ", ") + NameOf(operation) + " " + std::to_string(dropped);
    }
    const std::string message = std::to_string(features - selection.kept.size()) + " of " + std::to_string(features) +
                                " features dropped: " + counts;
    if (selection.kept.empty())
    {
      throw Error("no feature is left; " + message);
    }
    if (!selection.dropped.empty())
    {
      context.Log(LogLevel::Warning, message);
    }
  }

  static Table
  TableOf(const FeatureSelection & selection, const std::vector<std::string> & names)
  {
    Table::Text feature, operation, statistic, partner, place;
    Table::Real value, cutoff;
    for (const auto & [by, loss] : selection.dropped)
    {
      feature.push_back(names[loss.feature]);
      operation.push_back(NameOf(by));
      statistic.push_back(loss.statistic);
      value.push_back(loss.value);
      cutoff.push_back(loss.cutoff);
      partner.push_back(loss.partner == DroppedFeature::kNone ? "" : names[loss.partner]);
      place.push_back(loss.place);
    }
    Table table;
    table.Add("feature", std::move(feature));
    table.Add("operation", std::move(operation));
    table.Add("statistic", std::move(statistic));
    table.Add("value", std::move(value));
    table.Add("cutoff", std::move(cutoff));
    table.Add("partner", std::move(partner));
    table.Add("place", std::move(place));
    return table;
  }

  FeatureSelectionOptions  m_Options;
  std::vector<std::string> m_TreatmentBy;
  std::string              m_PlateColumn;
};
} // namespace

PHENO_NODE(SelectFeaturesNode)
