#include "phenoGoldenMatrix.h"

#include "phenoBatchProbe.h"
#include "phenoCorrelationWhitening.h"
#include "phenoNormalise.h"
#include "phenoRowGroups.h"

#include <algorithm>

namespace pheno::golden
{
namespace
{
Json
FromScores(const ClassificationScores & scores)
{
  return { { "accuracy", FromNumber(scores.accuracy) },
           { "balanced_accuracy", FromNumber(scores.balanced_accuracy) },
           { "precision", FromNumber(scores.precision) },
           { "recall", FromNumber(scores.recall) },
           { "f1", FromNumber(scores.f1) },
           { "roc_auc", FromNumber(scores.roc_auc) } };
}

/** The classes that were learnt: columns of other classes are all 0. */
std::vector<std::size_t>
LearntColumns(const Probe & probe, const LabelColumn & labels, const RowSplit & split)
{
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < probe.classes.size(); ++i)
  {
    const bool isLearnt = std::any_of(
      split.train.begin(), split.train.end(), [&](std::size_t row) { return labels[row] == probe.classes[i]; });
    if (isLearnt)
    {
      columns.push_back(i);
    }
  }
  return columns;
}

Json
RunProbe(const Json & inputs)
{
  constexpr std::size_t kShown = 8;
  const Matrix          profiles = ToMatrix(inputs.at("X"));
  const LabelColumn     labels = ToLabels(inputs.at("label"));
  const RowSplit        split = { inputs.at("train"), inputs.at("test") };
  const Probe           neighbours = ProbeNeighbours(profiles, labels, split);
  const Probe           logistic = ProbeLogistic(profiles, labels, split);
  Json                  probabilities = Json::array();
  Json                  classes = Json::array();
  const auto            columns = LearntColumns(logistic, labels, split);
  for (const std::size_t column : columns)
  {
    classes.push_back(logistic.classes[column]);
  }
  for (std::size_t row = 0; row < std::min(kShown, split.test.size()); ++row)
  {
    Json & each = probabilities.emplace_back(Json::array());
    for (const std::size_t column : columns)
    {
      each.push_back(logistic.probabilities(row, column));
    }
  }
  Json scores = FromScores(logistic.scores);
  scores["top_3"] = FromNumber(logistic.scores.top_3);
  // The reference stops before it has converged: a row on the border may fall on the other side.
  const double accuracy = logistic.scores.accuracy;
  const double oneRow = 1 / static_cast<double>(logistic.scores.n) + 1e-9;
  return { { "knn_pred", neighbours.predicted },
           { "knn", FromScores(neighbours.scores) },
           { "lr_pred", logistic.predicted },
           { "lr", scores },
           { "lr_proba_first8", probabilities },
           { "lr_classes", classes },
           { "acc_default_tol", Within(accuracy - oneRow, accuracy + oneRow) } };
}

Json
RunSplit(const Json & inputs)
{
  const std::vector<std::string> order = inputs.at("group_order");
  const RowSplit                 split = SplitByGroup(ToLabels(inputs.at("group")), order, inputs.at("test_size"));
  return { { "train", split.train }, { "test", split.test } };
}

/** Rows of one batch, normalised by its control rows. */
Matrix
NormaliseBatch(MatrixView rows, MatrixView controls, const Json & inputs, const std::string & batch)
{
  Matrix normal(rows);
  if (inputs.at("method") == "ZCA_corr")
  {
    ApplySpherizing(FitCorrelationWhitening(controls, inputs.at("reg").at(batch)), normal);
  }
  else
  {
    ApplyNormalisation(FitNormalisation(controls, RowMask(controls.rows, 1), NormaliseMethod::Standardize), normal);
  }
  return normal;
}

Json
RunNormalise(const Json & inputs)
{
  const Matrix                rows = ToMatrix(inputs.at("X"));
  const Matrix                controls = ToMatrix(inputs.at("X_dmso"));
  const LabelColumn           batches = ToLabels(inputs.at("batch"));
  const std::vector<RowGroup> controlGroups = GroupRows(ToLabels(inputs.at("batch_dmso")));
  std::vector<RowGroup>       groups = GroupRows(batches);
  Matrix                      all = rows;
  Matrix                      lastOnly = rows; // the reference loses all batches but the one that appears last
  std::sort(groups.begin(), groups.end(), [](const RowGroup & a, const RowGroup & b) { return a.rows[0] < b.rows[0]; });
  for (const RowGroup & group : groups)
  {
    const auto own = std::find_if(
      controlGroups.begin(), controlGroups.end(), [&group](const RowGroup & each) { return each.key == group.key; });
    if (own == controlGroups.end())
    {
      throw ProfileError("batch '" + group.key.front() + "' has no control rows");
    }
    const Matrix normal =
      NormaliseBatch(SelectRows(rows, group.rows), SelectRows(controls, own->rows), inputs, group.key.front());
    lastOnly = rows;
    for (std::size_t i = 0; i < group.rows.size(); ++i)
    {
      std::copy(normal.Row(i).begin(), normal.Row(i).end(), all.Row(group.rows[i]).begin());
      std::copy(normal.Row(i).begin(), normal.Row(i).end(), lastOnly.Row(group.rows[i]).begin());
    }
  }
  return { { "out", FromMatrix(all) }, { "out_reference", FromMatrix(lastOnly) } };
}
} // namespace

Json
RunBatchProbe(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    const std::string kind = golden.inputs.at("kind");
    return kind == "probe"   ? RunProbe(golden.inputs)
           : kind == "split" ? RunSplit(golden.inputs)
                             : RunNormalise(golden.inputs);
  });
}
} // namespace pheno::golden
