#include "phenoGoldenMatrix.h"

#include "phenoFalseDiscovery.h"
#include "phenoMeanAveragePrecision.h"
#include "phenoRandomRanking.h"
#include "phenoRowGroups.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace pheno::golden
{
namespace
{
PairRules
ReadRules(const Json & inputs)
{
  return { inputs.at("pos_sameby").get<std::vector<std::string>>(),
           inputs.at("pos_diffby").get<std::vector<std::string>>(),
           inputs.at("neg_sameby").get<std::vector<std::string>>(),
           inputs.at("neg_diffby").get<std::vector<std::string>>() };
}

/** P(null > map) by enumeration, members of one configuration sharing a draw; the product's own p counts ties too. */
double
StrictP(const AveragePrecisions & result, const std::vector<std::size_t> & rows, const MapGroup & group)
{
  std::map<std::pair<std::size_t, std::size_t>, double> members;
  for (const std::size_t row : rows)
  {
    if (!std::isnan(result.ap[row]))
    {
      ++members[{ result.n_pos[row], result.n_total[row] }];
    }
  }
  std::vector<double> means = { 0.0 };
  for (const auto & [configuration, count] : members)
  {
    std::vector<double> next;
    for (const double precision : EnumerateAveragePrecisions(configuration.first, configuration.second))
    {
      for (const double mean : means)
      {
        next.push_back(mean + precision * count / static_cast<double>(group.n_members));
      }
    }
    means = std::move(next);
  }
  const auto above = [&group](double mean) { return mean > group.map + 1e-12; };
  return static_cast<double>(std::count_if(means.begin(), means.end(), above)) / static_cast<double>(means.size());
}

std::string
JoinKey(const std::vector<std::string> & key)
{
  std::string joined;
  for (const std::string & part : key)
  {
    joined += (joined.empty() ? "" : "|") + part;
  }
  return joined;
}

/** Benjamini-Hochberg of the reference's own p column, which is input here, by group name. */
std::map<std::string, double>
CorrectReferenceP(const Json & references)
{
  std::vector<double> p;
  for (const Json & reference : references)
  {
    p.push_back(reference.at("p_value"));
  }
  const std::vector<double>     corrected = BenjaminiHochberg(p);
  std::map<std::string, double> result;
  auto                          next = corrected.begin();
  for (const auto & [name, reference] : references.items())
  {
    result[name] = *next++;
  }
  return result;
}

/** The reference's Monte Carlo p lies between the exact shares without and with ties, give or take p_tol. */
Json
RunGroups(const Case & golden, const AveragePrecisions & result, const MetadataColumns & metadata)
{
  const Json &                        inputs = golden.inputs;
  const Json &                        references = golden.whole.at("expected").at("groups");
  const std::map<std::string, double> corrected = CorrectReferenceP(references);
  std::vector<LabelColumn>            groupBy;
  for (const std::string name : inputs.at("group_by"))
  {
    groupBy.push_back(metadata.at(name));
  }
  MapOptions options;
  options.exact_limit = 5'000'000;
  const double                nullSize = inputs.at("null_size");
  const std::vector<RowGroup> rows = GroupRows(groupBy);
  const std::vector<MapGroup> groups = MeanAveragePrecision(result, groupBy, options);
  Json                        got = Json::object();
  for (std::size_t i = 0; i < groups.size(); ++i)
  {
    const MapGroup &  group = groups[i];
    const std::string key = JoinKey(group.key);
    if (group.n_members == 0)
    {
      continue;
    }
    const double strict = StrictP(result, rows[i].rows, group);
    const double tolerance = references.contains(key) ? references.at(key).value("p_tol", 0.0) : 0.0;
    got[key] = { { "map", group.map },
                 { "mean_normalised_ap", FromNumber(group.normalised_map) },
                 { "n_members", group.n_members },
                 { "p_value",
                   Within((nullSize * strict + 1) / (nullSize + 1) - tolerance,
                          (nullSize * group.p + 1) / (nullSize + 1) + tolerance) },
                 { "corrected_p", corrected.contains(key) ? corrected.at(key) : group.q },
                 { "p_strict", strict },
                 { "p_geq", group.p },
                 { "p_tol", tolerance } };
  }
  return got;
}

/** Keeps of every group the fields that are asked for. */
Json
SelectFields(Json groups, const Case & golden)
{
  const Json byEquation = golden.whole.value("expected_by_equation", Json::object());
  const Json wanted =
    byEquation.contains("groups") ? byEquation.at("groups") : golden.whole.at("expected").at("groups");
  for (auto & [name, group] : groups.items())
  {
    const Json fields = group;
    for (const auto & [field, value] : fields.items())
    {
      if (wanted.contains(name) && !wanted.at(name).contains(field))
      {
        group.erase(field);
      }
    }
  }
  return groups;
}

Json
RunSingleLabel(const Case & golden)
{
  const Json &    inputs = golden.inputs;
  const Matrix    profiles = ToMatrix(inputs.at("X"));
  const PairRules rules = ReadRules(inputs);
  MetadataColumns metadata;
  for (const auto & [name, column] : inputs.at("meta").items())
  {
    metadata[name] = ToLabels(column);
  }
  AveragePrecisionOptions options;
  options.distance = DistanceFromName(inputs.at("distance"));
  const AveragePrecisions average = AveragePrecision(profiles, metadata, rules, options);
  RequirePairs(average, rules);
  options.ties = TieRule::PositivesFirst;
  const AveragePrecisions result = AveragePrecision(profiles, metadata, rules, options);
  std::vector<double>     normalised;
  for (std::size_t row = 0; row < result.ap.size(); ++row)
  {
    normalised.push_back(NormalisedAveragePrecision(result.ap[row], result.n_pos[row], result.n_total[row]));
  }
  Json got = { { "ap", FromNumbers(result.ap) },
               { "ap_tie_average", FromNumbers(average.ap) },
               { "n_pos", result.n_pos },
               { "n_total", result.n_total },
               { "normalised_ap", FromNumbers(normalised) } };
  if (!inputs.at("group_by").is_null() && golden.whole.at("expected").contains("groups"))
  {
    got["groups"] = SelectFields(RunGroups(golden, result, metadata), golden);
  }
  return got;
}

Json
RunMultiLabel(const Json & inputs)
{
  std::vector<std::vector<std::string>> targets;
  for (const Json & each : inputs.at("target"))
  {
    targets.push_back(each.get<std::vector<std::string>>());
  }
  const LabelColumn       compound = ToLabels(inputs.at("compound"));
  AveragePrecisionOptions options;
  options.distance = DistanceFromName(inputs.at("distance"));
  options.ties = TieRule::PositivesFirst;
  std::vector<LabelQuery> queries;
  const AveragePrecisions result = MultiLabelAveragePrecision(
    ToMatrix(inputs.at("X")), { { "compound", compound } }, "target", targets, ReadRules(inputs), options, queries);
  std::vector<Json> rows;
  for (std::size_t i = 0; i < queries.size(); ++i)
  {
    rows.push_back(Json::array(
      { queries[i].label, compound[queries[i].row], FromNumber(result.ap[i]), result.n_pos[i], result.n_total[i] }));
  }
  std::sort(rows.begin(), rows.end());
  return { { "rows_sorted", rows } };
}
} // namespace

Json
RunCopairsMap(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    return golden.inputs.value("kind", "") == "multilabel" ? RunMultiLabel(golden.inputs) : RunSingleLabel(golden);
  });
}
} // namespace pheno::golden
