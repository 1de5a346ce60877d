#include "phenoGoldenMatrix.h"

#include "phenoGrit.h"
#include "phenoHitAtK.h"
#include "phenoMpValue.h"
#include "phenoPairEnrichment.h"
#include "phenoPrecisionRecall.h"
#include "phenoReplicateReproducibility.h"

#include <algorithm>
#include <map>

namespace pheno::golden
{
namespace
{
/** A profile table with its metadata. */
struct Evaluation
{
  explicit Evaluation(const Json & given)
    : inputs(given)
    , profiles(ToMatrix(given.at("X")))
    , kind(ProfileCorrelationFromName(given.value("similarity", "pearson")))
  {}

  LabelColumn
  Column(const std::string & name) const
  {
    return ToLabels(inputs.at("meta").at(name));
  }
  std::vector<LabelColumn>
  Columns(const std::string & field) const
  {
    std::vector<LabelColumn> columns;
    for (const std::string name : inputs.at(field))
    {
      columns.push_back(this->Column(name));
    }
    return columns;
  }

  const Json &       inputs;
  Matrix             profiles;
  ProfileCorrelation kind;
};

std::string
JoinKey(const std::vector<std::string> & key)
{
  std::string joined;
  for (const std::string & part : key)
  {
    joined += (&part == &key.front() ? "" : "|") + part;
  }
  return joined;
}

/** A number or a list of them. */
Json
AsList(const Json & value)
{
  return value.is_array() ? value : Json::array({ value });
}

Json
RunReproducibility(const Evaluation & given)
{
  const ReplicateReproducibility result = ScoreReplicateReproducibility(
    given.profiles, given.Columns("replicate_groups"), given.inputs.value("quantile", 0.95), given.kind);
  Json medians = Json::object();
  for (const GroupCorrelation & group : result.groups)
  {
    if (group.n_pairs > 0)
    {
      medians[JoinKey(group.key)] = FromNumber(group.median);
    }
  }
  return { { "value", FromNumber(result.value) },
           { "medians", medians },
           { "threshold", FromNumber(result.threshold) },
           { "n_replicate_pairs", result.n_replicate_pairs } };
}

Json
RunPrecisionRecall(const Evaluation & given)
{
  const auto cutoffs = AsList(given.inputs.at("k")).get<std::vector<std::size_t>>();
  Json       all = Json::object();
  for (const PrecisionRecall & each : PairPrecisionRecall(
         given.profiles, given.Columns("replicate_groups"), given.Columns("groupby_columns"), cutoffs, given.kind))
  {
    all[JoinKey(each.key) + "@" + std::to_string(each.k)] = { FromNumber(each.precision), FromNumber(each.recall) };
  }
  return { { "precision_recall", all } };
}

Json
RunGrit(const Evaluation & given)
{
  Json all = Json::object();
  for (const Grit & each : ScoreGrit(given.profiles,
                                     given.Column(given.inputs.at("profile_col")),
                                     given.Column(given.inputs.at("replicate_group_col")),
                                     given.inputs.at("control_perts"),
                                     CenterFromName(given.inputs.value("summary", "mean")),
                                     given.kind))
  {
    all[each.perturbation] = FromNumber(each.value);
  }
  return { { "grit", all } };
}

Json
RunEnrichment(const Evaluation & given)
{
  const std::vector<double> quantiles = ToNumbers(AsList(given.inputs.at("percentile")));
  Json                      rows = Json::array();
  for (const PairEnrichment & each :
       ScorePairEnrichment(given.profiles, given.Columns("replicate_groups"), quantiles, given.kind))
  {
    rows.push_back({ FromNumber(each.quantile),
                     FromNumber(each.threshold),
                     FromNumber(each.fisher.odds_ratio),
                     FromNumber(each.fisher.p) });
  }
  return { { "rows", rows }, { "columns", { "percentile", "threshold", "odds_ratio", "p" } } };
}

Json
RunHits(const Evaluation & given)
{
  const NeighbourHits hits = RankNeighbourHits(given.profiles, given.Columns("replicate_groups"), given.kind);
  const Json          percentages = AsList(given.inputs.at("percent"));
  Json                ranks = Json::array();
  for (std::size_t rank = 0; rank < hits.hits_at_rank.size(); ++rank)
  {
    for (std::size_t i = 0; i < hits.hits_at_rank[rank]; ++i)
    {
      ranks.push_back(rank);
    }
  }
  const std::vector<HitsWithin> within = ScoreHitsWithin(hits, ToNumbers(percentages));
  Json                          scores = Json::object();
  Json                          unbiased = Json::object();
  for (std::size_t i = 0; i < within.size(); ++i)
  {
    scores[percentages[i].dump()] = within[i].score;
    unbiased[percentages[i].dump()] = within[i].unbiased;
  }
  return { { "hits_sorted", ranks }, { "scores", scores }, { "unbiased_p", unbiased } };
}

Json
RunMpValues(const Json & inputs)
{
  const std::vector<std::string> controls = inputs.at("control_perts");
  MpValueOptions                 options;
  options.rescale = inputs.value("rescale_pca", true);
  options.permutations.exact_limit = 20000;
  options.permutations.draws = 100000;
  Json distances = Json::object(), components = Json::object(), p = Json::object();
  for (const MpValue & each : ScoreMpValues(ToMatrix(inputs.at("X")), ToLabels(inputs.at("ids")), controls, options))
  {
    distances[each.perturbation] = FromNumber(each.distance);
    components[each.perturbation] = each.n_components;
    // A control against itself is rounding noise in the reference, which gives no p for it.
    if (std::find(controls.begin(), controls.end(), each.perturbation) == controls.end())
    {
      p[each.perturbation] = FromNumber(each.p);
    }
  }
  return { { "observed", distances },
           { "n_components", components },
           { "mp_exact", p },
           { "reference_mp_2000_permutations", p } };
}
} // namespace

Json
RunCytominerEval(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    const std::string kind = golden.inputs.at("kind");
    if (kind == "mp_value")
    {
      return RunMpValues(golden.inputs);
    }
    const Evaluation given(golden.inputs);
    return kind == "replicate_reproducibility" ? RunReproducibility(given)
           : kind == "precision_recall"        ? RunPrecisionRecall(given)
           : kind == "grit"                    ? RunGrit(given)
           : kind == "enrichment"              ? RunEnrichment(given)
                                               : RunHits(given);
  });
}
} // namespace pheno::golden
