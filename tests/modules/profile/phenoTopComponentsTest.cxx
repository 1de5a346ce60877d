#include "phenoProfileTest.h"

#include "phenoKernelComponents.h"
#include "phenoMpValue.h"
#include "phenoPrincipalComponents.h"

#include <algorithm>
#include <numeric>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** The squared Mahalanobis distance of the mean of the first `members` rows of scores from the others, by Gaussian
 * elimination on their covariance. */
double
DistanceByElimination(const Matrix & scores, std::size_t members)
{
  const std::size_t   k = scores.columns;
  const double        others = static_cast<double>(scores.rows - members);
  std::vector<double> own(k, 0.0), mean(k, 0.0);
  for (std::size_t row = 0; row < scores.rows; ++row)
  {
    for (std::size_t i = 0; i < k; ++i)
    {
      (row < members ? own : mean)[i] += scores(row, i) / (row < members ? static_cast<double>(members) : others);
    }
  }
  Matrix system(k, k + 1); // covariance | difference
  for (std::size_t i = 0; i < k; ++i)
  {
    for (std::size_t j = 0; j < k; ++j)
    {
      for (std::size_t row = members; row < scores.rows; ++row)
      {
        system(i, j) += (scores(row, i) - mean[i]) * (scores(row, j) - mean[j]) / others;
      }
    }
    system(i, k) = own[i] - mean[i];
  }
  for (std::size_t pivot = 0; pivot < k; ++pivot)
  {
    for (std::size_t row = 0; row < k; ++row)
    {
      const double factor = row == pivot ? 0 : system(row, pivot) / system(pivot, pivot);
      for (std::size_t column = 0; column <= k; ++column)
      {
        system(row, column) -= factor * system(pivot, column);
      }
    }
  }
  double distance = 0;
  for (std::size_t i = 0; i < k; ++i)
  {
    distance += (own[i] - mean[i]) * system(i, k) / system(i, i);
  }
  return distance;
}

/** The first `members` rows stand apart in some directions. */
Matrix
Shifted(std::size_t rows, std::size_t columns, std::size_t members)
{
  Matrix matrix = RandomMatrix(rows, columns, 11);
  for (std::size_t row = 0; row < members; ++row)
  {
    for (std::size_t column = 0; column < columns; column += 7)
    {
      matrix(row, column) += 0.8;
    }
  }
  return matrix;
}

std::size_t
NinetyPercent(std::span<const double> shares)
{
  double      sum = 0;
  std::size_t count = 0;
  while (count < shares.size() && sum <= 0.9)
  {
    sum += shares[count++];
  }
  return count;
}
} // namespace

TEST_CASE("the leading components are the first of all, for many and for few rows")
{
  for (const auto & [rows, columns] : { std::pair{ 200, 90 }, std::pair{ 90, 200 }, std::pair{ 12, 5 } })
  {
    CAPTURE(rows);
    const Matrix              profiles = Shifted(rows, columns, 5);
    const std::size_t         count = std::min(rows, columns) / 3;
    const auto                all = ComputePrincipalComponents(profiles, std::min(rows, columns));
    const PrincipalComponents few =
      ComputeLeadingComponents(profiles, [count](std::span<const double>) { return count; });
    REQUIRE(few.scores.columns == count);
    CheckSame(few.explained_share,
              { all.explained_share.begin(), all.explained_share.begin() + static_cast<std::ptrdiff_t>(count) },
              1e-13);
    for (std::size_t row = 0; row < few.scores.rows; ++row)
    {
      CheckSame({ few.scores.Row(row).begin(), few.scores.Row(row).end() },
                { all.scores.Row(row).begin(), all.scores.Row(row).begin() + static_cast<std::ptrdiff_t>(count) },
                1e-10);
    }
  }
  const auto zero = ComputeLeadingComponents(Matrix(100, 3, 2.0), NinetyPercent);
  CHECK(zero.scores.columns == 3); // no share adds up
  CHECK(zero.scores.values == std::vector<double>(300, 0.0));
}

TEST_CASE("equal eigenvalues have orthogonal components")
{
  Matrix profiles(192, 96); // every axis twice, at +1 and -1
  for (std::size_t row = 0; row < 192; ++row)
  {
    profiles(row, row / 2) = row % 2 == 0 ? 1 : -1;
  }
  const PrincipalComponents few = ComputeLeadingComponents(profiles, [](std::span<const double>) { return 30; });
  for (std::size_t i = 0; i < 30; ++i)
  {
    for (std::size_t j = 0; j <= i; ++j)
    {
      const auto   a = few.components.Row(i), b = few.components.Row(j);
      const double product = std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
      CHECK(product == doctest::Approx(i == j ? 1 : 0).epsilon(1e-12));
    }
  }
}

TEST_CASE("kernel components of many rows: scores of the references are orthogonal, as long as the eigenvalues say")
{
  const Matrix  profiles = RandomMatrix(300, 20, 5);
  KernelOptions options;
  options.components = 60;
  const KernelComponents fit = FitKernelComponents(profiles, RowMask(300, 1), options);
  const KernelComponents same = FitKernelComponents(profiles, RowMask(300, 1), options, 3);
  CHECK(fit.coefficients.values == same.coefficients.values);
  const Matrix scores = ApplyKernelComponents(fit, profiles);
  REQUIRE(scores.columns == 60);
  for (std::size_t i = 0; i < 60; ++i)
  {
    for (std::size_t j = 0; j <= i; ++j)
    {
      double product = 0;
      for (std::size_t row = 0; row < 300; ++row)
      {
        product += scores(row, i) * scores(row, j);
      }
      CHECK(std::abs(product - (i == j ? fit.eigenvalues[i] : 0)) < 1e-12 * fit.eigenvalues[0]);
    }
  }
  options.components = 0; // all: by QR
  const KernelComponents all = FitKernelComponents(profiles, RowMask(300, 1), options);
  for (std::size_t i = 0; i < 60; ++i)
  {
    CHECK(fit.eigenvalues[i] == doctest::Approx(all.eigenvalues[i]).epsilon(1e-11));
    for (std::size_t row = 0; row < 300; ++row)
    {
      CHECK(std::abs(fit.coefficients(row, i) - all.coefficients(row, i)) < 1e-9);
    }
  }
}

TEST_CASE("the MP distance is that of the covariance of the other rows, for few and for many members")
{
  for (const std::size_t members : { 4u, 60u })
  {
    CAPTURE(members);
    const Matrix profiles = Shifted(240, 40, members);
    LabelColumn  names(240, "D");
    std::fill(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(members), "p");
    MpValueOptions options;
    options.permutations.draws = 50;
    const MpValue             value = ScoreMpValues(profiles, names, { "D" }, options)[1];
    const PrincipalComponents all = ComputePrincipalComponents(profiles, 40);
    const std::size_t         count = NinetyPercent(all.explained_share);
    CHECK(value.n_components == count);
    Matrix scores(240, count);
    for (std::size_t row = 0; row < 240; ++row)
    {
      std::copy_n(all.scores.Row(row).begin(), count, scores.Row(row).begin());
    }
    CHECK(value.distance == doctest::Approx(DistanceByElimination(scores, members)).epsilon(1e-10));
    CHECK(value.p == doctest::Approx(1.0 / 51));
  }
}
