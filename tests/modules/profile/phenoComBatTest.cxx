#include "phenoProfileTest.h"

#include "phenoComBat.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
/** 30 rows of three batches; each batch has its own location and scale of every feature. */
struct Shifted
{
  Matrix      matrix = RandomMatrix(30, 6, 21);
  LabelColumn batches;
  Covariates  covariates;

  Shifted()
  {
    for (std::size_t row = 0; row < 30; ++row)
    {
      const std::size_t batch = row % 3;
      batches.push_back(std::string("b") + std::to_string(batch));
      covariates.categorical["group"].push_back(row % 2 == 0 ? "x" : "y");
      covariates.continuous["age"].push_back(static_cast<double>(row * row % 17));
      for (std::size_t feature = 0; feature < 6; ++feature)
      {
        const double scale = 1 + static_cast<double>(batch * feature) / 4;
        matrix(row, feature) = matrix(row, feature) * scale + static_cast<double>(batch) * 3;
      }
    }
  }
};

/** Mean and standard deviation (divisor n - 1) of a feature within a batch. */
std::pair<double, double>
Moments(const Matrix & matrix, const LabelColumn & batches, const std::string & batch, std::size_t feature)
{
  double count = 0;
  double sum = 0;
  double squares = 0;
  for (std::size_t row = 0; row < matrix.rows; ++row)
  {
    if (batches[row] == batch)
    {
      count += 1;
      sum += matrix(row, feature);
      squares += matrix(row, feature) * matrix(row, feature);
    }
  }
  return { sum / count, std::sqrt((squares - sum * sum / count) / (count - 1)) };
}

Matrix
Corrected(const Shifted & data, const ComBatOptions & options)
{
  Matrix matrix = data.matrix;
  ApplyComBat(FitComBat(data.matrix, data.batches, {}, options), matrix, data.batches);
  return matrix;
}
} // namespace

TEST_CASE("without priors every batch gets the grand mean and the pooled standard deviation")
{
  const Shifted data;
  ComBatOptions options;
  options.empirical_bayes = false;
  const ComBat fit = FitComBat(data.matrix, data.batches, {}, options);
  const Matrix matrix = Corrected(data, options);
  for (std::size_t feature = 0; feature < 6; ++feature)
  {
    for (const std::string & batch : fit.batches)
    {
      const auto [mean, deviation] = Moments(matrix, data.batches, batch, feature);
      CHECK(mean == doctest::Approx(fit.grand_mean[feature]).epsilon(1e-12));
      CHECK(deviation == doctest::Approx(std::sqrt(fit.var_pooled[feature])).epsilon(1e-10));
    }
  }
}

TEST_CASE("means only leaves the deviations; a reference batch stays bit for bit")
{
  const Shifted data;
  ComBatOptions means;
  means.mean_only = true;
  means.empirical_bayes = false;
  ComBatOptions reference;
  reference.reference_batch = "b1";
  const Matrix moved = Corrected(data, means);
  const Matrix referred = Corrected(data, reference);
  const Matrix plain = Corrected(data, {});
  for (std::size_t feature = 0; feature < 6; ++feature)
  {
    CHECK(Moments(moved, data.batches, "b2", feature).second ==
          doctest::Approx(Moments(data.matrix, data.batches, "b2", feature).second));
  }
  for (std::size_t row = 0; row < 30; ++row)
  {
    for (std::size_t feature = 0; feature < 6; ++feature)
    {
      CHECK((referred(row, feature) == data.matrix(row, feature)) == (data.batches[row] == "b1"));
      CHECK(plain(row, feature) != data.matrix(row, feature));
    }
  }
}

TEST_CASE("the other features as a prior: two features weigh each other alone")
{
  Shifted data;
  Matrix  two(30, 2);
  for (std::size_t row = 0; row < 30; ++row)
  {
    two(row, 0) = data.matrix(row, 0);
    two(row, 1) = data.matrix(row, 4);
  }
  ComBatOptions own;
  own.empirical_bayes = false;
  ComBatOptions others;
  others.parametric = false;
  const ComBat alone = FitComBat(two, data.batches, {}, own);
  const ComBat swapped = FitComBat(two, data.batches, {}, others);
  for (std::size_t batch = 0; batch < 3; ++batch)
  {
    CHECK(swapped.gamma(batch, 0) == alone.gamma(batch, 1));
    CHECK(swapped.gamma(batch, 1) == alone.gamma(batch, 0));
    CHECK(swapped.delta(batch, 0) == alone.delta(batch, 1));
  }
}

TEST_CASE("what covariates explain is kept")
{
  // x = 2 [group = y] + 0.5 age + batch: after correction only the batch is gone
  Shifted data;
  Matrix  matrix(30, 3);
  Matrix  expected(30, 3);
  for (std::size_t row = 0; row < 30; ++row)
  {
    for (std::size_t feature = 0; feature < 3; ++feature)
    {
      const double kept =
        (data.covariates.categorical["group"][row] == "y" ? 2 : 0) + 0.5 * data.covariates.continuous["age"][row];
      const double noise = 1e-3 * data.matrix(row, feature);
      expected(row, feature) = kept;
      matrix(row, feature) = kept + noise + static_cast<double>(row % 3);
    }
  }
  const ComBat fit = FitComBat(matrix, data.batches, data.covariates);
  CHECK(fit.coefficients(0, 0) == doctest::Approx(2).epsilon(0.01));
  CHECK(fit.coefficients(1, 0) == doctest::Approx(0.5).epsilon(0.01));
  ApplyComBat(fit, matrix, data.batches, data.covariates);
  for (std::size_t row = 0; row < 30; ++row)
  {
    CHECK(matrix(row, 1) - expected(row, 1) == doctest::Approx(1).epsilon(0.01)); // the mean of the batches
  }
}

TEST_CASE("a constant feature is left alone and changes nothing for others; threads change no bit")
{
  const Shifted data;
  Matrix        with(30, 7);
  for (std::size_t row = 0; row < 30; ++row)
  {
    for (std::size_t feature = 0; feature < 7; ++feature)
    {
      with(row, feature) = feature == 3 ? 0.1 : data.matrix(row, feature - (feature > 3 ? 1 : 0));
    }
  }
  const Matrix  plain = Corrected(data, {});
  Matrix        matrix = with;
  ComBatOptions threaded;
  threaded.threads = 3;
  const ComBat fit = FitComBat(with, data.batches, {}, threaded);
  ApplyComBat(fit, matrix, data.batches, {}, 3);
  CHECK(fit.var_pooled[3] == 0);
  for (std::size_t row = 0; row < 30; ++row)
  {
    CHECK(matrix(row, 3) == 0.1);
    CHECK(matrix(row, 2) == plain(row, 2));
    CHECK(matrix(row, 6) == plain(row, 5));
  }
}

TEST_CASE("later rows of a known batch move as those of the fit; what the fit does not know is named")
{
  const Shifted data;
  const ComBat  fit = FitComBat(data.matrix, data.batches, data.covariates);
  Matrix        all = data.matrix;
  ApplyComBat(fit, all, data.batches, data.covariates);
  const std::vector<std::size_t> rows = { 7 };
  Matrix                         later = SelectRows(data.matrix, rows);
  Covariates                     own{ { { "group", { "y" } } }, { { "age", { 49 % 17 } } } };
  ApplyComBat(fit, later, { data.batches[7] }, own);
  CheckSame(later.values, SelectRows(all, rows).values, 0);
  CHECK_THROWS_WITH_AS(
    ApplyComBat(fit, later, { "b9" }, own), "batch 'b9' was not among the 3 batches of the fit", ProfileError);
  CHECK_THROWS_AS(ApplyComBat(fit, later, { "b1" }, {}), ProfileError);
  own.categorical["group"] = { "z" };
  CHECK_THROWS_AS(ApplyComBat(fit, later, { "b1" }, own), ProfileError);
}

TEST_CASE("what ComBat is not defined for is refused by name")
{
  Shifted data;
  data.batches[0] = "alone";
  CHECK_THROWS_WITH_AS(FitComBat(data.matrix, data.batches),
                       "batch 'alone' has a single row and so no variance; leave it out, or correct means only",
                       ProfileError);
  data.batches[0] = "b0";
  ComBatOptions unknown;
  unknown.reference_batch = "b7";
  CHECK_THROWS_AS(FitComBat(data.matrix, data.batches, {}, unknown), ProfileError);
  Covariates confounded{ { { "lab", data.batches } }, {} };
  CHECK_THROWS_WITH_AS(
    FitComBat(data.matrix, data.batches, confounded),
    "covariate 'lab = b1' is the same within each batch, so that its effect cannot be told from the batches'",
    ProfileError);
  Covariates twice{ {},
                    { { "age", data.covariates.continuous["age"] }, { "years", data.covariates.continuous["age"] } } };
  CHECK_THROWS_AS(FitComBat(data.matrix, data.batches, twice), ProfileError);
  CHECK_THROWS_AS(FitComBat(RandomMatrix(30, 1, 1), data.batches), ProfileError);
  data.matrix(3, 2) = kNaN;
  CHECK_THROWS_AS(FitComBat(data.matrix, data.batches), ProfileError);
}
