#ifndef phenoCompoundGene_h
#define phenoCompoundGene_h

#include "phenoMatrix.h"

#include <map>

namespace pheno
{
/** How strongly a compound was measured to bind the product of a gene; smaller is stronger. */
struct Affinity
{
  std::string compound;
  std::string gene;
  double      nanomolar;
};

struct AffinityRules
{
  double      active = 1000;         ///< a gene at or below this (nM) is a target
  double      inactive = 10000;      ///< up to this it is neither target nor negative
  std::size_t fewest_negatives = 20; ///< drawn: twice the targets, but not fewer
};

/** The genes that a compound is tested with. */
struct CompoundGenes
{
  std::string              compound;
  std::vector<std::string> actives;  ///< in order of appearance
  std::vector<std::string> eligible; ///< genes that negatives are drawn from, in order of appearance
  std::size_t              n_negatives = 0;
  /** Without a target, or with fewer eligible genes than negatives wanted, the compound is not scored. */
  bool
  IsSkipped() const
  {
    return actives.empty() || eligible.size() < n_negatives;
  }
};

/** The compounds in order of appearance (EFAAR's compound-gene benchmark). Several measurements of a
 * pair: one active makes it a target, otherwise one in between makes it ineligible. Eligible are all other genes of the
 * list, measured with this compound or not. Throws ProfileError for an affinity that is not a number. */
std::vector<CompoundGenes>
SelectCompoundGenes(std::span<const Affinity> affinities, const AffinityRules & rules = {});

/** n_negatives of the eligible genes, seeded by the seed and the compound's name alone. */
std::vector<std::string>
DrawNegatives(const CompoundGenes & genes, std::uint64_t seed);

/** AP and AUROC of a compound's targets among its negatives. */
struct CompoundGeneScore
{
  double ap = 0;    ///< sum over targets of precision at their rank / targets; equal scores: negatives first
  double auroc = 0; ///< ties count half
};

struct CompoundGeneScores
{
  std::string                         compound;
  std::map<double, CompoundGeneScore> at;      ///< by concentration
  CompoundGeneScore                   highest; ///< with each gene's largest score over the concentrations
};

/** Profiles of compounds, one a concentration, and of genes, in one space. The score of a pair is |cosine|: targets may
 * look alike or opposite. A zero profile has the cosine 0 with all. */
class CompoundGeneMap
{
public:
  /** Throws ProfileError for other numbers of names, concentrations or features, a gene or a compound at a
   * concentration that occurs twice, or a NaN or infinite value. */
  CompoundGeneMap(MatrixView              compounds,
                  const LabelColumn &     compoundNames,
                  std::span<const double> concentrations,
                  MatrixView              genes,
                  const LabelColumn &     geneNames);

  bool
  HasCompound(const std::string & name) const
  {
    return m_CompoundRows.count(name) > 0;
  }
  bool
  HasGene(const std::string & name) const
  {
    return m_GeneRows.count(name) > 0;
  }

  /** Throws ProfileError for a compound or gene without a profile, or without a target or a negative. */
  CompoundGeneScores
  Score(const std::string &              compound,
        const std::vector<std::string> & actives,
        const std::vector<std::string> & negatives) const;

private:
  std::vector<double>
  ScoresOf(std::size_t compoundRow, const std::vector<std::string> & genes) const;

  Matrix                                               m_Compounds; ///< unit rows
  Matrix                                               m_Genes;     ///< unit rows
  std::map<std::string, std::map<double, std::size_t>> m_CompoundRows;
  std::map<std::string, std::size_t>                   m_GeneRows;
};

/** Over compounds, at one concentration or for the highest scores. */
struct CompoundGeneSummary
{
  std::size_t       n = 0; ///< compounds
  CompoundGeneScore mean;
  CompoundGeneScore median;
};

struct CompoundGeneBenchmark
{
  std::vector<CompoundGeneScores>       compounds; ///< means over the draws of negatives
  std::vector<double>                   random_ap; ///< expected AP of a random ranking, one a compound; AUROC: 1/2
  std::map<double, CompoundGeneSummary> at;        ///< by concentration
  CompoundGeneSummary                   highest;
  std::size_t                           n_skipped = 0;    ///< compounds without a target or with too few eligible genes
  std::size_t                           n_not_in_map = 0; ///< affinities left out: no profile of compound or gene
};

/** Scores every compound with `draws` draws of its negatives, seeded by seed, seed + 1, ...: numbers of one draw hang
 * on it. Throws ProfileError for no draw, and as SelectCompoundGenes. */
CompoundGeneBenchmark
BenchmarkCompoundGenes(const CompoundGeneMap &   map,
                       std::span<const Affinity> affinities,
                       const AffinityRules &     rules = {},
                       std::size_t               draws = 100,
                       std::uint64_t             seed = 0,
                       unsigned                  threads = 1);

/** Means and medians over compounds; compounds without a concentration are left out of it. */
void
SummariseCompoundGenes(CompoundGeneBenchmark & benchmark);
} // namespace pheno

#endif
