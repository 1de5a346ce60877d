#include "phenoBatchProbe.h"
#include "phenoFittedOn.h"
#include "phenoForeseenProfiles.h"
#include "phenoGatherProfiles.h"
#include "phenoMetrics.h"
#include "phenoNormalise.h"
#include "phenoSampleStatistics.h"
#include "phenoWellName.h"

#include <algorithm>
#include <set>

namespace
{
using namespace pheno;
using scoring::kNone;
using scoring::Metrics;

/** The wells of a target that have a label, and what of them must not be on both sides of a split. */
struct ProbedWells
{
  Matrix      profiles;
  LabelColumn labels;
  LabelColumn groups; ///< empty: split at random

  std::size_t
  Groups() const
  {
    return groups.empty() ? labels.size() : std::set<std::string>(groups.begin(), groups.end()).size();
  }
  std::size_t
  Classes() const
  {
    return std::set<std::string>(labels.begin(), labels.end()).size();
  }
};

/** Scores of a probe over splits. */
struct Scores
{
  std::vector<double> knn, logistic, auroc;
  double              tested = 0; ///< wells of all splits
  double              classes = 0;
};

/** Probes profiles for batch effects. */
class ProbeBatches : public Node
{
public:
  explicit ProbeBatches(const Json & params)
    : m_Scope(params.at("scope"))
    , m_Targets(params.at("targets").get<std::vector<std::string>>())
    , m_OnlyControls(params.at("wells") == "controls")
    , m_ControlColumn(params.at("control_column"))
    , m_NegativeValue(params.at("negative_value"))
    , m_GroupColumn(params.at("group_column"))
    , m_TestShare(params.at("test_share"))
    , m_Splits(params.at("splits"))
    , m_Neighbours(params.at("neighbours"))
    , m_InverseStrength(params.at("inverse_strength"))
  {
    if (std::find(m_Targets.begin(), m_Targets.end(), m_GroupColumn) != m_Targets.end())
    {
      throw Error("group_column '" + m_GroupColumn +
                  "' is also a target: none of its classes would be both learnt and tested");
    }
  }

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    const ForeseenProfiles profiles(in, "profiles", problems);
    for (const std::string & target : m_Targets)
    {
      profiles.NeedColumn("targets", ColumnOfTarget(target));
    }
    profiles.NeedColumn("group_column", m_GroupColumn.empty() ? "" : MetadataName(m_GroupColumn));
    if (m_OnlyControls)
    {
      profiles.NeedControls(
        MetadataName(m_ControlColumn), m_NegativeValue, "negative_value", Diagnostic::Severity::Warning);
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Profiles wells = GatherProfiles(in, "profiles");
    Metrics        metrics(m_Scope);
    metrics.AddToNotes(FittedOnWarning(wells.metadata));
    double done = 0;
    for (const std::string & target : m_Targets)
    {
      this->Probe(target, this->Select(wells, target), metrics, context);
      context.Progress(++done / static_cast<double>(m_Targets.size()));
    }
    out.Set("metrics", metrics.ToTable());
  }

private:
  static bool
  IsPlace(const std::string & target)
  {
    return target == "row" || target == "column";
  }

  static std::string
  ColumnOfTarget(const std::string & target)
  {
    return IsPlace(target) ? "Metadata_Well" : target == "plate" ? "Metadata_Plate" : MetadataName(target);
  }

  static LabelColumn
  LabelsOf(const Profiles & wells, const std::string & target)
  {
    const LabelColumn cells = wells.metadata.Texts(ColumnOfTarget(target));
    if (!IsPlace(target))
    {
      return cells;
    }
    LabelColumn labels;
    for (const std::string & name : cells)
    {
      const std::string well = NormalizeWell(name).value_or("");
      const std::size_t digits = std::min(well.find_first_of("0123456789"), well.size());
      labels.push_back(target == "row" ? well.substr(0, digits) : well.substr(digits));
    }
    return labels;
  }

  ProbedWells
  Select(const Profiles & wells, const std::string & target) const
  {
    const LabelColumn labels = wells.Rows() == 0 ? LabelColumn() : LabelsOf(wells, target);
    const LabelColumn groups =
      m_GroupColumn.empty() || wells.Rows() == 0 ? LabelColumn() : wells.metadata.Texts("Metadata_" + m_GroupColumn);
    const LabelColumn roles =
      m_OnlyControls && wells.Rows() > 0 ? wells.metadata.Texts("Metadata_" + m_ControlColumn) : LabelColumn();
    std::vector<std::size_t> rows;
    ProbedWells              probed;
    for (std::size_t row = 0; row < labels.size(); ++row)
    {
      if (!labels[row].empty() && (roles.empty() || roles[row] == m_NegativeValue))
      {
        rows.push_back(row);
        probed.labels.push_back(labels[row]);
        if (!groups.empty())
        {
          probed.groups.push_back(groups[row]);
        }
      }
    }
    probed.profiles = SelectRows(ViewOf(wells), rows);
    return probed;
  }

  /** Why a target cannot be probed; empty when it can. */
  std::string
  Obstacle(const ProbedWells & wells) const
  {
    const double      groups = static_cast<double>(wells.Groups());
    const std::size_t learnt = static_cast<std::size_t>(groups * (1 - m_TestShare));
    if (wells.Classes() < 2)
    {
      return "left out: fewer than two different values";
    }
    if (learnt == 0 || learnt == wells.Groups() || (wells.groups.empty() && learnt < m_Neighbours))
    {
      return "left out: " + std::to_string(wells.Groups()) + (wells.groups.empty() ? " wells" : " groups") +
             " are too few to learn from and to test on";
    }
    return "";
  }

  Scores
  ScoreSplits(const ProbedWells & wells, const Context & context) const
  {
    Scores scores;
    for (std::size_t turn = 0; turn < m_Splits; ++turn)
    {
      const std::uint64_t   seed = context.Seed() + turn;
      const RowSplit        split = wells.groups.empty() ? SplitAtRandom(wells.labels.size(), m_TestShare, seed)
                                                         : SplitByGroup(wells.groups, m_TestShare, seed);
      RowMask               learnt(wells.labels.size(), 0);
      std::set<std::string> classes;
      for (const std::size_t row : split.train)
      {
        learnt[row] = 1;
        classes.insert(wells.labels[row]);
      }
      if (classes.size() < 2 || split.train.size() < m_Neighbours)
      {
        continue;
      }
      Matrix scaled = wells.profiles;
      ApplyNormalisation(FitNormalisation(scaled, learnt, NormaliseMethod::Standardize), scaled);
      const unsigned threads = context.Threads();
      const auto     neighbours = ProbeNeighbours(scaled, wells.labels, split, m_Neighbours, threads).scores;
      const auto     logistic = ProbeLogistic(scaled, wells.labels, split, m_InverseStrength, threads).scores;
      scores.knn.push_back(neighbours.balanced_accuracy);
      scores.logistic.push_back(logistic.balanced_accuracy);
      scores.auroc.push_back(logistic.roc_auc);
      scores.tested += static_cast<double>(split.test.size());
      scores.classes += static_cast<double>(classes.size());
    }
    return scores;
  }

  static void
  AddSpread(const std::string &         metric,
            const std::string &         target,
            const std::vector<double> & values,
            double                      n,
            const std::string &         note,
            Metrics &                   metrics)
  {
    double low = kNone;
    double high = kNone;
    for (const double value : values)
    {
      low = std::fmin(low, value);
      high = std::fmax(high, value);
    }
    metrics.Add(
      { .metric = metric, .group = target, .value = Mean(values), .n = n, .low = low, .high = high, .note = note });
  }

  void
  Probe(const std::string & target, const ProbedWells & wells, Metrics & metrics, const Context & context) const
  {
    const std::string obstacle = this->Obstacle(wells);
    const Scores      scores = obstacle.empty() ? this->ScoreSplits(wells, context) : Scores();
    if (scores.knn.empty())
    {
      metrics.Add({ .metric = "probe_knn",
                    .group = target,
                    .n = 0,
                    .note = obstacle.empty() ? "left out: no split has two values to learn" : obstacle });
      return;
    }
    const double      splits = static_cast<double>(scores.knn.size());
    const double      n = scores.tested / splits;
    const std::string held =
      " on held-out wells, split " + (wells.groups.empty() ? std::string("at random") : "by " + m_GroupColumn) +
      "; mean of " + std::to_string(scores.knn.size()) + " splits, low and high are the smallest and the largest";
    AddSpread("probe_knn",
              target,
              scores.knn,
              n,
              "balanced accuracy of the " + std::to_string(m_Neighbours) + " nearest wells' vote" + held,
              metrics);
    AddSpread(
      "probe_logistic", target, scores.logistic, n, "balanced accuracy of a logistic regression" + held, metrics);
    AddSpread("probe_auroc",
              target,
              scores.auroc,
              n,
              "of the logistic regression, one value against the rest, of the splits that test every value",
              metrics);
    metrics.Add({ .metric = "probe_chance",
                  .group = target,
                  .value = splits / scores.classes,
                  .n = n,
                  .note = "balanced accuracy of guessing" });
  }

  std::string              m_Scope;
  std::vector<std::string> m_Targets;
  bool                     m_OnlyControls;
  std::string              m_ControlColumn, m_NegativeValue, m_GroupColumn;
  double                   m_TestShare;
  std::size_t              m_Splits;
  std::size_t              m_Neighbours;
  double                   m_InverseStrength;
};
} // namespace

PHENO_NODE(ProbeBatches)
