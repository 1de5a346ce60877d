#include "phenoProfileTest.h"

#include "phenoNormalisationFit.h"
#include "phenoWhiteningFit.h"

#include <functional>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Plates P1, P2, P3 of 30 wells with 4 features, half of them controls; each plate shifted and scaled. */
struct Screen
{
  Matrix      matrix = RandomMatrix(90, 4, 17);
  RowMask     controls;
  LabelColumn plates;
  Covariates  covariates;

  Screen()
  {
    for (std::size_t row = 0; row < 90; ++row)
    {
      const double plate = static_cast<double>(row / 30);
      plates.push_back(std::string(1, 'P') += std::to_string(row / 30 + 1));
      controls.push_back(row % 2 == 0);
      covariates.categorical["role"].push_back(row % 2 == 0 ? "negcon" : "trt");
      for (double & value : matrix.Row(row))
      {
        value = plate + (1 + 0.3 * plate) * value;
      }
    }
  }

  /** The plates from `first` to `last`, from 0. */
  Screen
  Plates(std::size_t first, std::size_t last) const
  {
    Screen                   part;
    std::vector<std::size_t> rows;
    part.controls.clear();
    part.plates.clear();
    part.covariates = {};
    for (std::size_t row = 30 * first; row < 30 * (last + 1); ++row)
    {
      rows.push_back(row);
      part.controls.push_back(controls[row]);
      part.plates.push_back(plates[row]);
      part.covariates.categorical["role"].push_back(covariates.categorical.at("role")[row]);
    }
    part.matrix = SelectRows(matrix, rows);
    return part;
  }
};

using Fitter = std::function<WhiteningFit(const Screen &)>;

const std::pair<const char *, Fitter> kFitters[] = {
  { "spherizing", [](const Screen & s) { return FitSpherizing(s.matrix, s.controls, SpherizeMethod::ZcaCor); } },
  { "typical_variation", [](const Screen & s) { return FitTypicalVariation(s.matrix, s.controls, s.plates); } },
  { "typical_variation",
    [](const Screen & s) {
      return FitTypicalVariation(s.matrix, s.controls, s.plates, { true, false, 1 });
    } },
  { "typical_variation",
    [](const Screen & s) {
      return FitTypicalVariation(s.matrix, s.controls, s.plates, { false, true, 0.5 });
    } },
  { "control_variation", [](const Screen & s) { return FitControlVariation(s.matrix, s.controls, s.plates); } },
  { "pca_centerscale", [](const Screen & s) { return FitPcaCenterscale(s.matrix, s.controls, s.plates); } },
  { "kernel_variation", [](const Screen & s) { return FitKernelVariation(s.matrix, s.controls, s.plates); } },
  { "combat", [](const Screen & s) { return FitComBat(s.matrix, s.plates, s.covariates); } },
};
} // namespace

TEST_CASE("every fit comes back from its archive and gives the same bits")
{
  const Screen data;
  for (const auto & [kind, fitter] : kFitters)
  {
    CAPTURE(kind);
    const WhiteningFit fit = fitter(data);
    CHECK(KindOf(fit) == kind);
    const WhiteningFit back = LoadWhitening(kind, SaveWhitening(fit));
    CHECK(BatchesOf(back) == BatchesOf(fit));
    CheckSame(ApplyWhitening(back, data.matrix, data.plates, data.covariates, 2).values,
              ApplyWhitening(fit, data.matrix, data.plates, data.covariates).values,
              0);
  }
}

TEST_CASE("a later plate goes through the fit of the earlier ones, aligned on its own controls")
{
  const Screen data;
  const Screen early = data.Plates(0, 1);
  const Screen late = data.Plates(2, 2);
  for (const auto & [kind, fitter] : kFitters)
  {
    CAPTURE(kind);
    if (std::string(kind) == "combat")
    {
      continue; // below
    }
    WhiteningFit fit = fitter(early);
    const Matrix before = ApplyWhitening(fit, early.matrix, early.plates);
    const bool   hasBatches = HasBatches(fit);
    CHECK(BatchesOf(fit) == (hasBatches ? std::vector<std::string>{ "P1", "P2" } : std::vector<std::string>()));
    if (hasBatches)
    {
      CHECK_THROWS_AS(ApplyWhitening(fit, late.matrix, late.plates), ProfileError);
    }
    AddBatches(fit, late.matrix, late.controls, late.plates);
    CHECK(BatchesOf(fit).size() == (hasBatches ? 3 : 0));
    CheckSame(ApplyWhitening(fit, early.matrix, early.plates).values, before.values, 0); // the early ones stay
    const Matrix all = ApplyWhitening(fit, data.matrix, data.plates);
    const Matrix alone = ApplyWhitening(fit, late.matrix, late.plates);
    CheckSame({ all.values.end() - static_cast<std::ptrdiff_t>(alone.values.size()), all.values.end() },
              alone.values,
              0); // whoever stands beside them
    if (std::string(kind) == "pca_centerscale" || std::string(kind) == "kernel_variation")
    {
      double sum = 0;
      double squares = 0;
      for (std::size_t row = 0; row < 30; row += 2)
      {
        sum += alone(row, 0);
        squares += alone(row, 0) * alone(row, 0);
      }
      CHECK(sum == doctest::Approx(0));
      CHECK(squares / 15 == doctest::Approx(1));
    }
  }
}

TEST_CASE("a later plate equals the equations: its own controls' moments, the earlier plates' axes and target")
{
  const Screen   data;
  const Screen   early = data.Plates(0, 1);
  const Screen   late = data.Plates(2, 2);
  PcaCenterscale fit = FitPcaCenterscale(early.matrix, early.controls, early.plates);
  AddBatches(fit, late.matrix, late.controls, late.plates);
  Matrix turned = ApplyControlAxes(FitControlAxes(early.matrix, early.controls), late.matrix);
  ApplyNormalisation(FitNormalisation(turned, late.controls, NormaliseMethod::Standardize), turned);
  CheckSame(ApplyPcaCenterscale(fit, late.matrix, late.plates).values, turned.values, 0);

  // With lambda 1 a batch whose whitened controls have the moments of all is left where whitening puts it.
  const Screen      first = data.Plates(0, 0);
  TypicalVariation  tvn = FitTypicalVariation(first.matrix, first.controls, first.plates);
  TypicalVariation  white = FitTypicalVariation(first.matrix, first.controls, first.plates, { true, false, 1 });
  const LabelColumn renamed(30, "Q");
  AddBatches(tvn, first.matrix, first.controls, renamed);
  CheckSame(ApplyTypicalVariation(tvn, first.matrix, renamed).values,
            ApplyTypicalVariation(white, first.matrix, {}).values,
            1e-12);
}

TEST_CASE("ComBat takes in no batch, and says how many it does not know")
{
  const Screen data;
  const Screen early = data.Plates(0, 1);
  WhiteningFit fit = FitComBat(early.matrix, early.plates);
  AddBatches(fit, early.matrix, early.controls, early.plates); // nothing is new
  CHECK_THROWS_WITH_AS(AddBatches(fit, data.matrix, data.controls, data.plates),
                       "batch 'P3' was not among the 2 batches of the fit (1 batches with 30 rows were not); ComBat "
                       "estimates a batch together with all others, so that a new one needs a new fit",
                       ProfileError);
}

TEST_CASE("a new batch without controls is named")
{
  const Screen data;
  const Screen late = data.Plates(2, 2);
  WhiteningFit tvn =
    FitTypicalVariation(data.Plates(0, 1).matrix, data.Plates(0, 1).controls, data.Plates(0, 1).plates);
  CHECK_THROWS_WITH_AS(AddBatches(tvn, late.matrix, RowMask(30, 0), late.plates),
                       "batch 'P3' has 0 controls among 30 profiles; aligning batches needs at least 1 in each, 1 of 1 "
                       "batches have fewer",
                       ProfileError);
}

TEST_CASE("a normalisation comes back from its archive, with those parts that it has")
{
  const Screen              data;
  const std::vector<double> counts = RandomMatrix(90, 1, 3).values;
  NormalisationFit          fit;
  fit.counts = FitCountRegression(data.matrix, counts, 2);
  fit.groups = FitGroupNormalisation(data.matrix, data.plates, data.controls, NormaliseMethod::MadRobustize);
  fit.counts->slope[1] = kNaN;
  const NormalisationFit back = LoadFit<NormalisationFit>(SaveFit(fit));
  CHECK(!back.positions);
  REQUIRE(back.counts);
  REQUIRE(back.groups);
  CheckSame(back.counts->slope, fit.counts->slope, 0);
  CHECK(back.groups->groups == std::vector<std::string>{ "P1", "P2", "P3" });
  CheckSame(back.groups->center.values, fit.groups->center.values, 0);
  CheckSame(back.groups->scale.values, fit.groups->scale.values, 0);
}

TEST_CASE("groups are added with what their own reference rows give; known groups stay")
{
  const Screen       data;
  const Screen       early = data.Plates(0, 1);
  GroupNormalisation fit = FitGroupNormalisation(early.matrix, early.plates, early.controls, NormaliseMethod::Mad);
  AddGroups(fit, data.matrix, data.plates, data.controls, NormaliseMethod::Mad);
  const GroupNormalisation whole =
    FitGroupNormalisation(data.matrix, data.plates, data.controls, NormaliseMethod::Mad, kMadEpsilon, 3);
  CHECK(fit.groups == whole.groups);
  CheckSame(fit.center.values, whole.center.values, 0);
  CheckSame(fit.scale.values, whole.scale.values, 0);
  const Matrix shifted(30, 4, 9.0);
  AddGroups(fit, shifted, LabelColumn(30, "P1"), RowMask(30, 1), NormaliseMethod::Mad);
  CheckSame(fit.center.values, whole.center.values, 0);
  Matrix other(2, 4);
  CHECK_THROWS_WITH_AS(ApplyGroupNormalisation(fit, { "P1", "P9" }, other),
                       "batch 'P9' was not among the 3 batches of the fit",
                       ProfileError);
}

TEST_CASE("a part that is not there is named, and so is a kind that nobody knows")
{
  const Screen data;
  FitArchive   archive = SaveFit(FitSpherizing(data.matrix, data.controls, SpherizeMethod::Pca));
  archive.arrays.erase("scale");
  CHECK_THROWS_WITH_AS(
    LoadWhitening("spherizing", archive), "the saved fit has no array 'scale'; it has center, transform", ProfileError);
  CHECK_THROWS_WITH_AS(LoadWhitening("sphering", archive),
                       "a saved fit is of kind 'sphering'; expected one of spherizing, typical_variation, "
                       "control_variation, pca_centerscale, kernel_variation, combat",
                       ProfileError);
  archive.arrays["scale"] = { { 2, 2 }, std::vector<double>(4) };
  CHECK_THROWS_WITH_AS(
    LoadWhitening("spherizing", archive), "the saved fit's array 'scale' has 2 dimensions; expected 1", ProfileError);
}
