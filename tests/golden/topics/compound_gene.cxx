#include "phenoGoldenMatrix.h"

#include "phenoCompoundGene.h"
#include "phenoPerturbationStrength.h"
#include "phenoRandomRanking.h"

#include <map>
#include <set>

namespace pheno::golden
{
namespace
{
Json
FromScore(const CompoundGeneScore & score)
{
  return { FromNumber(score.ap), FromNumber(score.auroc) };
}

/** Profiles of compounds and genes. */
CompoundGeneMap
ReadMap(const Json & inputs)
{
  Json                compounds = Json::array();
  Json                genes = Json::array();
  LabelColumn         compoundNames;
  LabelColumn         geneNames;
  std::vector<double> concentrations;
  for (const Json & each : inputs.at("compounds"))
  {
    compounds.push_back(each.at("vec"));
    compoundNames.push_back(each.at("name"));
    concentrations.push_back(each.at("conc"));
  }
  for (const auto & [name, vector] : inputs.at("genes").items())
  {
    genes.push_back(vector);
    geneNames.push_back(name);
  }
  return { ToMatrix(compounds), compoundNames, concentrations, ToMatrix(genes), geneNames };
}

/** Concentrations as the golden files write them. */
std::map<double, std::string>
ConcentrationKeys(const Json & inputs)
{
  std::map<double, std::string> keys;
  for (const Json & each : inputs.at("compounds"))
  {
    keys[each.at("conc").get<double>()] = each.at("conc").dump();
  }
  return keys;
}

Json
RunCompounds(const Json & inputs)
{
  std::vector<Affinity> affinities;
  for (const Json & each : inputs.at("truth"))
  {
    affinities.push_back({ each[0], each[1], each[2] });
  }
  const CompoundGeneMap map = ReadMap(inputs);
  const auto            keys = ConcentrationKeys(inputs);
  Json perCompound = Json::object(), eligible = Json::object(), negatives = Json::object(), baseline = Json::object(),
       skipped = Json::array();
  CompoundGeneBenchmark benchmark;
  for (const CompoundGenes & genes :
       SelectCompoundGenes(affinities, { inputs.at("act"), inputs.at("inact"), inputs.at("min_negatives") }))
  {
    if (genes.IsSkipped())
    {
      skipped.push_back(genes.compound);
      continue;
    }
    const CompoundGeneScores scores =
      map.Score(genes.compound, genes.actives, inputs.at("negatives").at(genes.compound));
    Json & each = perCompound[genes.compound];
    for (const auto & [concentration, score] : scores.at)
    {
      each[keys.at(concentration)] = FromScore(score);
    }
    each["max"] = FromScore(scores.highest);
    eligible[genes.compound] = genes.eligible.size();
    negatives[genes.compound] = genes.n_negatives;
    baseline[genes.compound] =
      FromNumber(ExpectedAveragePrecision(genes.actives.size(), genes.actives.size() + genes.n_negatives));
    benchmark.compounds.push_back(scores);
  }
  SummariseCompoundGenes(benchmark);
  Json mean = { { "max", FromScore(benchmark.highest.mean) } };
  Json median = { { "max", FromScore(benchmark.highest.median) } };
  for (const auto & [concentration, summary] : benchmark.at)
  {
    mean[keys.at(concentration)] = FromScore(summary.mean);
    median[keys.at(concentration)] = FromScore(summary.median);
  }
  return { { "per_compound", perCompound },
           { "mean", mean },
           { "median", median },
           { "skipped", skipped },
           { "n_eligible", eligible },
           { "n_negatives", negatives },
           { "baseline_ap_expectation", baseline } };
}

/** Rows of perturbations, without those to drop. */
struct Perturbations
{
  Matrix                   features;
  LabelColumn              names;
  std::vector<std::string> null;
};

Perturbations
ReadPerturbations(const Json & inputs)
{
  const Matrix                   all = ToMatrix(inputs.at("features"));
  const LabelColumn              names = ToLabels(inputs.at("pert"));
  const std::vector<std::string> dropped = inputs.value("drop", std::vector<std::string>());
  const std::set<std::string>    without(dropped.begin(), dropped.end());
  std::vector<std::size_t>       rows;
  Perturbations                  result;
  for (std::size_t row = 0; row < names.size(); ++row)
  {
    if (without.count(names[row]) == 0)
    {
      rows.push_back(row);
      result.names.push_back(names[row]);
    }
  }
  result.features = SelectRows(all, rows);
  result.null = inputs.at("neg_ctrl").get<std::vector<std::string>>();
  return result;
}

Json
RunConsistency(const Json & inputs)
{
  const Perturbations given = ReadPerturbations(inputs);
  Json                cosines = Json::object();
  Json                p = Json::object();
  for (const PerturbationStrength & each : ScoreConsistency(given.features, given.names, given.null))
  {
    cosines[each.name] = FromNumber(each.value);
    p[each.name] = FromNumber(each.NullShare());
  }
  return { { "avgcossim", cosines }, { "pval", p } };
}

Json
RunMagnitude(const Json & inputs)
{
  const Perturbations given = ReadPerturbations(inputs);
  const std::string   control = inputs.at("control");
  Json                distances = Json::object();
  Json                p = Json::object();
  for (const PerturbationStrength & each : ScoreMagnitude(given.features, given.names, control, given.null))
  {
    distances[each.name] = FromNumber(each.value);
    if (each.name != control)
    {
      p[each.name] = FromNumber(each.NullShare());
    }
  }
  return { { "edist", distances }, { "pval", p } };
}
} // namespace

Json
RunCompoundGene(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    const std::string kind = golden.inputs.at("kind");
    return kind == "compound_gene"           ? RunCompounds(golden.inputs)
           : kind == "consistency_benchmark" ? RunConsistency(golden.inputs)
                                             : RunMagnitude(golden.inputs);
  });
}
} // namespace pheno::golden
