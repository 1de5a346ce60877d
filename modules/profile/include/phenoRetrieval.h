#ifndef phenoRetrieval_h
#define phenoRetrieval_h

#include "phenoRowGroups.h"

namespace pheno
{
/** Means over the queries of what stands among the first k candidates. */
struct RetrievalAt
{
  std::size_t k = 0;
  double      hit_rate = 0;        ///< R@k: at least one positive among them
  double      precision = 0;       ///< positives among them / k, also where there are fewer candidates than k
  double      recall = 0;          ///< positives among them / all positives; R@k where each query has one
  double      fall_out = 0;        ///< negatives among them / all negatives; 1 without any
  double      map = 0;             ///< mean precision at the positives among them
  double      chance_hit_rate = 0; ///< expected of a random order
  double      p = 1;               ///< one-sided, of at least as many hits by chance
};

/** How well queries find their positives among candidates (methods 3.7, 4.3).
 *
 * Ties: every number is its expectation over random orders inside each tie, so that R@k is the probability to be among
 * the first k, the rank of a tie its mean rank, MRR the expected reciprocal rank. `rank` is that of the first positive.
 * A query without a positive has no rank and counts 0 elsewhere, but for the fall-out.
 *
 * Chance is exact: for n candidates of which m are positive, R@k = 1 - C(n-m, k) / C(n, k) (k / n for one), MRR the
 * expected reciprocal of the first positive's rank (sum 1/i / n for one); constant scores give just that.
 *
 * p: the Poisson binomial probability of at least as many hits as seen when every query's order is random and the
 * queries are independent; a query whose hit hangs on a tie counts as none, which can only raise p. For pairs, one
 * positive a query and a candidate each, the variance under random pairing is at most n / (n - 1) of that one. Queries
 * that repeat each other (several images of one treatment) are not independent and make p too small: average them
 * first. */
struct RetrievalMetrics
{
  std::vector<double>      ranks; ///< one a query, from 1; NaN without a positive
  std::size_t              n_candidates = 0;
  std::size_t              n_without_positive = 0;
  double                   mean_rank = 0;   ///< over the queries with a rank
  double                   median_rank = 0; ///< over the same; the mean of the middle two, not floored
  double                   mrr = 0;
  double                   chance_mrr = 0;
  double                   ndcg = 0; ///< binary gain, discount 1 / log2(1 + rank), no cut
  std::vector<RetrievalAt> at;       ///< one a cutoff
};

/** \param scores Q x C, larger is nearer \param positives of each query, the candidates; repeats count once
 * \param cutoffs the k; one above the number of candidates takes them all
 * Throws ProfileError for a score that is not a number, no query, no candidate, a cutoff of 0, a list of another length
 * than Q, or a positive outside the candidates. */
RetrievalMetrics
EvaluateRetrieval(MatrixView                                    scores,
                  const std::vector<std::vector<std::size_t>> & positives,
                  std::span<const std::size_t>                  cutoffs);

struct RetrievalBothWays
{
  RetrievalMetrics image_to_text;
  RetrievalMetrics text_to_image;
};

/** Images against unique texts, and back. Several images may share a text: it is one candidate (a text repeated among
 * the candidates would be a wrong answer to itself), and as a query all of its images are its positives.
 * \param scores images x texts, one column a text
 * \param texts GroupRows of the images' texts: text g belongs to the images texts[g].rows
 * Throws ProfileError as EvaluateRetrieval, or when the texts do not share out the images. */
RetrievalBothWays
RetrieveBothWays(MatrixView scores, std::span<const RowGroup> texts, std::span<const std::size_t> cutoffs);
} // namespace pheno

#endif
