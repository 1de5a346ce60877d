#include "phenoGoldenTreatments.h"

#include "phenoAggregate.h"
#include "phenoNearestMatch.h"

#include <algorithm>

namespace pheno::golden
{
namespace
{
LabelColumn
Select(const LabelColumn & labels, const std::vector<std::size_t> & rows)
{
  LabelColumn selected;
  for (const std::size_t row : rows)
  {
    selected.push_back(labels[row]);
  }
  return selected;
}

std::string
JoinBatches(const LabelColumn & batch, const std::vector<std::size_t> & wells)
{
  LabelColumn seen;
  std::string joined;
  for (const std::size_t well : wells)
  {
    if (std::find(seen.begin(), seen.end(), batch[well]) == seen.end())
    {
      joined += (seen.empty() ? "" : ",") + batch[well];
      seen.push_back(batch[well]);
    }
  }
  return joined;
}

Json
Score(const Treatments & treatments, bool otherBatch, const LabelColumn & leftOut, const std::string & name)
{
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < treatments.moa.size(); ++row)
  {
    if (std::find(leftOut.begin(), leftOut.end(), treatments.moa[row]) == leftOut.end())
    {
      rows.push_back(row);
    }
  }
  const LabelColumn              moa = Select(treatments.moa, rows);
  const std::vector<LabelColumn> excluded = { Select(treatments.compound, rows), Select(treatments.batch, rows) };
  const NearestMatch             match =
    MatchNearest(SelectRows(treatments.profiles, rows), moa, std::span(excluded).first(otherBatch ? 2 : 1));
  Json nearest = Json::object();
  for (std::size_t i = 0; i < rows.size(); ++i)
  {
    if (match.nearest[i] != NearestMatch::kNone)
    {
      nearest[treatments.name[rows[i]]] = moa[match.nearest[i]];
    }
  }
  return { { name, match.accuracy }, { "n_" + name, match.n_evaluated }, { name + "_nn_moa", nearest } };
}
} // namespace

Treatments
MedianTreatments(MatrixView          wells,
                 const LabelColumn & treatment,
                 const LabelColumn & moa,
                 const LabelColumn & compound,
                 const LabelColumn & batch,
                 BatchOf             batchOf)
{
  const std::vector<RowGroup> groups = GroupRows(treatment);
  Treatments                  result;
  result.profiles = AggregateRows(wells, groups, Center::Median);
  for (const RowGroup & group : groups)
  {
    const std::size_t first = group.rows.front();
    result.name.push_back(group.key.front());
    result.moa.push_back(moa[first]);
    result.compound.push_back(compound[first]);
    result.batch.push_back(batchOf == BatchOf::FirstWell ? batch[first] : JoinBatches(batch, group.rows));
  }
  return result;
}

LabelColumn
WeeksOf(const LabelColumn & plates)
{
  LabelColumn weeks;
  for (const std::string & plate : plates)
  {
    weeks.push_back(plate.substr(0, plate.find('_')));
  }
  return weeks;
}

Json
ScoreTreatments(const Treatments & treatments)
{
  Json got = Score(treatments, false, { "DMSO", "unknown" }, "nsc");
  got.update(Score(treatments, true, { "DMSO", "unknown", "Kinase inhibitors", "Cholesterol-lowering" }, "nscb"));
  return got;
}
} // namespace pheno::golden
