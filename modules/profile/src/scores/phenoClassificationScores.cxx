#include "phenoClassificationScores.h"
#include "phenoProfileError.h"
#include "phenoRankStatistics.h"

#include <algorithm>
#include <limits>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/** Rows of one class: how many are it, are called it, and both. */
struct ClassCount
{
  double actual = 0;
  double predicted = 0;
  double correct = 0;
};

double
Ratio(double part, double whole)
{
  return whole > 0 ? part / whole : 0;
}

double
MacroAuroc(std::span<const int> truth, MatrixView probabilities)
{
  double sum = 0;
  for (std::size_t each = 0; each < probabilities.columns; ++each)
  {
    std::vector<double> ofClass;
    std::vector<double> ofOthers;
    for (std::size_t row = 0; row < truth.size(); ++row)
    {
      (truth[row] == static_cast<int>(each) ? ofClass : ofOthers).push_back(probabilities(row, each));
    }
    sum += Auroc(ofClass, ofOthers);
  }
  return sum / static_cast<double>(probabilities.columns);
}

bool
IsAmongFirst(std::span<const double> probabilities, std::size_t right, std::size_t count)
{
  std::size_t before = 0;
  for (std::size_t other = 0; other < probabilities.size(); ++other)
  {
    before +=
      probabilities[other] > probabilities[right] || (other > right && probabilities[other] == probabilities[right]);
  }
  return before < count;
}
} // namespace

ClassificationScores
ScoreClassification(std::span<const int> truth, std::span<const int> predicted, MatrixView probabilities)
{
  const int  classes = static_cast<int>(probabilities.columns);
  const auto isOutside = [classes](int place) { return place < 0 || place >= classes; };
  if (truth.size() != predicted.size() || truth.size() != probabilities.rows ||
      std::any_of(truth.begin(), truth.end(), isOutside) || std::any_of(predicted.begin(), predicted.end(), isOutside))
  {
    throw ProfileError("a classification of " + std::to_string(truth.size()) + " rows got " +
                       std::to_string(predicted.size()) + " predictions and " + std::to_string(probabilities.rows) +
                       " rows of probabilities of " + std::to_string(classes) + " classes; expected equally many rows");
  }
  if (truth.empty())
  {
    return { kNaN, kNaN, kNaN, kNaN, kNaN, kNaN, kNaN, 0 };
  }
  std::vector<ClassCount> counts(classes);
  ClassificationScores    scores;
  scores.n = truth.size();
  const double n = static_cast<double>(scores.n);
  for (std::size_t row = 0; row < truth.size(); ++row)
  {
    ++counts[truth[row]].actual;
    ++counts[predicted[row]].predicted;
    counts[truth[row]].correct += truth[row] == predicted[row];
    scores.accuracy += truth[row] == predicted[row];
    scores.top_3 += IsAmongFirst(probabilities.Row(row), truth[row], 3);
  }
  double present = 0;
  for (const ClassCount & each : counts)
  {
    present += each.actual > 0;
    scores.precision += Ratio(each.correct, each.predicted);
    scores.recall += Ratio(each.correct, each.actual);
    scores.f1 += Ratio(2 * each.correct, each.predicted + each.actual);
  }
  scores.balanced_accuracy = scores.recall / present;
  scores.accuracy /= n;
  scores.top_3 /= n;
  scores.precision /= classes;
  scores.recall /= classes;
  scores.f1 /= classes;
  scores.roc_auc = MacroAuroc(truth, probabilities);
  return scores;
}
} // namespace pheno
