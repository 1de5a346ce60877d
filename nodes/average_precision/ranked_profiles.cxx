#include "ranked_profiles.h"

#include "phenoMetadataColumn.h"
#include "phenoProfileError.h"
#include "phenoProfileView.h"
#include "phenoRowGroups.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>

namespace pheno
{
namespace
{
constexpr auto kEmpty = "(empty)";

Table::Text
CellsOf(const Table & metadata, const std::string & name)
{
  return metadata.columns.empty() ? Table::Text() : metadata.Texts(name);
}

void
RequireColumns(const Table & metadata, const RankingSettings & settings)
{
  RequireMetadata(metadata, "pos_sameby", settings.rules.pos_sameby);
  RequireMetadata(metadata, "pos_diffby", settings.rules.pos_diffby);
  RequireMetadata(metadata, "neg_sameby", settings.rules.neg_sameby);
  RequireMetadata(metadata, "neg_diffby", settings.rules.neg_diffby);
  RequireMetadata(metadata, "group_by", settings.groupBy);
}

/** The columns that the rules name. */
MetadataColumns
RuleColumns(const Table & metadata, const RankingSettings & settings)
{
  MetadataColumns   columns;
  const PairRules & rules = settings.rules;
  for (const Names * list : { &rules.pos_sameby, &rules.pos_diffby, &rules.neg_sameby, &rules.neg_diffby })
  {
    for (const std::string & name : *list)
    {
      columns[name] = CellsOf(metadata, name);
      if (settings.emptyIsValue)
      {
        std::replace(columns[name].begin(), columns[name].end(), std::string(), std::string(kEmpty));
      }
    }
  }
  return columns;
}

Profiles
WithoutEmptyCells(const Profiles & profiles, const RankingSettings & settings)
{
  RowMask complete(profiles.Rows(), 1);
  for (const auto & [name, column] : RuleColumns(profiles.metadata, settings))
  {
    for (std::size_t row = 0; row < column.size() && name != settings.labelColumn; ++row)
    {
      complete[row] = complete[row] != 0 && !column[row].empty();
    }
  }
  std::vector<std::size_t> rows(profiles.Rows());
  std::iota(rows.begin(), rows.end(), std::size_t{ 0 });
  return profiles.Select(Marked(rows, complete));
}

/** The labels in a cell, each once. */
Names
Split(const std::string & cell, const std::string & separator)
{
  std::set<std::string> labels;
  for (std::size_t begin = 0; begin <= cell.size();)
  {
    const std::size_t end = std::min(cell.find(separator, begin), cell.size());
    labels.insert(cell.substr(begin, end - begin));
    begin = end + separator.size();
  }
  labels.erase("");
  return { labels.begin(), labels.end() };
}

/** \param queries receives what was asked where profiles have several labels */
AveragePrecisions
Rank(const Profiles & profiles, const RankingSettings & settings, std::vector<LabelQuery> & queries)
{
  const MetadataColumns columns = RuleColumns(profiles.metadata, settings);
  if (settings.labelColumn.empty())
  {
    return AveragePrecision(ViewOf(profiles), columns, settings.rules, settings.ranking);
  }
  std::vector<Names> labels;
  for (const std::string & cell : CellsOf(profiles.metadata, settings.labelColumn))
  {
    labels.push_back(Split(cell, settings.separator));
  }
  return MultiLabelAveragePrecision(
    ViewOf(profiles), columns, settings.labelColumn, labels, settings.rules, settings.ranking, queries);
}
} // namespace

Names
RankingSettings::Columns(const Json & names)
{
  Names full;
  for (const std::string name : names)
  {
    full.push_back(MetadataName(name));
  }
  return full;
}

RankingSettings::RankingSettings(const Json & params)
  : rules{ Columns(params.at("pos_sameby")),
           Columns(params.at("pos_diffby")),
           Columns(params.at("neg_sameby")),
           Columns(params.at("neg_diffby")) }
  , labelColumn(params.at("multilabel_column"))
  , separator(params.at("separator"))
  , leaveOutEmpty(params.at("empty_cells") == "leave_out")
  , emptyIsValue(params.at("empty_cells") == "value")
  , groupBy(Columns(params.at("group_by")))
{
  labelColumn = labelColumn.empty() ? "" : MetadataName(labelColumn);
  groupBy = groupBy.empty() ? rules.pos_sameby : groupBy;
  ranking.distance = DistanceFromName(params.at("distance"));
  ranking.ties = params.at("ties") == "average" ? TieRule::Average : TieRule::PositivesFirst;
  means.null = params.at("null") == "shared" ? MapNull::Shared : MapNull::Independent;
  means.null_size = params.at("null_size");
  if (groupBy.empty())
  {
    throw Error("group_by and pos_sameby are both empty; expected columns that group profiles for the mean");
  }
  std::vector<LabelQuery> none;
  Rank({}, *this, none); // says what is wrong with the rules themselves
}

RankedProfiles::RankedProfiles(const Profiles & profiles, const RankingSettings & settings)
{
  RequireColumns(profiles.metadata, settings);
  std::optional<Profiles> some;
  const Profiles & kept = settings.leaveOutEmpty ? some.emplace(WithoutEmptyCells(profiles, settings)) : profiles;
  std::vector<LabelQuery> queries;
  precision = Rank(kept, settings, queries);
  leftOut = profiles.Rows() - kept.Rows();
  about = kept.metadata;
  if (!settings.labelColumn.empty())
  {
    std::vector<std::size_t> rows;
    LabelColumn              asked;
    for (const LabelQuery & query : queries)
    {
      rows.push_back(query.row);
      asked.push_back(query.label);
    }
    about = kept.metadata.Select(rows);
    about.Set(settings.labelColumn, std::move(asked));
  }
  try
  {
    RequirePairs(precision, settings.rules);
  }
  catch (const ProfileError & error)
  {
    lack = error.what();
  }
}

RankedGroups::RankedGroups(const RankedProfiles & ranked, const RankingSettings & settings)
{
  std::vector<LabelColumn> columns;
  RowMask                  isIn(ranked.about.Rows(), 1);
  for (const std::string & name : settings.groupBy)
  {
    columns.push_back(CellsOf(ranked.about, name));
    for (std::size_t query = 0; query < isIn.size(); ++query)
    {
      isIn[query] = isIn[query] != 0 && !columns.back()[query].empty();
    }
  }
  AveragePrecisions kept;
  for (std::size_t query = 0; query < isIn.size(); ++query)
  {
    if (isIn[query] == 0)
    {
      ++leftOut;
      continue;
    }
    for (LabelColumn & column : columns)
    {
      column[kept.ap.size()] = column[query];
    }
    kept.ap.push_back(ranked.precision.ap[query]);
    kept.n_pos.push_back(ranked.precision.n_pos[query]);
    kept.n_total.push_back(ranked.precision.n_total[query]);
  }
  for (LabelColumn & column : columns)
  {
    column.resize(kept.ap.size());
  }
  groups = MeanAveragePrecision(kept, columns, settings.means);
  for (const RowGroup & group : GroupRows(columns))
  {
    std::vector<double> & values = members.emplace_back();
    for (const std::size_t row : group.rows)
    {
      values.push_back(kept.ap[row]);
    }
  }
}
} // namespace pheno
