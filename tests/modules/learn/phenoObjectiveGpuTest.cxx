#include "phenoClassVectors.h"
#include "phenoObjectiveTable.h"

#include "phenoTest.h"

#include <ATen/Context.h>

using namespace pheno;
using namespace pheno::test;

TEST_CASE("Every objective is the same on the GPU")
{
  if (!at::globalContext().hasCUDA())
  {
    PHENO_SKIP("no GPU");
  }
  for (const Objective & objective : Objectives())
  {
    CAPTURE(objective.name);
    for (const Batch & batch : Batches(6))
    {
      const std::vector<torch::Tensor> cpu = ValueAndGradients(objective, batch, torch::kFloat64);
      const std::vector<torch::Tensor> gpu =
        ValueAndGradients(objective, batch, torch::TensorOptions(torch::kFloat64).device(torch::kCUDA));
      REQUIRE(cpu.size() == gpu.size());
      for (std::size_t i = 0; i < cpu.size(); ++i)
      {
        CHECK(gpu[i].is_cuda());
        CHECK(at::allclose(gpu[i].cpu(), cpu[i], 1e-9, 1e-9));
      }
    }
  }
}

TEST_CASE("Class vectors move the same on the GPU")
{
  if (!at::globalContext().hasCUDA())
  {
    PHENO_SKIP("no GPU");
  }
  const Batch  batch = Batches(6)[0];
  ClassVectors cpu(batch.y), gpu(batch.y.to(torch::kCUDA));
  for (ClassVectors * vectors : { &cpu, &gpu })
  {
    const torch::Tensor z = batch.x.to(vectors->Table().device());
    vectors->Attract(z, batch.classes, 0.02);
    vectors->AttractByRate(z, batch.classes, 0.1);
    vectors->AttractByGradient(z, batch.classes, 0.1, 0.01);
    CHECK((vectors->Gather(batch.classes).device() == z.device()));
  }
  CHECK(LargestDifference(gpu.Table().cpu(), cpu.Table()) < 1e-14);
}
