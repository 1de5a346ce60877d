#include "phenoBatchProbe.h"
#include "phenoFiniteValues.h"
#include "phenoLabelCodes.h"
#include "phenoParallelFor.h"
#include "phenoSimilarity.h"
#include "phenoSoftmaxRegression.h"

#include <numeric>

namespace pheno
{
namespace
{
constexpr std::size_t kQueries = 128;
constexpr std::size_t kColumns = 512;

LabelColumn
Pick(const LabelColumn & labels, const std::vector<std::size_t> & rows)
{
  LabelColumn picked;
  for (const std::size_t row : rows)
  {
    picked.push_back(labels[row]);
  }
  return picked;
}

/** The rows of a split with their labels. */
struct Parts
{
  Parts(MatrixView profiles, const LabelColumn & labels, const RowSplit & split)
  {
    if (labels.size() != profiles.rows)
    {
      throw ProfileError("a probe of " + std::to_string(profiles.rows) + " profiles got " +
                         std::to_string(labels.size()) + " labels; expected equally many");
    }
    if (split.train.empty() || split.test.empty())
    {
      throw ProfileError("a probe got " + std::to_string(split.train.size()) + " rows to learn from and " +
                         std::to_string(split.test.size()) + " to test on; expected at least one of each");
    }
    train = SelectRows(profiles, split.train);
    test = SelectRows(profiles, split.test);
    RequireFinite(train, "a probe of the rows to learn from");
    RequireFinite(test, "a probe of the rows to test on");
    trainLabels = Pick(labels, split.train);
    testLabels = Pick(labels, split.test);
    LabelColumn all = trainLabels;
    all.insert(all.end(), testLabels.begin(), testLabels.end());
    classes = DistinctLabels(std::move(all));
  }

  std::vector<int>
  Codes(const LabelColumn & labels) const
  {
    std::vector<int> codes;
    for (const std::string & label : labels)
    {
      codes.push_back(CodeOf(label, classes));
    }
    return codes;
  }

  Matrix                   train, test;
  LabelColumn              trainLabels, testLabels;
  std::vector<std::string> classes;
};

/** Calls the class of highest probability, the smallest among equals. */
Probe
Conclude(const Parts & parts, Matrix probabilities)
{
  Probe            probe;
  std::vector<int> predicted;
  for (std::size_t row = 0; row < probabilities.rows; ++row)
  {
    const auto each = probabilities.Row(row);
    predicted.push_back(static_cast<int>(std::max_element(each.begin(), each.end()) - each.begin()));
    probe.predicted.push_back(parts.classes[predicted.back()]);
  }
  probe.scores = ScoreClassification(parts.Codes(parts.testLabels), predicted, probabilities);
  probe.classes = parts.classes;
  probe.probabilities = std::move(probabilities);
  return probe;
}

/** The k training rows nearest to one test row. */
class Nearest
{
public:
  explicit Nearest(std::size_t k)
    : m_Count(k)
  {}

  void
  Add(double score, std::size_t row)
  {
    if (m_Rows.size() == m_Count && !(score > m_Rows.back().first))
    {
      return;
    }
    // Rows come ascending: behind equal scores a later one loses.
    const auto place =
      std::upper_bound(m_Rows.begin(), m_Rows.end(), score, [](double a, const auto & b) { return a > b.first; });
    m_Rows.insert(place, { score, row });
    m_Rows.resize(std::min(m_Rows.size(), m_Count));
  }
  const std::vector<std::pair<double, std::size_t>> &
  Rows() const
  {
    return m_Rows;
  }

private:
  std::size_t                                 m_Count;
  std::vector<std::pair<double, std::size_t>> m_Rows; ///< falling score
};
} // namespace

Probe
ProbeNeighbours(MatrixView          profiles,
                const LabelColumn & labels,
                const RowSplit &    split,
                std::size_t         k,
                unsigned            threads)
{
  const Parts parts(profiles, labels, split);
  if (k == 0 || parts.train.rows < k)
  {
    throw ProfileError("the " + std::to_string(k) + " nearest of " + std::to_string(parts.train.rows) +
                       " rows were asked for; expected at least one, and no more than there are");
  }
  Matrix all = parts.train;
  all.values.insert(all.values.end(), parts.test.values.begin(), parts.test.values.end());
  all.rows += parts.test.rows;
  const Similarity         similarity(all, Distance::Cosine);
  const std::vector<int>   trainCodes = parts.Codes(parts.trainLabels);
  std::vector<std::size_t> rows(all.rows);
  std::iota(rows.begin(), rows.end(), std::size_t{ 0 });
  const auto trainRows = std::span(rows).first(parts.train.rows);
  const auto testRows = std::span(rows).subspan(parts.train.rows);
  Matrix     votes(parts.test.rows, parts.classes.size());
  ParallelFor((testRows.size() + kQueries - 1) / kQueries, threads, [&](std::size_t tile) {
    const std::size_t     begin = tile * kQueries;
    const auto            queries = testRows.subspan(begin, std::min(kQueries, testRows.size() - begin));
    std::vector<Nearest>  nearest(queries.size(), Nearest(k));
    Similarity::Workspace workspace;
    for (std::size_t first = 0; first < trainRows.size(); first += kColumns)
    {
      const auto columns = trainRows.subspan(first, std::min(kColumns, trainRows.size() - first));
      similarity.Score(queries, columns, workspace);
      for (std::size_t query = 0; query < queries.size(); ++query)
      {
        for (std::size_t column = 0; column < columns.size(); ++column)
        {
          nearest[query].Add(workspace.scores(query, column), columns[column]);
        }
      }
    }
    for (std::size_t query = 0; query < queries.size(); ++query)
    {
      for (const auto & [score, row] : nearest[query].Rows())
      {
        votes(begin + query, trainCodes[row]) += 1;
      }
    }
  });
  for (double & vote : votes.values)
  {
    vote /= static_cast<double>(k);
  }
  return Conclude(parts, std::move(votes));
}

Probe
ProbeLogistic(MatrixView          profiles,
              const LabelColumn & labels,
              const RowSplit &    split,
              double              inverseStrength,
              unsigned            threads)
{
  const Parts                    parts(profiles, labels, split);
  const std::vector<std::string> learnt = DistinctLabels(parts.trainLabels);
  if (learnt.size() < 2)
  {
    throw ProfileError("all rows to learn from are '" + learnt.front() + "'; a logistic probe needs two classes");
  }
  std::vector<int> classes;
  for (const std::string & label : parts.trainLabels)
  {
    classes.push_back(CodeOf(label, learnt));
  }
  SoftmaxOptions options;
  options.inverse_strength = inverseStrength;
  options.threads = threads;
  const Matrix found = FitSoftmax(parts.train, classes, learnt.size(), options).Probabilities(parts.test);
  Matrix       probabilities(parts.test.rows, parts.classes.size());
  for (std::size_t each = 0; each < learnt.size(); ++each)
  {
    const int place = CodeOf(learnt[each], parts.classes);
    for (std::size_t row = 0; row < found.rows; ++row)
    {
      probabilities(row, place) = found(row, each);
    }
  }
  return Conclude(parts, std::move(probabilities));
}
} // namespace pheno
