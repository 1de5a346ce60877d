#include "phenoEmbeddingRegulariser.h"
#include "phenoGradientCheck.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"

#include "phenoTest.h"

#include <cmath>

using namespace pheno;
using test::GradientError;
using test::Normal;

namespace
{
double
At(const torch::Tensor & z, std::int64_t row, std::int64_t column)
{
  return z[row][column].item<double>();
}

/** Unbiased covariance of two columns, as plain loops. */
double
Covariance(const torch::Tensor & z, std::int64_t d, std::int64_t e)
{
  const std::int64_t n = z.size(0);
  double             meanD = 0, meanE = 0, sum = 0;
  for (std::int64_t i = 0; i < n; ++i)
  {
    meanD += At(z, i, d) / static_cast<double>(n);
    meanE += At(z, i, e) / static_cast<double>(n);
  }
  for (std::int64_t i = 0; i < n; ++i)
  {
    sum += (At(z, i, d) - meanD) * (At(z, i, e) - meanE);
  }
  return sum / static_cast<double>(n - 1);
}
} // namespace

TEST_CASE("Variance and covariance terms equal their equations in plain loops")
{
  const torch::Tensor z = Normal({ 5, 3 }, 1) * torch::tensor({ 0.2, 1.5, 0.7 }, torch::kFloat64); // one above 1
  double              variance = 0, covariance = 0;
  for (std::int64_t d = 0; d < 3; ++d)
  {
    variance += std::max(0.0, 1 - std::sqrt(Covariance(z, d, d) + 1e-4)) / 3;
    for (std::int64_t e = 0; e < 3; ++e)
    {
      covariance += d == e ? 0 : Covariance(z, d, e) * Covariance(z, d, e) / 3;
    }
  }
  CHECK(VarianceTerm(z).item<double>() == doctest::Approx(variance).epsilon(1e-12));
  CHECK(CovarianceTerm(z).item<double>() == doctest::Approx(covariance).epsilon(1e-12));
  CHECK(GradientError(VarianceTerm, z) < 1e-8);
  CHECK(GradientError(CovarianceTerm, z) < 1e-8);
}

TEST_CASE("The regulariser is the weighted sum of its terms over both embeddings")
{
  const torch::Tensor p = Normal({ 4, 3 }, 2) * 0.3, q = Normal({ 4, 3 }, 3) * 0.5;
  const double        expected = 2 * (p - q).square().mean().item<double>() +
                          3 * (VarianceTerm(p) + VarianceTerm(q)).item<double>() +
                          5 * (CovarianceTerm(p) + CovarianceTerm(q)).item<double>();
  const EmbeddingRegulariser regulariser({ 2, 3, 5 });
  CHECK(regulariser.Compute(p, q).item<double>() == doctest::Approx(expected).epsilon(1e-13));
  CHECK(GradientError([&](const torch::Tensor & x) { return regulariser.Compute(p, x); }, q) < 1e-8);
}

TEST_CASE("Equal rows have a variance term of 0.99; a single row is refused")
{
  CHECK(VarianceTerm(torch::zeros({ 3, 2 }, torch::kFloat64)).item<double>() == doctest::Approx(0.99));
  CHECK_THROWS_AS(VarianceTerm(torch::zeros({ 1, 2 })), LearnError);
  CHECK_THROWS_AS(EmbeddingRegulariser({ 1, -1, 0 }), LearnError);
}
