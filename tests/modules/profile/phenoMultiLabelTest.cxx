#include "phenoProfileTest.h"

#include "phenoAveragePrecision.h"

#include <algorithm>

using namespace pheno;
using namespace pheno::test;

namespace
{
using Labels = std::vector<std::vector<std::string>>;

const PairRules kRules{ { "target" }, { "compound" }, {}, { "target" } };

bool
Has(const std::vector<std::string> & labels, const std::string & label)
{
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}

bool
Disjoint(const std::vector<std::string> & a, const std::vector<std::string> & b)
{
  return std::none_of(a.begin(), a.end(), [&b](const std::string & label) { return Has(b, label); });
}

double
NaiveAp(const Matrix & profiles, const LabelColumn & compound, const Labels & labels, const LabelQuery & query)
{
  std::vector<std::pair<double, bool>> candidates;
  for (std::size_t row = 0; row < profiles.rows; ++row)
  {
    const double distance = PairDistance(profiles.Row(query.row), profiles.Row(row), Distance::Cosine);
    if (row != query.row && Has(labels[row], query.label) && compound[row] != compound[query.row])
    {
      candidates.push_back({ distance, true });
    }
    if (row != query.row && Disjoint(labels[row], labels[query.row]))
    {
      candidates.push_back({ distance, false });
    }
  }
  std::sort(candidates.begin(), candidates.end());
  double positives = 0;
  double sum = 0;
  for (std::size_t rank = 1; rank <= candidates.size(); ++rank)
  {
    sum += candidates[rank - 1].second ? ++positives / rank : 0;
  }
  return positives == 0 ? kNaN : sum / positives;
}
} // namespace

TEST_CASE("every label of a row is a query of its own")
{
  const Matrix      profiles = RandomMatrix(60, 6, 3);
  const LabelColumn compound = RandomLabels(60, 15, "c", 4);
  const LabelColumn first = RandomLabels(60, 5, "g", 5);
  const LabelColumn second = RandomLabels(60, 5, "g", 6);
  Labels            labels;
  for (std::size_t row = 0; row < 60; ++row)
  {
    labels.push_back(row % 10 == 0 ? std::vector<std::string>{} : std::vector<std::string>{ first[row], second[row] });
  }
  std::vector<LabelQuery> queries;
  const AveragePrecisions result =
    MultiLabelAveragePrecision(profiles, { { "compound", compound } }, "target", labels, kRules, {}, queries);
  REQUIRE(queries.size() == result.ap.size());
  CHECK(queries.size() > 90); // 54 rows with one or two labels
  CHECK(std::none_of(queries.begin(), queries.end(), [](const LabelQuery & query) { return query.row % 10 == 0; }));
  for (std::size_t i = 0; i < queries.size(); ++i)
  {
    CHECK(Same(result.ap[i], NaiveAp(profiles, compound, labels, queries[i]), 1e-14));
  }
}

TEST_CASE("the label column belongs in pos_sameby and neg_diffby alone")
{
  const Matrix            profiles = RandomMatrix(2, 2, 1);
  const MetadataColumns   metadata{ { "compound", { "a", "b" } } };
  const Labels            labels = { { "x" }, { "x" } };
  std::vector<LabelQuery> queries;
  const auto              run = [&](const PairRules & rules, const Labels & given) {
    return MultiLabelAveragePrecision(profiles, metadata, "target", given, rules, {}, queries);
  };
  CHECK_NOTHROW(run(kRules, labels));
  CHECK_THROWS_WITH_AS(
    run({ { "target" }, {}, {}, { "compound" } }, labels),
    "the multi-label column 'target' is not in neg_diffby; its positives share a label and its negatives share none",
    ProfileError);
  CHECK_THROWS_AS(run({ { "compound" }, {}, {}, { "target" } }, labels), ProfileError);
  CHECK_THROWS_AS(run({ { "target" }, { "dose" }, {}, { "target" } }, labels), ProfileError);
  CHECK_THROWS_AS(run(kRules, { { "x" } }), ProfileError);
}
