#include "phenoMedianPolish.h"
#include "phenoSampleStatistics.h"

#include <cmath>

namespace pheno
{
namespace
{
constexpr int    kMostRounds = 10;
constexpr double kRelativeChange = 0.01;

/** Takes the median out of every row (or column) of the residuals and adds it to that line's effect. */
void
SweepLines(Matrix & residuals, bool rows, std::vector<double> & effects)
{
  std::vector<double> line(rows ? residuals.columns : residuals.rows);
  for (std::size_t i = 0; i < effects.size(); ++i)
  {
    const auto cell = [&](std::size_t j) -> double & { return rows ? residuals(i, j) : residuals(j, i); };
    for (std::size_t j = 0; j < line.size(); ++j)
    {
      line[j] = cell(j);
    }
    const double median = Median(line);
    effects[i] += median;
    for (std::size_t j = 0; j < line.size(); ++j)
    {
      cell(j) -= median;
    }
  }
}

/** Moves the median of the effects into the overall value. */
void
Recentre(std::vector<double> & effects, double & overall)
{
  const double median = Median(effects);
  if (std::isnan(median))
  {
    return; // no line has a well
  }
  for (double & effect : effects)
  {
    effect -= median;
  }
  overall += median;
}

double
SumOfMagnitudes(const Matrix & residuals)
{
  double sum = 0;
  for (const double value : residuals.values)
  {
    sum += std::isnan(value) ? 0 : std::abs(value);
  }
  return sum;
}
} // namespace

MedianPolish
PolishMedians(MatrixView plate)
{
  MedianPolish polish{
    0, std::vector<double>(plate.rows, 0.0), std::vector<double>(plate.columns, 0.0), Matrix(plate)
  };
  double before = 0;
  for (int round = 0; round < kMostRounds; ++round)
  {
    SweepLines(polish.residuals, true, polish.row_effects);
    Recentre(polish.column_effects, polish.overall);
    SweepLines(polish.residuals, false, polish.column_effects);
    Recentre(polish.row_effects, polish.overall);
    const double now = SumOfMagnitudes(polish.residuals);
    if (now == 0 || std::abs(now - before) < kRelativeChange * now)
    {
      break;
    }
    before = now;
  }
  return polish;
}

Matrix
BScores(const MedianPolish & polish)
{
  const double mad = kMadFactor * MedianAbsoluteDeviation(polish.residuals.values);
  Matrix       scores(polish.residuals);
  for (double & score : scores.values)
  {
    score = mad > 0 ? score / mad : std::nan("");
  }
  return scores;
}
} // namespace pheno
