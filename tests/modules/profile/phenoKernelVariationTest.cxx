#include "phenoProfileTest.h"

#include "phenoKernelVariation.h"

#include <numeric>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Ten rows of two batches, every fifth no control. */
struct Screen
{
  Matrix      matrix = Matrix(10, 3);
  RowMask     controls = RowMask(10, 1);
  LabelColumn batches;

  Screen()
  {
    for (std::size_t i = 0; i < 10; ++i)
    {
      for (std::size_t j = 0; j < 3; ++j)
      {
        matrix(i, j) = static_cast<double>((7 * i + 5 * j + 3 * i * j) % 11) / 4 - 1;
      }
      controls[i] = i % 5 != 4;
      batches.push_back(i < 5 ? "b1" : "b2");
    }
  }
};

/** Of the first rows, all components. */
std::vector<double>
Scores(const Screen & data, KernelKind kind)
{
  KernelOptions options;
  options.kind = kind;
  options.components = 3;
  const Matrix scores = ApplyKernelComponents(FitKernelComponents(data.matrix, data.controls, options), data.matrix);
  REQUIRE(scores.rows == 10);
  REQUIRE(scores.columns == 3);
  return { scores.values.begin(), scores.values.begin() + 15 };
}
} // namespace

// Expected numbers: scikit-learn 1.9.1 (numpy 2.4.6), KernelPCA(n_components=3, kernel=..., eigen_solver="dense")
// fitted on the controls, transform of all rows; StandardScaler fitted on each batch's controls.
TEST_CASE("scores of new and old rows equal scikit-learn's, for each kernel")
{
  const Screen data;
  CheckSame(Scores(data, KernelKind::Rbf),
            { 0.6943667364133034,
              -0.215966570939686,
              0.18059605719700828,
              -0.3851184696762214,
              0.35348496044486527,
              -0.16961191407901618,
              0.06334186222871253,
              0.10732512588010211,
              -0.4922527624229855,
              -0.1089749153649801,
              0.7216484181392933,
              0.028823303087096467,
              0.2991430707521167,
              0.47419151599024706,
              -0.002706205304944429 },
            1e-12);
  CheckSame(Scores(data, KernelKind::Linear),
            { -1.6486709858161661,
              -0.6801947342649027,
              -0.4727747656191584,
              0.7591436918313256,
              0.5701964220629927,
              0.436318427778689,
              -0.2666707305245089,
              0.12079552451864733,
              0.677655545050573,
              0.27847778295946624,
              1.4784058658883883,
              -0.4335182753988412,
              -0.7473366393963682,
              1.029004968344043,
              -0.19218115812695716 },
            1e-12);
  CheckSame(Scores(data, KernelKind::Polynomial),
            { -1.9071678198974789,
              -1.3966975708163332,
              -0.13074819628930034,
              0.35963853208165025,
              0.8206642226307123,
              0.09111175912093726,
              -0.4611892197019032,
              0.5242660229217697,
              0.49758423913841826,
              -0.10519476776665572,
              1.9346837722738828,
              -0.7325208702595846,
              -0.8389344257073377,
              0.8644800157064543,
              -0.5408589926431088 },
            1e-12);
}

TEST_CASE("eigenvalues equal scikit-learn's; without a limit there are as many components as controls differ")
{
  const Screen           data;
  const KernelComponents fit = FitKernelComponents(data.matrix, data.controls);
  REQUIRE(fit.eigenvalues.size() == 7); // eight controls, centred
  CheckSame({ fit.eigenvalues.begin(), fit.eigenvalues.begin() + 4 },
            { 1.6185920679855454, 1.1829429564893565, 0.893484516465778, 0.56216923 },
            1e-8);
  KernelOptions linear;
  linear.kind = KernelKind::Linear;
  CHECK(FitKernelComponents(data.matrix, data.controls, linear).eigenvalues.size() == 3);
}

TEST_CASE("every batch is standardised on its controls, as scikit-learn does it")
{
  const Screen  data;
  KernelOptions options;
  options.components = 3;
  const KernelVariation fit = FitKernelVariation(data.matrix, data.controls, data.batches, options);
  CheckSame(
    ApplyKernelVariation(fit, data.matrix, data.batches).values,
    { 1.5848664366999943,  -1.3344126554967268,   1.1670363954041472,   -1.1373941488893917, 0.3262094522333808,
      -0.2245031693850843, -0.006460738354176611, -0.39163647632095483, -1.5065057007721594, -0.44101154945642584,
      1.3998396795843009,  0.5639724747530968,    0.5881859806341813,   0.67821127089431,    0.43869103633804063,
      1.552646388960667,   1.5215069403338028,    0.3864685885911358,   -0.9493974168400343, 0.2191060021685247,
      1.324930695993165,   -0.8046051390493607,   -0.6231805089095971,  -0.2941139742015134, 0.20135616692872804,
      -1.1174324335927304, -1.4172853103827874,   -0.27908090682194525, 1.509804547945303,   -0.11329322359388624 },
    1e-12);
}

TEST_CASE("the linear kernel gives principal components: their variances, over n")
{
  const Matrix  matrix = RandomMatrix(300, 4, 5);
  KernelOptions options;
  options.kind = KernelKind::Linear;
  const KernelComponents fit = FitKernelComponents(matrix, RowMask(300, 1), options);
  const Matrix           scores = ApplyKernelComponents(fit, matrix);
  REQUIRE(scores.columns == 4);
  for (std::size_t a = 0; a < 4; ++a)
  {
    for (std::size_t b = 0; b < 4; ++b)
    {
      double product = 0;
      for (std::size_t row = 0; row < 300; ++row)
      {
        product += scores(row, a) * scores(row, b);
      }
      CHECK(product == doctest::Approx(a == b ? fit.eigenvalues[a] : 0).epsilon(1e-10));
    }
  }
}

TEST_CASE("threads and neighbours change no bit; a row with a NaN becomes NaN alone")
{
  Matrix        matrix = RandomMatrix(300, 6, 6);
  const RowMask controls = [] {
    RowMask mask(300, 0);
    std::fill(mask.begin(), mask.begin() + 140, 1);
    return mask;
  }();
  const KernelComponents one = FitKernelComponents(matrix, controls);
  const KernelComponents three = FitKernelComponents(matrix, controls, {}, 3);
  const Matrix           scores = ApplyKernelComponents(one, matrix);
  CheckSame(ApplyKernelComponents(three, matrix, 3).values, scores.values, 0);
  const std::vector<std::size_t> some = { 299, 7 };
  CheckSame(ApplyKernelComponents(one, SelectRows(matrix, some)).values, SelectRows(scores, some).values, 0);
  matrix(200, 2) = kNaN;
  const Matrix holed = ApplyKernelComponents(one, matrix);
  CHECK(std::isnan(holed(200, 0)));
  CHECK(holed(201, 0) == scores(201, 0));
}

TEST_CASE("what kernel components are not defined for is named")
{
  const Screen data;
  CHECK_THROWS_WITH_AS(FitKernelComponents(Matrix(5, 2, 3.0), RowMask(5, 1)),
                       "all 5 reference (control) rows are equal; kernel principal components need rows that differ",
                       ProfileError);
  CHECK_THROWS_WITH_AS(
    FitKernelComponents(data.matrix, RowMask(10, 0)),
    "a kernel principal component analysis was asked for on 0 reference (control) rows; expected at least two",
    ProfileError);
  CHECK_THROWS_WITH_AS(
    KernelKindFromName("sigmoid"), "unknown kernel 'sigmoid'; expected linear, poly or rbf", ProfileError);
  KernelOptions negative;
  negative.gamma = -1;
  CHECK_THROWS_AS(FitKernelComponents(data.matrix, data.controls, negative), ProfileError);
  const KernelComponents fit = FitKernelComponents(data.matrix, data.controls);
  CHECK_THROWS_WITH_AS(ApplyKernelComponents(fit, Matrix(2, 4)),
                       "kernel principal components were fitted on 3 features, the matrix has 4",
                       ProfileError);
  RowMask first = data.controls;
  std::fill(first.begin() + 5, first.end(), 0);
  CHECK_THROWS_WITH_AS(
    FitKernelVariation(data.matrix, first, data.batches),
    "group 'b2' has 5 rows and none of them is marked as reference (control); 1 of 2 groups have no reference rows",
    ProfileError);
}
