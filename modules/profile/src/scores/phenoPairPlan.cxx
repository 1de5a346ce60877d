#include "phenoPairPlan.h"
#include "phenoLabelCodes.h"
#include "phenoProfileError.h"
#include "phenoRowGroups.h"

#include <algorithm>
#include <numeric>

namespace pheno
{
namespace
{
std::vector<PairPlan::Codes>
EncodeAll(const std::vector<std::string> & columns, const MetadataColumns & metadata)
{
  std::vector<PairPlan::Codes> codes;
  for (const std::string & name : columns)
  {
    codes.push_back(EncodeLabels(metadata.at(name)));
  }
  return codes;
}

/** The rows that agree in all columns; one group of all rows without columns. */
std::vector<std::vector<std::size_t>>
SameGroups(const std::vector<std::string> & columns, const MetadataColumns & metadata, std::size_t rows)
{
  if (columns.empty())
  {
    std::vector<std::size_t> all(rows);
    std::iota(all.begin(), all.end(), std::size_t{ 0 });
    return { all };
  }
  std::vector<LabelColumn> values;
  for (const std::string & name : columns)
  {
    values.push_back(metadata.at(name));
  }
  std::vector<std::vector<std::size_t>> groups;
  for (RowGroup & group : GroupRows(values))
  {
    groups.push_back(std::move(group.rows));
  }
  return groups;
}

std::vector<std::size_t>
GroupOfRow(const std::vector<std::vector<std::size_t>> & groups, std::size_t rows)
{
  std::vector<std::size_t> groupOf(rows);
  for (std::size_t group = 0; group < groups.size(); ++group)
  {
    for (const std::size_t row : groups[group])
    {
      groupOf[row] = group;
    }
  }
  return groupOf;
}

void
PlanNegatives(PairPlan & plan, const PairRules & rules, const MetadataColumns & metadata, std::size_t rows)
{
  plan.negativeDiffer = EncodeAll(rules.neg_diffby, metadata);
  plan.negativeGroups = SameGroups(rules.neg_sameby, metadata, rows);
  for (std::vector<std::size_t> & group : plan.negativeGroups)
  {
    std::stable_sort(group.begin(), group.end(), [&plan](std::size_t a, std::size_t b) {
      for (const PairPlan::Codes & codes : plan.negativeDiffer)
      {
        if (codes[a] != codes[b])
        {
          return codes[a] < codes[b];
        }
      }
      return false;
    });
  }
}

ProfileError
NotInList(const std::string & name, const std::string & list)
{
  return ProfileError("the multi-label column '" + name + "' is not in " + list +
                      "; its positives share a label and its negatives share none");
}

void
TakeOut(std::vector<std::string> & columns, const std::string & name, const std::string & list)
{
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end())
  {
    throw NotInList(name, list);
  }
  columns.erase(found);
}

void
CheckUnused(const std::vector<std::string> & columns, const std::string & name, const std::string & list)
{
  if (std::find(columns.begin(), columns.end(), name) != columns.end())
  {
    throw ProfileError("the multi-label column '" + name + "' stands in " + list +
                       "; it can only stand in pos_sameby and neg_diffby");
  }
}

/** Lists every (row, label) and returns each row's label codes, ascending. */
std::vector<PairPlan::Codes>
ListLabelQueries(const std::vector<std::vector<std::string>> & labels, std::vector<LabelQuery> & queries)
{
  std::vector<std::string> names;
  for (const auto & each : labels)
  {
    names.insert(names.end(), each.begin(), each.end());
  }
  names = DistinctLabels(std::move(names));
  std::vector<PairPlan::Codes> codes(labels.size());
  queries.clear();
  for (std::size_t row = 0; row < labels.size(); ++row)
  {
    for (const std::string & label : labels[row])
    {
      codes[row].push_back(CodeOf(label, names));
    }
    std::sort(codes[row].begin(), codes[row].end());
    codes[row].erase(std::unique(codes[row].begin(), codes[row].end()), codes[row].end());
    for (const int code : codes[row])
    {
      queries.push_back({ row, names[code] });
    }
  }
  return codes;
}

/** The pos_sameby columns with one entry a (row, label), so that positives are grouped like plain rows. */
MetadataColumns
QueryColumns(const PairRules &               rules,
             const MetadataColumns &         metadata,
             const std::string &             labelColumn,
             const std::vector<LabelQuery> & queries)
{
  MetadataColumns columns;
  for (const std::string & name : rules.pos_sameby)
  {
    LabelColumn & column = columns[name];
    for (const LabelQuery & query : queries)
    {
      column.push_back(name == labelColumn ? query.label : metadata.at(name)[query.row]);
    }
  }
  return columns;
}
} // namespace

bool
PairPlan::SharesNoLabel(std::size_t a, std::size_t b) const
{
  auto first = labels[a].begin();
  auto second = labels[b].begin();
  while (first != labels[a].end() && second != labels[b].end())
  {
    if (*first == *second)
    {
      return false;
    }
    ++(*first < *second ? first : second);
  }
  return true;
}

bool
PairPlan::NoNegatives(std::span<const std::size_t> queryRows, std::span<const std::size_t> rows) const
{
  return std::any_of(negativeDiffer.begin(), negativeDiffer.end(), [&](const Codes & codes) {
    const int  code = codes[queryRows.front()];
    const auto same = [&codes, code](std::size_t row) { return codes[row] == code; };
    return std::all_of(queryRows.begin(), queryRows.end(), same) && std::all_of(rows.begin(), rows.end(), same);
  });
}

PairPlan
PlanPairs(const PairRules & rules, const MetadataColumns & metadata, std::size_t rows)
{
  CheckPairRules(rules, metadata, rows);
  PairPlan plan;
  plan.positiveDiffer = EncodeAll(rules.pos_diffby, metadata);
  plan.positiveGroups = SameGroups(rules.pos_sameby, metadata, rows);
  PlanNegatives(plan, rules, metadata, rows);
  const std::vector<std::size_t> positives = GroupOfRow(plan.positiveGroups, rows);
  const std::vector<std::size_t> negatives = GroupOfRow(plan.negativeGroups, rows);
  for (std::size_t row = 0; row < rows; ++row)
  {
    plan.queries.push_back({ row, positives[row], negatives[row] });
  }
  return plan;
}

PairPlan
PlanLabelPairs(PairRules                                     rules,
               const MetadataColumns &                       metadata,
               const std::string &                           labelColumn,
               const std::vector<std::vector<std::string>> & labels,
               std::size_t                                   rows,
               std::vector<LabelQuery> &                     queries)
{
  if (labels.size() != rows)
  {
    throw ProfileError("labels were given for " + std::to_string(labels.size()) + " of " + std::to_string(rows) +
                       " profiles");
  }
  MetadataColumns checked(metadata);
  checked[labelColumn] = LabelColumn(rows, "several");
  CheckPairRules(rules, checked, rows);
  TakeOut(rules.neg_diffby, labelColumn, "neg_diffby");
  CheckUnused(rules.pos_diffby, labelColumn, "pos_diffby");
  CheckUnused(rules.neg_sameby, labelColumn, "neg_sameby");
  if (std::find(rules.pos_sameby.begin(), rules.pos_sameby.end(), labelColumn) == rules.pos_sameby.end())
  {
    throw NotInList(labelColumn, "pos_sameby");
  }

  PairPlan plan;
  plan.labels = ListLabelQueries(labels, queries);
  plan.positiveDiffer = EncodeAll(rules.pos_diffby, metadata);
  plan.positiveGroups =
    SameGroups(rules.pos_sameby, QueryColumns(rules, metadata, labelColumn, queries), queries.size());
  PlanNegatives(plan, rules, metadata, rows);
  const std::vector<std::size_t> positives = GroupOfRow(plan.positiveGroups, queries.size());
  const std::vector<std::size_t> negatives = GroupOfRow(plan.negativeGroups, rows);
  for (std::size_t query = 0; query < queries.size(); ++query)
  {
    plan.queries.push_back({ queries[query].row, positives[query], negatives[queries[query].row] });
  }
  for (std::vector<std::size_t> & group : plan.positiveGroups)
  {
    std::transform(group.begin(), group.end(), group.begin(), [&](std::size_t query) { return queries[query].row; });
  }
  return plan;
}
} // namespace pheno
