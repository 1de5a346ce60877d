#include "phenoObjectiveTable.h"

#include "phenoTest.h"

// Every objective in the situations that break contrastive losses: temperature 0.01, batch 2, equal rows, zero rows.

using namespace pheno;
using namespace pheno::test;

namespace
{
struct Situation
{
  const char *                 name;
  std::function<void(Batch &)> change;
};

std::vector<Situation>
Situations()
{
  return {
    { "random", [](Batch &) {} },
    { "equal rows",
      [](Batch & b) {
        b.x[1] = b.x[0];
        b.y[1] = b.y[0];
      } },
    { "all equal", [](Batch & b) { b.x = b.y = b.x[0].expand_as(b.x).clone(); } },
    { "opposite pairs", [](Batch & b) { b.y = -b.x; } },
    { "zero row of x", [](Batch & b) { b.x[0] = 0; } },
    { "zero row of y", [](Batch & b) { b.y[1] = 0; } },
    { "all zero", [](Batch & b) { b.x = b.y = torch::zeros_like(b.x); } },
  };
}

bool
Finite(const std::vector<torch::Tensor> & tensors)
{
  for (const torch::Tensor & tensor : tensors)
  {
    if (!at::isfinite(tensor).all().item<bool>())
    {
      return false;
    }
  }
  return true;
}

/** Calls check(batch) for batches of 2 and 6 in each situation, with the names captured. */
template <typename TCheck>
void
InEverySituation(const TCheck & check)
{
  for (const std::int64_t size : { 2, 6 })
  {
    for (const Situation & situation : Situations())
    {
      for (Batch batch : Batches(size))
      {
        CAPTURE(size);
        CAPTURE(situation.name);
        CAPTURE(batch.classes[1]);
        situation.change(batch);
        check(batch);
      }
    }
  }
}
} // namespace

TEST_CASE("Every objective and its gradients are finite in every situation, in float32 and float64")
{
  for (const Objective & objective : Objectives())
  {
    CAPTURE(objective.name);
    InEverySituation([&](const Batch & batch) {
      const std::vector<torch::Tensor> exact = ValueAndGradients(objective, batch, torch::kFloat64);
      const std::vector<torch::Tensor> single = ValueAndGradients(objective, batch, torch::kFloat32);
      CHECK(exact[0].dim() == 0);
      CHECK((exact[0].scalar_type() == torch::kFloat64));
      CHECK((single[0].scalar_type() == torch::kFloat32));
      CHECK(Finite(exact));
      CHECK(Finite(single));
      CHECK(single[0].item<double>() == doctest::Approx(exact[0].item<double>()).epsilon(1e-4));
    });
  }
}

TEST_CASE("A zero row of x counts as a row that is orthogonal to all others")
{
  const auto widened = [](const torch::Tensor & t) {
    return at::cat({ t, torch::zeros({ t.size(0), 1 }, t.options()) }, 1);
  };
  for (const Objective & objective : Objectives())
  {
    if (!objective.zero_is_orthogonal)
    {
      continue;
    }
    CAPTURE(objective.name);
    for (Batch batch : Batches(6))
    {
      batch.x[2] = 0;
      Batch orthogonal = { widened(batch.x), widened(batch.y), batch.classes };
      orthogonal.x[2][5] = 1;
      CHECK(objective.loss(batch).item<double>() ==
            doctest::Approx(objective.loss(orthogonal).item<double>()).epsilon(1e-10));
    }
  }
}
