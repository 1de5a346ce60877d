#include "phenoClassVectorLoss.h"
#include "phenoClassVectors.h"
#include "phenoEncoder.h"
#include "phenoGradientCheck.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoSpcLoss.h"
#include "phenoTrainableClassVectors.h"

#include "phenoTest.h"

#include <cmath>
#include <vector>

using namespace pheno;
using test::Dot;
using test::GradientError;
using test::Normal;

namespace
{
using Classes = std::vector<std::int64_t>;

const Classes kClasses = { 2, 0, 2, 1, 2 }; // class 3 of the table is absent

/** The equation as plain loops. */
double
Naive(const torch::Tensor & z, const torch::Tensor & w, const Classes & c, const ClassVectorLoss::Settings & settings)
{
  const auto term = [&](const torch::Tensor & a, const torch::Tensor & b) {
    return std::exp(Dot(a, b) / settings.temperature);
  };
  double sum = 0;
  for (std::size_t i = 0; i < c.size(); ++i)
  {
    const torch::Tensor image = z[static_cast<std::int64_t>(i)];
    const double        positive = term(image, w[c[i]]);
    double              denominator = 0;
    for (std::size_t j = 0; j < c.size(); ++j)
    {
      const bool masked = settings.mask_same_class && c[i] == c[j];
      if (settings.image_negatives && i != j && !masked)
      {
        denominator += term(image, z[static_cast<std::int64_t>(j)]);
      }
      if (settings.class_negatives == ClassNegatives::Batch && (i == j || !masked))
      {
        denominator += term(image, w[c[j]]);
      }
    }
    for (std::int64_t k = 0; settings.class_negatives == ClassNegatives::All && k < w.size(0); ++k)
    {
      denominator += term(image, w[k]);
    }
    sum -= std::log(positive / denominator);
  }
  return sum / static_cast<double>(c.size());
}

std::vector<ClassVectorLoss::Settings>
EverySetting()
{
  std::vector<ClassVectorLoss::Settings> all;
  for (const bool images : { false, true })
  {
    for (const bool mask : { false, true })
    {
      for (const ClassNegatives negatives : { ClassNegatives::Batch, ClassNegatives::All })
      {
        all.push_back({ 0.3, images, mask, negatives });
      }
    }
  }
  return all;
}
} // namespace

TEST_CASE("Every setting of the class-vector loss equals its equation in plain loops, with exact gradients")
{
  const torch::Tensor z = NormaliseRows(Normal({ 5, 3 }, 1));
  const torch::Tensor w = Normal({ 4, 3 }, 2); // not unit: used as they are
  for (const ClassVectorLoss::Settings & settings : EverySetting())
  {
    CAPTURE(settings.image_negatives);
    CAPTURE(settings.mask_same_class);
    CAPTURE(settings.class_negatives == ClassNegatives::All);
    const ClassVectorLoss loss(settings);
    CHECK(loss.Compute(z, w, kClasses).item<double>() ==
          doctest::Approx(Naive(z, w, kClasses, settings)).epsilon(1e-12));
    CHECK(GradientError([&](const torch::Tensor & x) { return loss.Compute(x, w, kClasses); }, z) < 1e-8);
    CHECK(GradientError([&](const torch::Tensor & x) { return loss.Compute(z, x, kClasses); }, w) < 1e-8);
  }
}

TEST_CASE("With image negatives, the batch's classes and no mask it is the SPC loss")
{
  const torch::Tensor z = NormaliseRows(Normal({ 5, 3 }, 3));
  const ClassVectors  vectors(NormaliseRows(Normal({ 4, 3 }, 4)));
  const torch::Tensor perImage =
    ClassVectorLoss({ 0.2, true, false, ClassNegatives::Batch }).PerImage(z, vectors.Table(), kClasses);
  CHECK(test::LargestDifference(perImage, SpcLoss(0.2).PerImage(z, vectors.Gather(kClasses))) < 1e-13);
}

TEST_CASE("Trained class vectors are attracted by their images and repelled by the others")
{
  const torch::Tensor         z = NormaliseRows(Normal({ 5, 3 }, 5));
  const TrainableClassVectors vectors(ClassVectors(NormaliseRows(Normal({ 4, 3 }, 6))));
  ClassVectorLoss({ 0.2, false, false, ClassNegatives::All }).Compute(z, vectors.Table(), kClasses).backward();
  const torch::Tensor pull = -vectors.Table().grad();
  CHECK(Dot(pull[1], z[3]) > 0);      // class 1 has image 3
  CHECK(Dot(pull[3], z.mean(0)) < 0); // class 3 has none
  CHECK(pull[0].abs().max().item<double>() > 0);
}

TEST_CASE("The class-vector loss refuses what does not fit")
{
  const torch::Tensor   z = NormaliseRows(Normal({ 2, 3 }, 1));
  const torch::Tensor   w = Normal({ 4, 3 }, 2);
  const ClassVectorLoss loss({});
  CHECK_THROWS_WITH_AS(
    loss.Compute(z, w, { 0, 4 }), "class-vector loss: class 4 asked of a table of 4 class vectors", LearnError);
  CHECK_THROWS_AS(loss.Compute(z, w, { 0, -1 }), LearnError);
  CHECK_THROWS_AS(loss.Compute(z, w, { 0 }), LearnError);
  CHECK_THROWS_AS(loss.Compute(z, Normal({ 4, 2 }, 2), { 0, 1 }), LearnError);
  CHECK_THROWS_AS(ClassVectorLoss({ 0.0 }), LearnError);
}
