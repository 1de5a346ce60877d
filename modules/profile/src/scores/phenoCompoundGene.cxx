#include "phenoCompoundGene.h"
#include "phenoFiniteValues.h"
#include "phenoL2Normalise.h"
#include "phenoParallelFor.h"
#include "phenoRandomRanking.h"
#include "phenoRandomSubsets.h"
#include "phenoRankStatistics.h"
#include "phenoSampleStatistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace pheno
{
namespace
{
void
CheckNames(MatrixView rows, std::size_t names, const std::string & what)
{
  if (names != rows.rows)
  {
    throw ProfileError(std::to_string(rows.rows) + " profiles of " + what + " got " + std::to_string(names) +
                       " names or concentrations; expected equally many");
  }
  RequireFinite(rows, "the profiles of " + what);
}

/** Items come as targets, then negatives; the best score first. */
CompoundGeneScore
Rank(const std::vector<double> & scores, std::size_t targets)
{
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{ 0 });
  std::sort(order.begin(), order.end(), [&scores](std::size_t a, std::size_t b) {
    return scores[a] > scores[b] || (scores[a] == scores[b] && a > b);
  });
  double sum = 0;
  double found = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank)
  {
    if (order[rank] < targets)
    {
      ++found;
      sum += found / static_cast<double>(rank + 1);
    }
  }
  return { sum / found, Auroc(std::span(scores).first(targets), std::span(scores).subspan(targets)) };
}

CompoundGeneSummary
Summarise(const std::vector<CompoundGeneScore> & scores)
{
  std::vector<double> aps;
  std::vector<double> aurocs;
  for (const CompoundGeneScore & score : scores)
  {
    aps.push_back(score.ap);
    aurocs.push_back(score.auroc);
  }
  return { scores.size(), { Mean(aps), Mean(aurocs) }, { Median(aps), Median(aurocs) } };
}

void
Add(CompoundGeneScore & sum, const CompoundGeneScore & score, double share)
{
  sum.ap += score.ap * share;
  sum.auroc += score.auroc * share;
}
} // namespace

std::vector<CompoundGenes>
SelectCompoundGenes(std::span<const Affinity> affinities, const AffinityRules & rules)
{
  std::vector<std::string>           genes; // in order of appearance
  std::vector<CompoundGenes>         compounds;
  std::map<std::string, std::size_t> places;
  std::set<std::string>              known;
  std::vector<std::set<std::string>> active;
  std::vector<std::set<std::string>> between;
  for (const Affinity & each : affinities)
  {
    if (std::isnan(each.nanomolar))
    {
      throw ProfileError("the affinity of compound '" + each.compound + "' and gene '" + each.gene +
                         "' is not a number");
    }
    if (known.insert(each.gene).second)
    {
      genes.push_back(each.gene);
    }
    const auto [place, isNew] = places.emplace(each.compound, compounds.size());
    if (isNew)
    {
      compounds.emplace_back().compound = each.compound;
      active.emplace_back();
      between.emplace_back();
    }
    const std::size_t i = place->second;
    if (each.nanomolar <= rules.active && active[i].insert(each.gene).second)
    {
      compounds[i].actives.push_back(each.gene);
    }
    if (each.nanomolar > rules.active && each.nanomolar <= rules.inactive)
    {
      between[i].insert(each.gene);
    }
  }
  for (std::size_t i = 0; i < compounds.size(); ++i)
  {
    compounds[i].n_negatives = std::max(2 * compounds[i].actives.size(), rules.fewest_negatives);
    std::copy_if(genes.begin(), genes.end(), std::back_inserter(compounds[i].eligible), [&](const std::string & gene) {
      return active[i].count(gene) == 0 && between[i].count(gene) == 0;
    });
  }
  return compounds;
}

std::vector<std::string>
DrawNegatives(const CompoundGenes & genes, std::uint64_t seed)
{
  for (const char letter : genes.compound)
  {
    seed = MixSeeds({ seed, static_cast<unsigned char>(letter) });
  }
  SubsetStream             random(MixSeeds({ seed }));
  std::vector<std::size_t> chosen;
  random.Subset(std::min(genes.n_negatives, genes.eligible.size()), genes.eligible.size(), chosen);
  std::vector<std::string> negatives;
  for (const std::size_t place : chosen)
  {
    negatives.push_back(genes.eligible[place]);
  }
  return negatives;
}

CompoundGeneMap::CompoundGeneMap(MatrixView              compounds,
                                 const LabelColumn &     compoundNames,
                                 std::span<const double> concentrations,
                                 MatrixView              genes,
                                 const LabelColumn &     geneNames)
  : m_Compounds(compounds)
  , m_Genes(genes)
{
  CheckNames(compounds, compoundNames.size(), "compounds");
  CheckNames(compounds, concentrations.size(), "compounds");
  CheckNames(genes, geneNames.size(), "genes");
  if (compounds.columns != genes.columns)
  {
    throw ProfileError("compounds of " + std::to_string(compounds.columns) + " features and genes of " +
                       std::to_string(genes.columns) + "; expected one space");
  }
  for (std::size_t row = 0; row < compounds.rows; ++row)
  {
    if (!m_CompoundRows[compoundNames[row]].emplace(concentrations[row], row).second)
    {
      throw ProfileError("compound '" + compoundNames[row] + "' has two profiles at concentration " +
                         std::to_string(concentrations[row]) + "; expected one: aggregate first");
    }
  }
  for (std::size_t row = 0; row < genes.rows; ++row)
  {
    if (!m_GeneRows.emplace(geneNames[row], row).second)
    {
      throw ProfileError("gene '" + geneNames[row] + "' has two profiles; expected one: aggregate first");
    }
  }
  L2NormaliseRows(m_Compounds);
  L2NormaliseRows(m_Genes);
}

std::vector<double>
CompoundGeneMap::ScoresOf(std::size_t compoundRow, const std::vector<std::string> & genes) const
{
  const auto          compound = m_Compounds.Row(compoundRow);
  std::vector<double> scores;
  for (const std::string & name : genes)
  {
    const auto gene = m_Genes.Row(m_GeneRows.at(name));
    scores.push_back(std::abs(std::inner_product(compound.begin(), compound.end(), gene.begin(), 0.0)));
  }
  return scores;
}

CompoundGeneScores
CompoundGeneMap::Score(const std::string &              compound,
                       const std::vector<std::string> & actives,
                       const std::vector<std::string> & negatives) const
{
  std::vector<std::string> genes = actives;
  genes.insert(genes.end(), negatives.begin(), negatives.end());
  const auto unknown =
    std::find_if(genes.begin(), genes.end(), [this](const auto & gene) { return !this->HasGene(gene); });
  if (!this->HasCompound(compound) || unknown != genes.end() || actives.empty() || negatives.empty())
  {
    throw ProfileError("compound '" + compound + "' with " + std::to_string(actives.size()) + " targets and " +
                       std::to_string(negatives.size()) + " negatives" +
                       (unknown == genes.end() ? std::string() : " ('" + *unknown + "' has no profile)") +
                       ": expected profiles of the compound and its genes, a target and a negative");
  }
  CompoundGeneScores  result;
  std::vector<double> highest(genes.size(), 0.0);
  result.compound = compound;
  for (const auto & [concentration, row] : m_CompoundRows.at(compound))
  {
    const std::vector<double> scores = this->ScoresOf(row, genes);
    result.at[concentration] = Rank(scores, actives.size());
    std::transform(scores.begin(), scores.end(), highest.begin(), highest.begin(), [](double a, double b) {
      return std::max(a, b);
    });
  }
  result.highest = Rank(highest, actives.size());
  return result;
}

CompoundGeneBenchmark
BenchmarkCompoundGenes(const CompoundGeneMap &   map,
                       std::span<const Affinity> affinities,
                       const AffinityRules &     rules,
                       std::size_t               draws,
                       std::uint64_t             seed,
                       unsigned                  threads)
{
  if (draws == 0)
  {
    throw ProfileError("a compound-gene benchmark with no draw of negatives was asked for; expected at least one");
  }
  CompoundGeneBenchmark result;
  std::vector<Affinity> known;
  for (const Affinity & each : affinities)
  {
    if (map.HasCompound(each.compound) && map.HasGene(each.gene))
    {
      known.push_back(each);
    }
  }
  result.n_not_in_map = affinities.size() - known.size();
  std::vector<CompoundGenes> compounds = SelectCompoundGenes(known, rules);
  result.n_skipped = std::erase_if(compounds, [](const CompoundGenes & each) { return each.IsSkipped(); });
  result.compounds.resize(compounds.size());
  ParallelFor(compounds.size(), threads, [&](std::size_t i) {
    CompoundGeneScores & mean = result.compounds[i];
    const double         share = 1 / static_cast<double>(draws);
    mean.compound = compounds[i].compound;
    for (std::size_t draw = 0; draw < draws; ++draw)
    {
      const CompoundGeneScores scores =
        map.Score(mean.compound, compounds[i].actives, DrawNegatives(compounds[i], seed + draw));
      for (const auto & [concentration, score] : scores.at)
      {
        Add(mean.at[concentration], score, share);
      }
      Add(mean.highest, scores.highest, share);
    }
  });
  for (const CompoundGenes & each : compounds)
  {
    result.random_ap.push_back(ExpectedAveragePrecision(each.actives.size(), each.actives.size() + each.n_negatives));
  }
  SummariseCompoundGenes(result);
  return result;
}

void
SummariseCompoundGenes(CompoundGeneBenchmark & benchmark)
{
  std::map<double, std::vector<CompoundGeneScore>> at;
  std::vector<CompoundGeneScore>                   highest;
  for (const CompoundGeneScores & compound : benchmark.compounds)
  {
    for (const auto & [concentration, score] : compound.at)
    {
      at[concentration].push_back(score);
    }
    highest.push_back(compound.highest);
  }
  benchmark.at.clear();
  for (const auto & [concentration, scores] : at)
  {
    benchmark.at[concentration] = Summarise(scores);
  }
  benchmark.highest = Summarise(highest);
}
} // namespace pheno
