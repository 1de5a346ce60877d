#include "phenoFeatureFilters.h"
#include "phenoFeatureMeasure.h"
#include "phenoPanelProducts.h"
#include "phenoQuicksortOrder.h"

#include <cmath>
#include <limits>

namespace pheno
{
namespace
{
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

/** A feature's finite values. */
struct Finite
{
  double      mean = 0;
  std::size_t count = 0;
};

std::vector<Finite>
MeasureFinite(const FeatureView & view, unsigned threads)
{
  std::vector<Finite> measured(view.features.size());
  ForEachColumn(view.matrix,
                Everything(view.matrix.rows),
                view.features,
                threads,
                [&measured](std::size_t i, std::span<const double> values) {
                  double      sum = 0;
                  std::size_t count = 0;
                  for (const double value : values)
                  {
                    sum += std::isfinite(value) ? value : 0;
                    count += std::isfinite(value) ? 1 : 0;
                  }
                  measured[i] = { count > 0 ? sum / static_cast<double>(count) : 0, count };
                });
  return measured;
}

/** What is multiplied: the deviation from the mean (0 where missing), its square, or 1 where there is a value. */
enum class Part
{
  Deviation,
  Square,
  Presence
};

double
PartOf(Part part, double value, double mean)
{
  if (!std::isfinite(value))
  {
    return 0;
  }
  const double deviation = value - mean;
  return part == Part::Deviation ? deviation : part == Part::Square ? deviation * deviation : 1;
}

/** The parts side by side, features.size() columns each. */
TiledColumns
Parts(const FeatureView & view, const std::vector<Finite> & finite, std::vector<Part> parts)
{
  const std::size_t features = view.features.size();
  return { view.matrix.rows,
           parts.size() * features,
           [&view, &finite, parts, features](
             std::size_t first, std::size_t width, std::size_t row, std::size_t depth, double * out) {
             for (std::size_t lane = 0; lane < width; ++lane)
             {
               const Part        part = parts[(first + lane) / features];
               const std::size_t i = (first + lane) % features;
               const double *    source = view.matrix.values + row * view.matrix.columns + view.features[i];
               for (std::size_t k = 0; k < depth; ++k)
               {
                 out[lane * depth + k] = PartOf(part, source[k * view.matrix.columns], finite[i].mean);
               }
             }
           } };
}

/** Correlations where no value is missing. */
Matrix
CompleteCorrelations(const FeatureView & view, const std::vector<Finite> & finite, unsigned threads)
{
  Matrix              products = CrossProduct(Parts(view, finite, { Part::Deviation }), threads);
  const double        rows = static_cast<double>(view.matrix.rows);
  std::vector<double> squares(products.columns);
  for (std::size_t i = 0; i < products.columns; ++i)
  {
    const double noise = rows * kEpsilon * finite[i].mean;
    squares[i] = products(i, i) > rows * noise * noise ? products(i, i) : kNaN;
  }
  for (std::size_t i = 0; i < products.rows; ++i)
  {
    for (std::size_t j = 0; j < products.columns; ++j)
    {
      products(i, j) = std::clamp(products(i, j) / std::sqrt(squares[i] * squares[j]), -1.0, 1.0);
    }
  }
  return products;
}

/** Correlations over the rows that each pair shares. */
Matrix
PairwiseCorrelations(const FeatureView & view, const std::vector<Finite> & finite, unsigned threads)
{
  const std::size_t features = view.features.size();
  const Matrix      products = CrossProduct(Parts(view, finite, { Part::Deviation }), threads);
  const Matrix      shared = CrossProduct(Parts(view, finite, { Part::Deviation, Part::Square, Part::Presence }),
                                     Parts(view, finite, { Part::Presence }),
                                     threads);
  Matrix            correlations(features, features, kNaN);
  const auto        squaresOf = [&](std::size_t i, std::size_t j) {
    const double count = shared(2 * features + i, j);
    const double sum = shared(i, j);
    const double squares = shared(features + i, j) - sum * sum / count;
    return squares > count * kEpsilon * shared(features + i, j) ? squares : kNaN;
  };
  for (std::size_t i = 0; i < features; ++i)
  {
    for (std::size_t j = 0; j < features; ++j)
    {
      const double count = shared(2 * features + i, j);
      const double product = products(i, j) - shared(i, j) * shared(j, i) / count;
      const double scale = std::sqrt(squaresOf(i, j) * squaresOf(j, i));
      correlations(i, j) = count < 2 ? kNaN : std::clamp(product / scale, -1.0, 1.0);
    }
  }
  return correlations;
}

std::vector<double>
SumMagnitudes(const Matrix & correlations)
{
  std::vector<double> sums(correlations.rows, 0.0);
  for (std::size_t i = 0; i < correlations.rows; ++i)
  {
    for (const double r : correlations.Row(i))
    {
      sums[i] += std::isnan(r) ? 0 : std::abs(r);
    }
  }
  return sums;
}
} // namespace

std::vector<DroppedFeature>
FindCorrelated(const FeatureView & view, double threshold, unsigned threads)
{
  RequireRows(view);
  const std::vector<Finite> finite = MeasureFinite(view, threads);
  const bool                complete =
    std::all_of(finite.begin(), finite.end(), [&view](const Finite & each) { return each.count == view.matrix.rows; });
  const Matrix correlations =
    complete ? CompleteCorrelations(view, finite, threads) : PairwiseCorrelations(view, finite, threads);
  const std::vector<std::size_t> places = QuicksortPlaces(SumMagnitudes(correlations));

  std::vector<DroppedFeature> dropped;
  for (std::size_t i = 0; i < places.size(); ++i)
  {
    DroppedFeature loss{ view.features[i], "correlation", threshold, threshold };
    for (std::size_t j = 0; j < places.size(); ++j)
    {
      if (places[i] > places[j] && correlations(i, j) > loss.value)
      {
        loss.value = correlations(i, j);
        loss.partner = view.features[j];
      }
    }
    if (loss.partner != DroppedFeature::kNone)
    {
      dropped.push_back(loss);
    }
  }
  return dropped;
}
} // namespace pheno
