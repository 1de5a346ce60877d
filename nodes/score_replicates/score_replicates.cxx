#include "phenoFittedOn.h"
#include "phenoForeseenProfiles.h"
#include "phenoGatherProfiles.h"
#include "phenoHitAtK.h"
#include "phenoIntervals.h"
#include "phenoMetadataColumn.h"
#include "phenoNumber.h"
#include "phenoPairEnrichment.h"
#include "phenoPrecisionRecall.h"
#include "phenoReplicateReproducibility.h"
#include "phenoRowGroups.h"
#include "phenoVaryingRows.h"

#include <algorithm>
#include <cmath>

namespace
{
using namespace pheno;
using scoring::kNone;
using scoring::Metrics;
using scoring::Seeded;
using scoring::WithEnds;
using scoring::WithInterval;
using Names = std::vector<std::string>;

constexpr auto kTreatmentsAsQueries = "treatments as queries";

/** The profiles that are scored. */
struct Replicates
{
  Matrix                   profiles;
  Table                    metadata;
  std::vector<LabelColumn> treatment;
  std::vector<LabelColumn> query;
  std::size_t              n_constant = 0; ///< left out: no correlation

  bool
  HasPairs() const
  {
    const std::vector<RowGroup> groups = GroupRows(treatment);
    return std::any_of(groups.begin(), groups.end(), [](const RowGroup & group) { return group.rows.size() > 1; });
  }
};

/** Columns of a table made of keys. */
Table
KeyTable(const Names & columns, const std::vector<Names> & keys)
{
  Table table;
  for (std::size_t i = 0; i < columns.size(); ++i)
  {
    Table::Text cells;
    for (const Names & key : keys)
    {
      cells.push_back(key[i]);
    }
    table.Add(MetadataName(columns[i]), std::move(cells));
  }
  return table;
}

/** Scores replicates. */
class ScoreReplicatesNode : public Node
{
public:
  explicit ScoreReplicatesNode(const Json & params)
    : m_Scope(params.at("scope"))
    , m_ReplicateBy(params.at("replicate_by").get<Names>())
    , m_QueriesBy(params.at("queries_by").get<Names>())
    , m_ControlColumn(params.at("control_column"))
    , m_NegativeValue(params.at("negative_value"))
    , m_Kind(ProfileCorrelationFromName(params.at("correlation")))
    , m_Quantile(params.at("quantile"))
    , m_Percentages(params.at("percentages").get<std::vector<double>>())
    , m_EnrichmentQuantiles(params.at("enrichment_quantiles").get<std::vector<double>>())
    , m_Cutoffs(params.at("cutoffs").get<std::vector<std::size_t>>())
  {
    m_QueriesBy = m_QueriesBy.empty() ? m_ReplicateBy : m_QueriesBy;
  }

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    const ForeseenProfiles profiles(in, "profiles", problems);
    for (const std::string & name : m_ReplicateBy)
    {
      profiles.NeedColumn("replicate_by", MetadataName(name));
    }
    for (const std::string & name : m_QueriesBy == m_ReplicateBy ? Names() : m_QueriesBy)
    {
      profiles.NeedColumn("queries_by", MetadataName(name));
    }
    if (!m_ControlColumn.empty())
    {
      profiles.NeedControls(
        MetadataName(m_ControlColumn), m_NegativeValue, "negative_value", Diagnostic::Severity::Warning);
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Replicates wells = this->Select(GatherProfiles(in, "profiles"));
    Metrics          metrics(m_Scope);
    metrics.AddToNotes(FittedOnWarning(wells.metadata));
    if (wells.n_constant > 0)
    {
      metrics.AddToNotes(std::to_string(wells.n_constant) + " profiles without two different values left out");
    }
    const bool hasPairs = wells.HasPairs();
    if (!hasPairs)
    {
      metrics.Add({ .metric = "replicate_reproducibility",
                    .n = 0,
                    .note = "left out: none of " + std::to_string(wells.profiles.rows) +
                            " profiles has another that agrees in " + Join(m_ReplicateBy) });
    }
    out.Set("replicates", this->Reproducibility(wells, hasPairs, context, metrics));
    context.Progress(0.3);
    if (hasPairs)
    {
      this->AddHits(wells, context, metrics);
      context.Progress(0.6);
      this->AddEnrichment(wells, context, metrics);
    }
    context.Progress(0.8);
    out.Set("queries", this->PrecisionAndRecall(wells, hasPairs, context, metrics));
    out.Set("metrics", metrics.ToTable());
  }

private:
  Replicates
  Select(const Profiles & all) const
  {
    const auto treatment = SeveralMetadataColumns(all.metadata, "replicate_by", m_ReplicateBy);
    RequireMetadata(all.metadata, "queries_by", m_QueriesBy);
    const LabelColumn        roles = m_ControlColumn.empty() ? LabelColumn(all.Rows())
                                                             : MetadataColumn(all.metadata, "control_column", m_ControlColumn);
    std::vector<std::size_t> rows;
    std::size_t              treated = 0;
    const auto               varying = VaryingRows(ViewOf(all));
    for (std::size_t row = 0; row < all.Rows(); ++row)
    {
      const bool isNamed =
        std::any_of(treatment.begin(), treatment.end(), [row](const LabelColumn & each) { return !each[row].empty(); });
      if (isNamed && (m_ControlColumn.empty() || roles[row] != m_NegativeValue))
      {
        ++treated;
        if (std::binary_search(varying.begin(), varying.end(), row))
        {
          rows.push_back(row);
        }
      }
    }
    Replicates some;
    some.n_constant = treated - rows.size();
    some.profiles = SelectRows(ViewOf(all), rows);
    some.metadata = all.metadata.Select(rows);
    some.treatment = SeveralMetadataColumns(some.metadata, "replicate_by", m_ReplicateBy);
    some.query = SeveralMetadataColumns(some.metadata, "queries_by", m_QueriesBy);
    return some;
  }

  Table
  Reproducibility(const Replicates & wells, bool hasPairs, const Context & context, Metrics & metrics) const
  {
    ReplicateReproducibility found;
    if (hasPairs)
    {
      found = ScoreReplicateReproducibility(wells.profiles, wells.treatment, m_Quantile, m_Kind, context.Threads());
      this->AddReproducibility(found, context.Seed(), metrics);
    }
    std::vector<Names> keys;
    Table::Integer     pairs, above;
    Table::Real        medians;
    for (const GroupCorrelation & group : found.groups)
    {
      keys.push_back(group.key);
      pairs.push_back(static_cast<std::int64_t>(group.n_pairs));
      medians.push_back(group.median);
      above.push_back(static_cast<std::int64_t>(group.n_above));
    }
    Table table = KeyTable(m_ReplicateBy, keys);
    table.Add("pairs", std::move(pairs));
    table.Add("median_correlation", std::move(medians));
    table.Add("pairs_above", std::move(above));
    return table;
  }

  void
  AddReproducibility(const ReplicateReproducibility & found, std::uint64_t seed, Metrics & metrics) const
  {
    const auto share = [&found](std::span<const std::size_t> places) {
      double above = 0;
      double pairs = 0;
      for (const std::size_t place : places)
      {
        above += static_cast<double>(found.groups[place].n_above);
        pairs += static_cast<double>(found.groups[place].n_pairs);
      }
      return found.n_other_pairs == 0 ? kNone : above / pairs;
    };
    const std::string note = found.n_other_pairs == 0
                               ? "left out: no pair of different treatments to compare with"
                               : "share of replicate pairs above " + FormatNumber(found.threshold) + ", the quantile " +
                                   FormatNumber(m_Quantile) + " of " + std::to_string(found.n_other_pairs) +
                                   " other pairs";
    Metrics::Row      row = WithInterval({ .metric = "replicate_reproducibility", .note = note },
                                    Bootstrap(found.groups.size(), share, Seeded(seed)),
                                    "treatments, the threshold kept");
    row.n = static_cast<double>(found.n_replicate_pairs);
    metrics.Add(std::move(row));
  }

  void
  AddHits(const Replicates & wells, const Context & context, Metrics & metrics) const
  {
    const NeighbourHits        hits = RankNeighbourHits(wells.profiles, wells.treatment, m_Kind, context.Threads());
    const std::vector<HitSums> treatments = this->HitsOfTreatments(hits, wells.treatment);
    const auto                 all = ScoreHitsWithin(hits, m_Percentages);
    for (std::size_t i = 0; i < all.size(); ++i)
    {
      const double percent = all[i].percent;
      const auto   score = [&](bool isUnbiased) {
        return Bootstrap(
          treatments.size(),
          [&, isUnbiased](std::span<const std::size_t> drawn) {
            double within = 0;
            double hitsDrawn = 0;
            for (const std::size_t treatment : drawn)
            {
              within += (isUnbiased ? treatments[treatment].below : treatments[treatment].within)[i];
              hitsDrawn += treatments[treatment].hits;
            }
            return within - (isUnbiased ? percent * hitsDrawn / 100 : std::floor(percent * hitsDrawn / 100));
          },
          Seeded(context.Seed()));
      };
      const std::string group = FormatNumber(all[i].percent);
      const double      n = static_cast<double>(hits.n_hits);
      metrics.Add(WithEnds({ .metric = "hits_within",
                             .group = group,
                             .value = all[i].score,
                             .n = n,
                             .note = "replicates within that percentage of the neighbours beyond chance, all profiles "
                                     "together, as cytominer-eval (biased upwards)" },
                           score(false),
                           kTreatmentsAsQueries));
      metrics.Add(WithEnds({ .metric = "hits_within_unbiased",
                             .group = group,
                             .value = all[i].unbiased,
                             .n = n,
                             .note = "expectation 0 for random neighbours" },
                           score(true),
                           kTreatmentsAsQueries));
    }
  }

  /** Hits of a treatment's profiles, and how many lie within each percentage by the two rules of ScoreHitsWithin. */
  struct HitSums
  {
    double              hits = 0;
    std::vector<double> within, below;
  };

  std::vector<HitSums>
  HitsOfTreatments(const NeighbourHits & hits, const std::vector<LabelColumn> & treatment) const
  {
    std::vector<HitSums> sums;
    for (const RowGroup & group : GroupRows(treatment))
    {
      const NeighbourHits own = HitsOfRows(hits, group.rows);
      HitSums &           sum = sums.emplace_back();
      sum.hits = static_cast<double>(own.n_hits);
      for (const HitsWithin & each : ScoreHitsWithin(own, m_Percentages))
      {
        const double expected = each.percent * sum.hits / 100;
        sum.within.push_back(each.score + std::floor(expected));
        sum.below.push_back(each.unbiased + expected);
      }
    }
    return sums;
  }

  void
  AddEnrichment(const Replicates & wells, const Context & context, Metrics & metrics) const
  {
    for (const PairEnrichment & each :
         ScorePairEnrichment(wells.profiles, wells.treatment, m_EnrichmentQuantiles, m_Kind, context.Threads()))
    {
      const auto ratio = [&each](std::span<const std::size_t> drawn) {
        PairTable table = {};
        for (const std::size_t treatment : drawn)
        {
          Add(each.table_of_treatment[treatment], table);
        }
        return OddsRatioOf(table);
      };
      const double pairs =
        static_cast<double>(each.table[0][0] + each.table[0][1] + each.table[1][0] + each.table[1][1]);
      metrics.Add(
        WithEnds({ .metric = "enrichment",
                   .group = FormatNumber(each.quantile),
                   .value = each.fisher.odds_ratio,
                   .n = pairs,
                   .p = each.fisher.p,
                   .note = "odds ratio of replicates above a correlation of " + FormatNumber(each.threshold) +
                           "; exact p as cytominer-eval, of pairs in both directions as if they were independent" },
                 Bootstrap(each.table_of_treatment.size(), ratio, Seeded(context.Seed())),
                 std::string(kTreatmentsAsQueries) + ", the threshold kept"));
    }
  }

  Table
  PrecisionAndRecall(const Replicates & wells, bool hasPairs, const Context & context, Metrics & metrics) const
  {
    std::vector<PrecisionRecall> all;
    if (hasPairs && !m_Cutoffs.empty())
    {
      all = PairPrecisionRecall(wells.profiles, wells.treatment, wells.query, m_Cutoffs, m_Kind, context.Threads());
    }
    std::vector<Names> keys;
    Table::Integer     cutoffs;
    Table::Real        precisions, recalls;
    for (const PrecisionRecall & each : all)
    {
      keys.push_back(each.key);
      cutoffs.push_back(static_cast<std::int64_t>(each.k));
      precisions.push_back(each.precision);
      recalls.push_back(each.recall);
    }
    const std::size_t groups = m_Cutoffs.empty() ? 0 : all.size() / m_Cutoffs.size();
    for (std::size_t i = 0; i < m_Cutoffs.size() && groups > 0; ++i)
    {
      const auto add = [&](const std::string & metric, const Table::Real & values) {
        metrics.Add(WithInterval({ .metric = metric,
                                   .group = std::to_string(m_Cutoffs[i]),
                                   .note = "mean over groups of queries by " + Join(m_QueriesBy) },
                                 BootstrapMean(std::span(values).subspan(i * groups, groups), Seeded(context.Seed())),
                                 "groups of queries"));
      };
      add("precision_at_k", precisions);
      add("recall_at_k", recalls);
    }
    Table table = KeyTable(m_QueriesBy, keys);
    table.Add("k", std::move(cutoffs));
    table.Add("precision", std::move(precisions));
    table.Add("recall", std::move(recalls));
    return table;
  }

  std::string              m_Scope;
  Names                    m_ReplicateBy, m_QueriesBy;
  std::string              m_ControlColumn, m_NegativeValue;
  ProfileCorrelation       m_Kind;
  double                   m_Quantile;
  std::vector<double>      m_Percentages, m_EnrichmentQuantiles;
  std::vector<std::size_t> m_Cutoffs;
};
} // namespace

PHENO_NODE(ScoreReplicatesNode)
