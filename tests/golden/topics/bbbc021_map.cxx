#include "phenoGoldenMatrix.h"
#include "phenoGoldenTable.h"

#include "phenoAggregate.h"
#include "phenoMeanAveragePrecision.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace pheno::golden
{
namespace
{
Json
MeansByGroup(const AveragePrecisions & result, const LabelColumn & labels)
{
  MapOptions options;
  options.exact_limit = 0; // only the means are asked for: a short null
  options.null_size = 1;
  Json means = Json::object();
  for (const MapGroup & group : MeanAveragePrecision(result, std::span(&labels, 1), options))
  {
    if (group.n_members > 0)
    {
      means[group.key.front()] = group.map;
    }
  }
  return means;
}

double
MeanOf(const std::vector<double> & ap)
{
  double      sum = 0;
  std::size_t count = 0;
  for (const double each : ap)
  {
    sum += std::isnan(each) ? 0 : each;
    count += !std::isnan(each);
  }
  return sum / static_cast<double>(count);
}

LabelColumn
TreatmentNames(const ProfileTable & table)
{
  LabelColumn names = table.metadata.at("Compound");
  for (std::size_t row = 0; row < names.size(); ++row)
  {
    names[row] += "@" + table.metadata.at("Concentration")[row];
  }
  return names;
}

Json
RunActivity(const ProfileTable & table)
{
  MetadataColumns metadata{ { "trt", TreatmentNames(table) }, { "plate", table.metadata.at("Plate") } };
  for (const std::string & compound : table.metadata.at("Compound"))
  {
    metadata["control"].push_back(compound == "DMSO" ? "1" : "0");
  }
  AveragePrecisionOptions options;
  options.ties = TieRule::PositivesFirst;
  const AveragePrecisions result =
    AveragePrecision(table.features, metadata, { { "trt" }, {}, { "plate" }, { "control" } }, options);
  return { { "ap", FromNumbers(result.ap) }, { "n_pos", result.n_pos },
           { "n_total", result.n_total },    { "map", MeansByGroup(result, metadata.at("trt")) },
           { "mean_ap", MeanOf(result.ap) }, { "n_features", table.features.columns } };
}

/** Treatments without DMSO, by compound and then by concentration as a number. */
std::vector<RowGroup>
SortedTreatments(const ProfileTable & table)
{
  const std::vector<LabelColumn> keys = { table.metadata.at("Compound"), table.metadata.at("Concentration") };
  std::vector<RowGroup>          groups = GroupRows(keys);
  std::erase_if(groups, [](const RowGroup & group) { return group.key[0] == "DMSO"; });
  std::stable_sort(groups.begin(), groups.end(), [](const RowGroup & a, const RowGroup & b) {
    return a.key[0] == b.key[0] ? std::atof(a.key[1].c_str()) < std::atof(b.key[1].c_str()) : a.key[0] < b.key[0];
  });
  return groups;
}

Json
RunConsistency(const ProfileTable & table)
{
  const std::vector<RowGroup> groups = SortedTreatments(table);
  MetadataColumns             metadata;
  LabelColumn                 names;
  for (const RowGroup & group : groups)
  {
    names.push_back(group.key[0] + "@" + group.key[1]);
    metadata["compound"].push_back(group.key[0]);
    metadata["moa"].push_back(table.metadata.at("moa")[group.rows.front()]);
  }
  AveragePrecisionOptions options;
  options.ties = TieRule::PositivesFirst;
  const AveragePrecisions result = AveragePrecision(AggregateRows(table.features, groups, Center::Median),
                                                    metadata,
                                                    { { "moa" }, { "compound" }, {}, { "moa" } },
                                                    options);
  return { { "treatments", names },
           { "ap", FromNumbers(result.ap) },
           { "map", MeansByGroup(result, metadata.at("moa")) },
           { "mean_ap", MeanOf(result.ap) },
           { "n_treatments", groups.size() } };
}
} // namespace

Json
RunBbbc021Map(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    const ProfileTable table = ReadProfileTable(golden.data, golden.inputs.at("file"));
    return golden.inputs.at("kind") == "activity" ? RunActivity(table) : RunConsistency(table);
  });
}
} // namespace pheno::golden
