#include "phenoBiCwclLoss.h"
#include "phenoClipLoss.h"
#include "phenoCwclLoss.h"
#include "phenoEncoder.h"
#include "phenoGradientCheck.h"
#include "phenoLearnError.h"
#include "phenoLearnTest.h"
#include "phenoTextCwclLoss.h"

#include "phenoTest.h"

#include <cmath>
#include <vector>

using namespace pheno;
using test::Cosine;
using test::Dot;
using test::Gradient;
using test::GradientError;
using test::LargestDifference;
using test::Normal;

namespace
{
/** The three weighted losses behind one signature. */
struct Weighted
{
  const char * name;
  torch::Tensor (*loss)(WeightGradient        gradient,
                        const torch::Tensor & p,
                        const torch::Tensor & q,
                        const torch::Tensor & pooled);
  bool weighs_images; ///< by the pooled embeddings
  bool weighs_texts;
};

torch::Tensor
Scale()
{
  return torch::tensor(1.3, torch::kFloat64);
}

const std::vector<Weighted> &
Losses()
{
  static const std::vector<Weighted> losses = {
    { "CWCL",
      [](WeightGradient g, const torch::Tensor & p, const torch::Tensor & q, const torch::Tensor & m) {
        return CwclLoss(g).Compute(p, q, m, Scale());
      },
      true,
      false },
    { "bi-directional CWCL",
      [](WeightGradient g, const torch::Tensor & p, const torch::Tensor & q, const torch::Tensor & m) {
        return BiCwclLoss(g).Compute(p, q, m, Scale());
      },
      true,
      true },
    { "text CWCL",
      [](WeightGradient g, const torch::Tensor & p, const torch::Tensor & q, const torch::Tensor & m) {
        return TextCwclLoss(g).Compute(p, q, Scale()) + 0 * m.sum();
      },
      false,
      true },
  };
  return losses;
}
} // namespace

TEST_CASE("Detached weights give the same value and take only their own share out of the gradient")
{
  const torch::Tensor p = NormaliseRows(Normal({ 4, 3 }, 1));
  const torch::Tensor q = NormaliseRows(Normal({ 4, 3 }, 2));
  const torch::Tensor m = Normal({ 4, 2, 5 }, 3);
  for (const Weighted & w : Losses())
  {
    CAPTURE(w.name);
    const auto kept = [&](const torch::Tensor & a, const torch::Tensor & b, const torch::Tensor & c) {
      return w.loss(WeightGradient::Kept, a, b, c);
    };
    const auto detached = [&](const torch::Tensor & a, const torch::Tensor & b, const torch::Tensor & c) {
      return w.loss(WeightGradient::Detached, a, b, c);
    };
    CHECK(kept(p, q, m).item<double>() == detached(p, q, m).item<double>());
    CHECK(GradientError([&](const torch::Tensor & x) { return kept(x, q, m); }, p) < 1e-8);
    CHECK(GradientError([&](const torch::Tensor & x) { return kept(p, x, m); }, q) < 1e-8);
    CHECK(GradientError([&](const torch::Tensor & x) { return kept(p, q, x); }, m) < 1e-8);

    const torch::Tensor ofImages = Gradient([&](const torch::Tensor & x) { return kept(p, q, x); }, m);
    CHECK((ofImages.abs().max().item<double>() > 1e-3) == w.weighs_images);
    // With constant weights the pooled embeddings get nothing, the images what they got before.
    const torch::Tensor leaf = m.clone().requires_grad_(true);
    const torch::Tensor image = p.clone().requires_grad_(true);
    detached(image, q, leaf).backward();
    CHECK((!leaf.grad().defined() || leaf.grad().abs().max().item<double>() == 0));
    CHECK(LargestDifference(image.grad(), Gradient([&](const torch::Tensor & x) { return kept(x, q, m); }, p)) < 1e-15);
    const torch::Tensor textKept = Gradient([&](const torch::Tensor & x) { return kept(p, x, m); }, q);
    const torch::Tensor textDetached = Gradient([&](const torch::Tensor & x) { return detached(p, x, m); }, q);
    CHECK((LargestDifference(textKept, textDetached) > 1e-3) == w.weighs_texts);
  }
}

TEST_CASE("Bi-directional CWCL equals its equation in plain loops: text weights are not normalised")
{
  const torch::Tensor p = NormaliseRows(Normal({ 4, 3 }, 7));
  const torch::Tensor q = NormaliseRows(Normal({ 4, 3 }, 8));
  const torch::Tensor m = Normal({ 4, 2, 5 }, 9);
  const auto          logit = [&](std::int64_t i, std::int64_t j) { return std::exp(1.3) * Dot(p[i], q[j]); };
  double              expected = 0;
  for (std::int64_t i = 0; i < 4; ++i)
  {
    double row = 0, column = 0, total = 0;
    for (std::int64_t j = 0; j < 4; ++j)
    {
      row += std::exp(logit(i, j));
      column += std::exp(logit(j, i));
      total += (Cosine(m[i][0], m[j][0]) + Cosine(m[i][1], m[j][1])) / 4 + 0.5;
    }
    for (std::int64_t j = 0; j < 4; ++j)
    {
      const double image = (Cosine(m[i][0], m[j][0]) + Cosine(m[i][1], m[j][1])) / 4 + 0.5;
      expected -= image / total * std::log(std::exp(logit(i, j)) / row) / 4;
      expected -= (Cosine(q[i], q[j]) / 2 + 0.5) * std::log(std::exp(logit(j, i)) / column) / 4;
    }
  }
  CHECK(BiCwclLoss(WeightGradient::Kept).Compute(p, q, m, Scale()).item<double>() ==
        doctest::Approx(expected).epsilon(1e-7)); // the published 1e-8 in norms and sums
}

TEST_CASE("With weights that are the identity CWCL is twice CLIP")
{
  // Opposite channel embeddings have cosine -1, so weight 0; a row has weight 1 with itself.
  const torch::Tensor m =
    at::stack({ torch::ones({ 3, 4 }, torch::kFloat64), -torch::ones({ 3, 4 }, torch::kFloat64) });
  const torch::Tensor p = NormaliseRows(Normal({ 2, 3 }, 4));
  const torch::Tensor q = NormaliseRows(Normal({ 2, 3 }, 5));
  CHECK(CwclLoss(WeightGradient::Kept).Compute(p, q, m, Scale()).item<double>() ==
        doctest::Approx(2 * ClipLoss().Compute(p, q, Scale()).item<double>()).epsilon(1e-7));
}

TEST_CASE("Weights are in [0, 1], rows sum to 1, and a zero row weighs 1/2 before that")
{
  torch::Tensor m = Normal({ 6, 3, 4 }, 6);
  m[2] = 0;
  const torch::Tensor raw = SimilarityWeights(m, WeightGradient::Kept);
  CHECK(raw.min().item<double>() >= 0);
  CHECK(raw.max().item<double>() <= 1);
  CHECK(LargestDifference(raw[2], torch::full({ 6 }, 0.5, torch::kFloat64)) == 0);
  const torch::Tensor w = CwclLoss(WeightGradient::Kept).Weights(m);
  CHECK(LargestDifference(w.sum(1), torch::ones({ 6 }, torch::kFloat64)) < 1e-7);
  CHECK(
    at::isfinite(
      Gradient(
        [](const torch::Tensor & x) { return NormaliseWeights(SimilarityWeights(x, WeightGradient::Kept))[0][1]; }, m))
      .all()
      .item<bool>());
}

TEST_CASE("Pooled embeddings of another batch or shape are refused")
{
  const torch::Tensor p = NormaliseRows(Normal({ 4, 3 }, 1));
  const CwclLoss      loss(WeightGradient::Detached);
  CHECK_THROWS_WITH_AS(loss.Compute(p, p, Normal({ 3, 2, 5 }, 1), Scale()),
                       "weighted cross entropy: expected 4 x 4 weights, got 3 x 3",
                       LearnError);
  CHECK_THROWS_AS(loss.Compute(p, p, Normal({ 4, 5 }, 1), Scale()), LearnError);
}
