#include "phenoFittedOn.h"
#include "phenoForeseenProfiles.h"
#include "phenoHash.h"
#include "phenoMetrics.h"
#include "phenoNode.h"
#include "phenoProfileView.h"
#include "phenoRetrieval.h"
#include "phenoRetrievalGroups.h"
#include "phenoRetrievalScores.h"
#include "phenoRowGroups.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace
{
using namespace pheno;
using scoring::Metrics;

/** The treatments of a part: the mean of their wells' unit profiles, and their own embedding, row by row. */
struct Pairs
{
  LabelColumn names;
  LabelColumn texts; ///< equal for treatments of equal embeddings
  Matrix      images;
  Matrix      treatments;
};

/** Numbers as a text that is equal where they are. */
std::string
KeyOf(std::span<const double> row)
{
  return std::string(reinterpret_cast<const char *>(row.data()), row.size_bytes());
}

void
AddUnit(std::span<const double> row, std::span<double> sum)
{
  const double norm = std::sqrt(std::inner_product(row.begin(), row.end(), row.begin(), 0.0));
  for (std::size_t i = 0; i < row.size() && norm > 0; ++i)
  {
    sum[i] += row[i] / norm;
  }
}

/** Scores how images and treatments find each other. */
class ScoreRetrieval : public Node
{
public:
  explicit ScoreRetrieval(const Json & params)
    : m_Scope(params.at("scope"))
    , m_Column("Metadata_" + params.at("column").get<std::string>())
    , m_SplitColumn(params.at("split_column"))
    , m_Parts(params.at("parts").get<std::vector<std::string>>())
    , m_Cutoffs(params.at("cutoffs").get<std::vector<std::size_t>>())
    , m_GroupSizes(params.at("group_sizes").get<std::vector<std::size_t>>())
  {}

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    const ForeseenProfiles profiles(in, "profiles", problems);
    profiles.NeedColumn("column", m_Column);
    profiles.NeedColumn("split_column", m_SplitColumn.empty() ? "" : MetadataName(m_SplitColumn));
    ForeseenProfiles(in, "treatments", problems).NeedColumn("column", m_Column);
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Profiles wells;
    in.Each<Profiles>({ "profiles" },
                      [&](const Shard &, const Ptr<Profiles> & shard) { AppendProfiles(wells, *shard); });
    const Ptr<Profiles>            treatments = in.Get<Profiles>("treatments");
    const std::vector<std::string> parts = m_SplitColumn.empty() ? std::vector<std::string>{ "all" } : m_Parts;
    Metrics                        metrics(m_Scope);
    metrics.AddToNotes(FittedOnWarning(this->ScoredMetadata(wells)));
    Table::Text partOf, names;
    Table::Real toText, toImage;
    for (const std::string & part : parts)
    {
      const Pairs pairs = this->PairsOf(wells, *treatments, part);
      if (pairs.names.size() < 2)
      {
        metrics.Add({ .metric = "retrieval",
                      .group = part,
                      .n = static_cast<double>(pairs.names.size()),
                      .note = "left out: fewer than two treatments have wells and an embedding" });
        continue;
      }
      const RetrievalBothWays found = this->Evaluate(pairs, part, metrics);
      this->EvaluateGroups(pairs, part, context.Seed(), metrics);
      const std::vector<RowGroup> texts = GroupRows(pairs.texts);
      std::vector<double>         rankOfText(pairs.names.size());
      for (std::size_t g = 0; g < texts.size(); ++g)
      {
        for (const std::size_t row : texts[g].rows)
        {
          rankOfText[row] = found.text_to_image.ranks[g];
        }
      }
      partOf.insert(partOf.end(), pairs.names.size(), part);
      names.insert(names.end(), pairs.names.begin(), pairs.names.end());
      toText.insert(toText.end(), found.image_to_text.ranks.begin(), found.image_to_text.ranks.end());
      toImage.insert(toImage.end(), rankOfText.begin(), rankOfText.end());
    }
    Table ranks;
    ranks.Add("part", std::move(partOf));
    ranks.Add("treatment", std::move(names));
    ranks.Add("rank_of_text", std::move(toText));
    ranks.Add("rank_of_images", std::move(toImage));
    out.Set("metrics", metrics.ToTable());
    out.Set("ranks", std::move(ranks));
  }

private:
  /** Of the wells of the parts that are scored. */
  Table
  ScoredMetadata(const Profiles & wells) const
  {
    if (m_SplitColumn.empty())
    {
      return wells.metadata;
    }
    const Table::Text        split = wells.metadata.Texts("Metadata_" + m_SplitColumn);
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < split.size(); ++row)
    {
      if (std::find(m_Parts.begin(), m_Parts.end(), split[row]) != m_Parts.end())
      {
        rows.push_back(row);
      }
    }
    return wells.metadata.Select(rows);
  }

  Pairs
  PairsOf(const Profiles & wells, const Profiles & treatments, const std::string & part) const
  {
    if (wells.Columns() != treatments.Columns())
    {
      throw Error("profiles of " + std::to_string(wells.Columns()) + " features and treatments of " +
                  std::to_string(treatments.Columns()) + ": expected embeddings of one training");
    }
    const Table::Text                  ids = treatments.metadata.Texts(m_Column);
    std::map<std::string, std::size_t> rowOf;
    for (std::size_t i = 0; i < ids.size(); ++i)
    {
      rowOf.emplace(ids[i], i);
    }
    const Table::Text names = wells.metadata.Texts(m_Column);
    const Table::Text split =
      m_SplitColumn.empty() ? Table::Text(wells.Rows(), part) : wells.metadata.Texts("Metadata_" + m_SplitColumn);
    std::map<std::string, std::vector<std::size_t>> wellsOf;
    for (std::size_t i = 0; i < wells.Rows(); ++i)
    {
      if (split[i] == part && rowOf.count(names[i]) > 0)
      {
        wellsOf[names[i]].push_back(i);
      }
    }
    Pairs pairs;
    pairs.images = Matrix(wellsOf.size(), wells.Columns());
    pairs.treatments = Matrix(wellsOf.size(), wells.Columns());
    for (const auto & [name, rows] : wellsOf)
    {
      const std::size_t at = pairs.names.size();
      for (const std::size_t row : rows)
      {
        AddUnit(ViewOf(wells).Row(row), pairs.images.Row(at));
      }
      const auto treatment = ViewOf(treatments).Row(rowOf.at(name));
      std::copy(treatment.begin(), treatment.end(), pairs.treatments.Row(at).begin());
      pairs.names.push_back(name);
      pairs.texts.push_back(KeyOf(treatment));
    }
    return pairs;
  }

  RetrievalBothWays
  Evaluate(const Pairs & pairs, const std::string & part, Metrics & metrics) const
  {
    const std::vector<RowGroup> texts = GroupRows(pairs.texts);
    Matrix                      candidates(texts.size(), pairs.treatments.columns);
    for (std::size_t g = 0; g < texts.size(); ++g)
    {
      const auto row = pairs.treatments.Row(texts[g].rows.front());
      std::copy(row.begin(), row.end(), candidates.Row(g).begin());
    }
    RetrievalBothWays found = RetrieveBothWays(Cosines(pairs.images, candidates), texts, m_Cutoffs);
    Add(found.image_to_text, part + ", images to treatments", metrics);
    Add(found.text_to_image, part + ", treatments to images", metrics);
    AddBothWays(found, part, metrics);
    return found;
  }

  /** The means of both directions, for a glance. */
  static void
  AddBothWays(const RetrievalBothWays & found, const std::string & part, Metrics & metrics)
  {
    const auto add = [&](const std::string & metric, double one, double other) {
      metrics.Add({ .metric = metric + "_" + part,
                    .value = (one + other) / 2,
                    .n = static_cast<double>(found.image_to_text.ranks.size()),
                    .note = "mean of both directions" });
    };
    const RetrievalMetrics & text = found.image_to_text;
    const RetrievalMetrics & image = found.text_to_image;
    add("mrr", text.mrr, image.mrr);
    add("mrr_chance", text.chance_mrr, image.chance_mrr);
    for (std::size_t i = 0; i < text.at.size(); ++i)
    {
      add("r_at_" + std::to_string(text.at[i].k), text.at[i].hit_rate, image.at[i].hit_rate);
    }
  }

  static void
  Add(const RetrievalMetrics & found, const std::string & group, Metrics & metrics)
  {
    const double      n = static_cast<double>(found.ranks.size());
    const std::string among = "among " + std::to_string(found.n_candidates) + " candidates";
    for (const RetrievalAt & at : found.at)
    {
      metrics.Add({ .metric = "r_at_" + std::to_string(at.k),
                    .group = group,
                    .value = at.hit_rate,
                    .n = n,
                    .p = at.p,
                    .note = among + "; p one-sided, against random orders" });
      metrics.Add({ .metric = "r_at_" + std::to_string(at.k) + "_chance",
                    .group = group,
                    .value = at.chance_hit_rate,
                    .n = n,
                    .note = "expected of random orders" });
    }
    metrics.Add({ .metric = "mrr", .group = group, .value = found.mrr, .n = n, .note = among });
    metrics.Add({ .metric = "mrr_chance",
                  .group = group,
                  .value = found.chance_mrr,
                  .n = n,
                  .note = "expected of random orders" });
    metrics.Add({ .metric = "mean_rank", .group = group, .value = found.mean_rank, .n = n, .note = among });
    metrics.Add({ .metric = "median_rank", .group = group, .value = found.median_rank, .n = n, .note = among });
  }

  void
  EvaluateGroups(const Pairs & pairs, const std::string & part, std::uint64_t seed, Metrics & metrics) const
  {
    std::vector<std::size_t> order(pairs.names.size());
    std::iota(order.begin(), order.end(), std::size_t{ 0 });
    std::vector<std::uint64_t> keys;
    for (const std::string & name : pairs.names)
    {
      keys.push_back(SeedFrom(name + "/" + std::to_string(seed)));
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
    Matrix images(order.size(), pairs.images.columns), treatments(order.size(), pairs.images.columns);
    for (std::size_t i = 0; i < order.size(); ++i)
    {
      std::copy(pairs.images.Row(order[i]).begin(), pairs.images.Row(order[i]).end(), images.Row(i).begin());
      std::copy(
        pairs.treatments.Row(order[i]).begin(), pairs.treatments.Row(order[i]).end(), treatments.Row(i).begin());
    }
    for (const std::size_t size : m_GroupSizes)
    {
      const std::vector<RetrievalBothWays> groups = RetrieveInGroups(images, treatments, size, m_Cutoffs);
      const auto                           add = [&](const std::string & metric, const GroupStatistics & value) {
        metrics.Add({ .metric = metric + "_1_to_" + std::to_string(size),
                                                .group = part,
                                                .value = value.mean,
                                                .n = static_cast<double>(groups.size()),
                                                .low = value.mean - value.deviation,
                                                .high = value.mean + value.deviation,
                                                .note = "mean over groups and both directions, plus and minus one standard deviation" });
      };
      const auto both = [](const RetrievalBothWays & group, auto number) {
        return (number(group.image_to_text) + number(group.text_to_image)) / 2;
      };
      add("mrr", OverGroups(std::span(groups), [&](const auto & group) {
            return both(group, [](const RetrievalMetrics & m) { return m.mrr; });
          }));
      for (std::size_t k = 0; k < m_Cutoffs.size(); ++k)
      {
        add("r_at_" + std::to_string(m_Cutoffs[k]), OverGroups(std::span(groups), [&](const auto & group) {
              return both(group, [k](const RetrievalMetrics & m) { return m.at[k].hit_rate; });
            }));
      }
    }
  }

  std::string              m_Scope;
  std::string              m_Column;
  std::string              m_SplitColumn;
  std::vector<std::string> m_Parts;
  std::vector<std::size_t> m_Cutoffs;
  std::vector<std::size_t> m_GroupSizes;
};
} // namespace

PHENO_NODE(ScoreRetrieval)
