#include "phenoRetrieval.h"
#include "phenoPoissonBinomial.h"
#include "phenoProfileError.h"
#include "phenoRankedLevels.h"
#include "phenoSampleStatistics.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace pheno
{
namespace
{
void
Check(MatrixView scores, std::size_t lists, std::span<const std::size_t> cutoffs)
{
  if (scores.rows == 0 || scores.columns == 0)
  {
    throw ProfileError("retrieval: expected queries and candidates, got " + std::to_string(scores.rows) + " and " +
                       std::to_string(scores.columns));
  }
  if (lists != scores.rows)
  {
    throw ProfileError("retrieval: expected one list of positives a query (" + std::to_string(scores.rows) + "), got " +
                       std::to_string(lists));
  }
  if (std::count(cutoffs.begin(), cutoffs.end(), std::size_t{ 0 }) > 0)
  {
    throw ProfileError("retrieval: expected cutoffs of at least 1, got 0");
  }
  for (std::size_t i = 0; i < scores.rows * scores.columns; ++i)
  {
    if (std::isnan(scores.values[i]))
    {
      throw ProfileError("retrieval: the score of query " + std::to_string(i / scores.columns) + " and candidate " +
                         std::to_string(i % scores.columns) + " is not a number");
    }
  }
}

RowMask
MaskOfPositives(const std::vector<std::size_t> & positives, std::size_t query, std::size_t candidates)
{
  RowMask mask(candidates, 0);
  for (const std::size_t positive : positives)
  {
    if (positive >= candidates)
    {
      throw ProfileError("retrieval: query " + std::to_string(query) + " has positive " + std::to_string(positive) +
                         ", expected one below " + std::to_string(candidates));
    }
    mask[positive] = 1;
  }
  return mask;
}

/** Random orders, kept by their number of positives. */
class Chance
{
public:
  Chance(std::size_t candidates, std::span<const std::size_t> cutoffs)
    : m_Candidates(candidates)
    , m_Cutoffs(cutoffs)
  {}

  struct Numbers
  {
    double              reciprocal_rank;
    std::vector<double> hit; ///< one a cutoff
  };

  const Numbers &
  Of(std::size_t positives)
  {
    const auto [known, isNew] = m_Known.try_emplace(positives);
    if (isNew)
    {
      const RankedLevels random(m_Candidates, positives);
      known->second.reciprocal_rank = random.ReciprocalRank();
      for (const std::size_t k : m_Cutoffs)
      {
        known->second.hit.push_back(random.Hit(k));
      }
    }
    return known->second;
  }

private:
  std::size_t                    m_Candidates;
  std::span<const std::size_t>   m_Cutoffs;
  std::map<std::size_t, Numbers> m_Known;
};

/** Adds one query's share. */
void
Add(const RankedLevels & ranking, RetrievalAt & at)
{
  const auto taken = static_cast<double>(std::min(at.k, ranking.Candidates()));
  const auto positives = static_cast<double>(ranking.Positives());
  const auto negatives = static_cast<double>(ranking.Candidates()) - positives;
  const auto hits = ranking.Hits(at.k);
  at.hit_rate += ranking.Hit(at.k);
  at.precision += hits / static_cast<double>(at.k);
  at.recall += positives > 0 ? hits / positives : 0;
  at.fall_out += negatives > 0 ? (taken - hits) / negatives : 1;
  at.map += ranking.AveragePrecision(at.k);
}

void
DivideBy(double queries, RetrievalMetrics & metrics)
{
  for (double * sum : { &metrics.mrr, &metrics.chance_mrr, &metrics.ndcg })
  {
    *sum /= queries;
  }
  for (RetrievalAt & at : metrics.at)
  {
    for (double * sum : { &at.hit_rate, &at.precision, &at.recall, &at.fall_out, &at.map, &at.chance_hit_rate })
    {
      *sum /= queries;
    }
  }
}
} // namespace

RetrievalMetrics
EvaluateRetrieval(MatrixView                                    scores,
                  const std::vector<std::vector<std::size_t>> & positives,
                  std::span<const std::size_t>                  cutoffs)
{
  Check(scores, positives.size(), cutoffs);
  RetrievalMetrics metrics;
  metrics.n_candidates = scores.columns;
  for (const std::size_t k : cutoffs)
  {
    metrics.at.push_back({ .k = k });
  }
  Chance                           chance(scores.columns, cutoffs);
  std::vector<std::vector<double>> chanceHits(cutoffs.size()); // of each query, one list a cutoff
  std::vector<std::size_t>         sureHits(cutoffs.size());
  for (std::size_t query = 0; query < scores.rows; ++query)
  {
    const RankedLevels ranking(scores.Row(query), MaskOfPositives(positives[query], query, scores.columns));
    const auto &       random = chance.Of(ranking.Positives());
    metrics.ranks.push_back(ranking.Rank());
    metrics.n_without_positive += ranking.Positives() == 0;
    metrics.mrr += ranking.ReciprocalRank();
    metrics.chance_mrr += random.reciprocal_rank;
    metrics.ndcg += ranking.DiscountedGain();
    for (std::size_t i = 0; i < cutoffs.size(); ++i)
    {
      Add(ranking, metrics.at[i]);
      metrics.at[i].chance_hit_rate += random.hit[i];
      chanceHits[i].push_back(random.hit[i]);
      sureHits[i] += ranking.Hit(cutoffs[i]) == 1;
    }
  }
  DivideBy(static_cast<double>(scores.rows), metrics);
  metrics.mean_rank = Mean(metrics.ranks);
  metrics.median_rank = Median(metrics.ranks);
  for (std::size_t i = 0; i < cutoffs.size(); ++i)
  {
    metrics.at[i].p = PoissonBinomialTail(chanceHits[i], sureHits[i]);
  }
  return metrics;
}

RetrievalBothWays
RetrieveBothWays(MatrixView scores, std::span<const RowGroup> texts, std::span<const std::size_t> cutoffs)
{
  if (texts.size() != scores.columns)
  {
    throw ProfileError("retrieval: expected one column of scores a text (" + std::to_string(texts.size()) + "), got " +
                       std::to_string(scores.columns));
  }
  std::vector<std::vector<std::size_t>> textsOfImage(scores.rows);
  std::vector<std::vector<std::size_t>> imagesOfText;
  Matrix                                transposed(scores.columns, scores.rows);
  for (std::size_t text = 0; text < texts.size(); ++text)
  {
    imagesOfText.push_back(texts[text].rows);
    for (const std::size_t image : texts[text].rows)
    {
      if (image >= scores.rows || !textsOfImage[image].empty())
      {
        throw ProfileError("retrieval: expected every image in one text, got image " + std::to_string(image) +
                           (image >= scores.rows ? " of " + std::to_string(scores.rows) : " in two"));
      }
      textsOfImage[image].push_back(text);
    }
    for (std::size_t image = 0; image < scores.rows; ++image)
    {
      transposed(text, image) = scores(image, text);
    }
  }
  const auto without = std::find(textsOfImage.begin(), textsOfImage.end(), std::vector<std::size_t>{});
  if (without != textsOfImage.end())
  {
    throw ProfileError("retrieval: expected every image in one text, got image " +
                       std::to_string(without - textsOfImage.begin()) + " in none");
  }
  return { EvaluateRetrieval(scores, textsOfImage, cutoffs), EvaluateRetrieval(transposed, imagesOfText, cutoffs) };
}
} // namespace pheno
