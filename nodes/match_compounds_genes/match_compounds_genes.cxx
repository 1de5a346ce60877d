#include "phenoAggregate.h"
#include "phenoCompoundGene.h"
#include "phenoFittedOn.h"
#include "phenoForeseenProfiles.h"
#include "phenoGatherProfiles.h"
#include "phenoIntervals.h"
#include "phenoMetadataColumn.h"
#include "phenoNumber.h"
#include "phenoPairedNames.h"
#include "phenoSampleStatistics.h"

#include <algorithm>
#include <cmath>

namespace
{
using namespace pheno;
using scoring::kNone;
using scoring::Metrics;
using scoring::Seeded;
using scoring::WithInterval;

constexpr auto kHighest = "highest";

/** Mean profiles, one a name and dose. */
struct Perturbations
{
  Matrix              profiles;
  LabelColumn         names;
  std::vector<double> doses;
};

/** The scores of compounds at one dose, or their highest. */
struct ScoresAt
{
  std::string         dose;
  LabelColumn         compounds;
  std::vector<double> ap, auroc, chance;
};

/** One entry a dose in rising order, then the highest scores. */
std::vector<ScoresAt>
ByDose(const CompoundGeneBenchmark & found)
{
  std::vector<double> doses;
  for (const auto & [dose, summary] : found.at)
  {
    doses.push_back(dose);
  }
  std::vector<ScoresAt> all(doses.size() + 1);
  for (std::size_t i = 0; i < all.size(); ++i)
  {
    const bool isHighest = i == doses.size();
    all[i].dose = isHighest ? kHighest : FormatNumber(doses[i]);
    for (std::size_t c = 0; c < found.compounds.size(); ++c)
    {
      const CompoundGeneScores & compound = found.compounds[c];
      const auto                 at = isHighest ? compound.at.end() : compound.at.find(doses[i]);
      if (isHighest || at != compound.at.end())
      {
        const CompoundGeneScore & score = isHighest ? compound.highest : at->second;
        all[i].compounds.push_back(compound.compound);
        all[i].ap.push_back(score.ap);
        all[i].auroc.push_back(score.auroc);
        all[i].chance.push_back(found.random_ap[c]);
      }
    }
  }
  return all;
}

Table
CompoundTable(const std::vector<ScoresAt> & all)
{
  Table::Text compounds, doses;
  Table::Real ap, auroc, chance;
  for (const ScoresAt & each : all)
  {
    compounds.insert(compounds.end(), each.compounds.begin(), each.compounds.end());
    doses.insert(doses.end(), each.compounds.size(), each.dose);
    ap.insert(ap.end(), each.ap.begin(), each.ap.end());
    auroc.insert(auroc.end(), each.auroc.begin(), each.auroc.end());
    chance.insert(chance.end(), each.chance.begin(), each.chance.end());
  }
  Table table;
  table.Add("compound", std::move(compounds));
  table.Add("dose", std::move(doses));
  table.Add("ap", std::move(ap));
  table.Add("auroc", std::move(auroc));
  table.Add("ap_chance", std::move(chance));
  return table;
}

/** Matches compounds with genes. */
class MatchCompoundsGenes : public Node
{
public:
  explicit MatchCompoundsGenes(const Json & params)
    : m_Scope(params.at("scope"))
    , m_CompoundColumn(params.at("compound_column"))
    , m_DoseColumn(params.at("dose_column"))
    , m_GeneColumn(params.at("gene_column"))
    , m_AffinityCompound(params.at("affinity_compound"))
    , m_AffinityGene(params.at("affinity_gene"))
    , m_AffinityValue(params.at("affinity_value"))
    , m_Rules{ params.at("active"), params.at("inactive"), params.at("fewest_negatives") }
    , m_Draws(params.at("draws"))
  {
    if (m_Rules.inactive < m_Rules.active)
    {
      throw Error("inactive is " + FormatNumber(m_Rules.inactive) + " nM; expected at least active, " +
                  FormatNumber(m_Rules.active) + " nM");
    }
  }

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    const ForeseenProfiles compounds(in, "compounds", problems);
    const ForeseenProfiles genes(in, "genes", problems);
    const std::string      compound = MetadataName(m_CompoundColumn), gene = MetadataName(m_GeneColumn);
    compounds.NeedColumn("compound_column", compound);
    genes.NeedColumn("gene_column", gene);
    if (!m_DoseColumn.empty())
    {
      compounds.NeedNumbers("dose_column", MetadataName(m_DoseColumn));
    }
    if (in.CanLoad("affinities") && compounds.Has(compound) && genes.Has(gene))
    {
      const Ptr<Table>  affinities = in.Get<Table>("affinities");
      const PairedNames pairs = { affinities->Texts(m_AffinityCompound), affinities->Texts(m_AffinityGene) };
      compounds.Say("compound_column",
                    LackOfPairs("affinities", pairs, { compounds.Texts(compound), genes.Texts(gene) }));
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Profiles compoundWells = GatherProfiles(in, "compounds");
    const Profiles geneWells = GatherProfiles(in, "genes");
    if (compoundWells.Rows() > 0 && geneWells.Rows() > 0 && compoundWells.features != geneWells.features)
    {
      throw Error("compounds of " + std::to_string(compoundWells.Columns()) + " and genes of " +
                  std::to_string(geneWells.Columns()) + " features of other names; expected the same features");
    }
    const Perturbations compounds = Average(compoundWells, "compound_column", m_CompoundColumn, m_DoseColumn);
    const Perturbations genes = Average(geneWells, "gene_column", m_GeneColumn, "");
    const auto          affinities = this->Affinities(*in.Get<Table>("affinities"));
    Metrics             metrics(m_Scope);
    metrics.AddToNotes(FittedOnWarning(compoundWells.metadata));
    metrics.AddToNotes(FittedOnWarning(geneWells.metadata));
    CompoundGeneBenchmark found;
    if (compounds.names.empty() || genes.names.empty())
    {
      found.n_not_in_map = affinities.size();
    }
    else
    {
      const CompoundGeneMap map(compounds.profiles, compounds.names, compounds.doses, genes.profiles, genes.names);
      found = BenchmarkCompoundGenes(map, affinities, m_Rules, m_Draws, context.Seed(), context.Threads());
    }
    const std::string counts = std::to_string(found.n_not_in_map) + " of " + std::to_string(affinities.size()) +
                               " affinities without a profile of compound or gene, " + std::to_string(found.n_skipped) +
                               " compounds without a target or with too few genes to draw from, left out";
    const std::vector<ScoresAt> all = found.compounds.empty() ? std::vector<ScoresAt>() : ByDose(found);
    if (all.empty())
    {
      const std::string lack = "nothing to score: " + counts + "; profiles have " +
                               std::to_string(GroupRows(compounds.names).size()) + " compounds and " +
                               std::to_string(genes.names.size()) + " genes";
      context.Log(LogLevel::Warning, lack);
      metrics.Add({ .metric = "compound_gene_ap", .n = 0, .note = lack });
    }
    for (const ScoresAt & each : all)
    {
      this->AddMetrics(each, counts, context.Seed(), metrics);
    }
    out.Set("compounds", CompoundTable(all));
    out.Set("metrics", metrics.ToTable());
  }

private:
  /** \param doseColumn empty: all have the dose 0 */
  static Perturbations
  Average(const Profiles & wells, const std::string & where, const std::string & column, const std::string & doseColumn)
  {
    const LabelColumn names = MetadataColumn(wells.metadata, where, column);
    RequireMetadata(wells.metadata,
                    "dose_column",
                    doseColumn.empty() ? std::vector<std::string>() : std::vector<std::string>{ doseColumn });
    const std::vector<double> doses = doseColumn.empty() || wells.Rows() == 0
                                        ? std::vector<double>(wells.Rows())
                                        : wells.metadata.Numbers(MetadataName(doseColumn));
    std::vector<std::size_t>  rows;
    LabelColumn               named, dosed;
    for (std::size_t row = 0; row < names.size(); ++row)
    {
      if (!names[row].empty() && !std::isnan(doses[row]))
      {
        rows.push_back(row);
        named.push_back(names[row]);
        dosed.push_back(FormatNumber(doses[row]));
      }
    }
    const std::vector<LabelColumn> by = { named, dosed };
    const std::vector<RowGroup>    groups = GroupRows(by);
    Perturbations                  result;
    result.profiles = AggregateRows(SelectRows(ViewOf(wells), rows), groups, Center::Mean);
    for (const RowGroup & group : groups)
    {
      result.names.push_back(group.key.front());
      result.doses.push_back(doses[rows[group.rows.front()]]);
    }
    return result;
  }

  std::vector<Affinity>
  Affinities(const Table & table) const
  {
    const Table::Text     compounds = table.Texts(m_AffinityCompound);
    const Table::Text     genes = table.Texts(m_AffinityGene);
    const Table::Real     values = table.Numbers(m_AffinityValue);
    std::vector<Affinity> affinities;
    for (std::size_t row = 0; row < values.size(); ++row)
    {
      affinities.push_back({ compounds[row], genes[row], values[row] });
    }
    return affinities;
  }

  void
  AddMetrics(const ScoresAt & scores, const std::string & counts, std::uint64_t seed, Metrics & metrics) const
  {
    const std::string note = "mean over compounds and " + std::to_string(m_Draws) + " draws of negatives; " + counts;
    const double      n = static_cast<double>(scores.compounds.size());
    const auto        add = [&](const std::string & metric, const std::vector<double> & values) {
      metrics.Add(WithInterval(
        { .metric = metric, .group = scores.dose, .note = note }, BootstrapMean(values, Seeded(seed)), "compounds"));
      metrics.Add(WithInterval({ .metric = metric + "_median", .group = scores.dose, .note = "median over compounds" },
                               BootstrapMedian(values, Seeded(seed)),
                               "compounds"));
    };
    add("compound_gene_ap", scores.ap);
    metrics.Add({ .metric = "compound_gene_ap_chance",
                  .group = scores.dose,
                  .value = Mean(scores.chance),
                  .n = n,
                  .note = "of random rankings with as many targets and negatives" });
    add("compound_gene_auroc", scores.auroc);
    metrics.Add({ .metric = "compound_gene_auroc_chance", .group = scores.dose, .value = 0.5, .n = n });
  }

  std::string   m_Scope, m_CompoundColumn, m_DoseColumn, m_GeneColumn;
  std::string   m_AffinityCompound, m_AffinityGene, m_AffinityValue;
  AffinityRules m_Rules;
  std::size_t   m_Draws;
};
} // namespace

PHENO_NODE(MatchCompoundsGenes)
