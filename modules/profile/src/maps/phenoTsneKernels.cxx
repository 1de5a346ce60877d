#include "phenoTsneKernels.h"
#include "phenoPortableMath.h"
#include "phenoProcessorClones.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace pheno::tsne
{
namespace
{
constexpr int    kMostBisections = 100;
constexpr double kPerplexityTolerance = 1e-5;

PHENO_PROCESSOR_CLONES void
Affinities(const double * squaredDistances, std::size_t count, double nearest, double beta, double * affinities)
{
  for (std::size_t j = 0; j < count; ++j)
  {
    affinities[j] = PortableExp(-beta * (squaredDistances[j] - nearest));
  }
}

/** The sum of affinities and the perplexity exp(log sum + beta mean) they have. */
struct Calibration
{
  double sum;
  double perplexity;
};

Calibration
Evaluate(std::span<const double> squaredDistances,
         std::size_t             row,
         double                  nearest,
         double                  beta,
         std::vector<double> &   affinities)
{
  Affinities(squaredDistances.data(), squaredDistances.size(), nearest, beta, affinities.data());
  affinities[row] = 0;
  double sum = 0;
  double weighted = 0;
  for (std::size_t j = 0; j < affinities.size(); ++j)
  {
    sum += affinities[j];
    weighted += affinities[j] * (squaredDistances[j] - nearest);
  }
  // exp(H) = sum * exp(beta * mean): the reciprocal keeps the exponent at or below 0.
  return { sum, sum / PortableExp(-beta * weighted / sum) };
}
} // namespace

void
Forces::Resize(std::size_t rows)
{
  for (std::vector<double> * each : { &attractX, &attractY, &repelX, &repelY, &weight })
  {
    each->resize(rows);
  }
}

void
CalibrateRow(std::span<const double> squaredDistances,
             std::size_t             row,
             double                  perplexity,
             std::vector<double> &   conditional)
{
  double nearest = std::numeric_limits<double>::infinity();
  double sum = 0;
  for (std::size_t j = 0; j < squaredDistances.size(); ++j)
  {
    nearest = j == row ? nearest : std::min(nearest, squaredDistances[j]);
    sum += j == row ? 0 : squaredDistances[j];
  }
  const double excess = sum / static_cast<double>(squaredDistances.size() - 1) - nearest;
  double       low = 0;
  double       high = std::numeric_limits<double>::infinity();
  double       beta = excess > 0 ? 1 / excess : 1;
  Calibration  now{};
  for (int i = 0; i < kMostBisections; ++i)
  {
    now = Evaluate(squaredDistances, row, nearest, beta, conditional);
    if (std::abs(now.perplexity - perplexity) <= kPerplexityTolerance * perplexity)
    {
      break;
    }
    (now.perplexity > perplexity ? low : high) = beta;
    beta = std::isinf(high) ? beta * 2 : (low + high) / 2;
  }
  for (double & value : conditional)
  {
    value /= now.sum;
  }
}

PHENO_PROCESSOR_CLONES void
BlockForces(const float * joint, const Matrix & map, std::size_t first, Forces & forces)
{
  const std::size_t n = map.columns;
  const double *    x = map.values.data();
  const double *    y = x + n;
  Lanes             xs = {};
  Lanes             ys = {};
  for (std::size_t lane = 0; lane < kLanes && first + lane < n; ++lane)
  {
    xs[lane] = x[first + lane];
    ys[lane] = y[first + lane];
  }
  Lanes attractX = {};
  Lanes attractY = {};
  Lanes repelX = {};
  Lanes repelY = {};
  Lanes weight = {};
  for (std::size_t j = 0; j < n; ++j)
  {
    using Floats = float __attribute__((vector_size(32)));
    Floats stored;
    std::memcpy(&stored, joint + j * kLanes, sizeof(stored));
    const Lanes p = __builtin_convertvector(stored, Lanes);
    const Lanes dx = xs - x[j];
    const Lanes dy = ys - y[j];
    const Lanes w = 1.0 / (1.0 + dx * dx + dy * dy);
    const Lanes pull = p * w;
    const Lanes push = w * w;
    weight += w;
    attractX += pull * dx;
    attractY += pull * dy;
    repelX += push * dx;
    repelY += push * dy;
  }
  std::memcpy(forces.attractX.data() + first, &attractX, sizeof(Lanes));
  std::memcpy(forces.attractY.data() + first, &attractY, sizeof(Lanes));
  std::memcpy(forces.repelX.data() + first, &repelX, sizeof(Lanes));
  std::memcpy(forces.repelY.data() + first, &repelY, sizeof(Lanes));
  std::memcpy(forces.weight.data() + first, &weight, sizeof(Lanes));
}
} // namespace pheno::tsne
