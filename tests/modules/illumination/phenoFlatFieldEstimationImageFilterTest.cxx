#include "phenoTest.h"

#include "modules/illumination/phenoSimulatedField.h"

#include "phenoFlatFieldEstimationImageFilter.h"

#include <itkShiftScaleImageFilter.h>

using namespace pheno;
using pheno::test::Grid;
using Stack = itk::Image<float, 3>;
using Filter = FlatFieldEstimationImageFilter<Stack>;

namespace
{
constexpr itk::SizeValueType kSites = 20;

Stack::Pointer
MakeStack(const Grid & grid)
{
  auto stack = Stack::New();
  stack->SetRegions(Stack::SizeType{ { grid.width, grid.height, kSites } });
  const double spacing[3] = { grid.spacing, grid.spacing, 1.0 };
  stack->SetSpacing(spacing);
  stack->Allocate();
  float * out = stack->GetBufferPointer();
  for (std::size_t i = 0; i < stack->GetLargestPossibleRegion().GetNumberOfPixels(); ++i)
  {
    out[i] = static_cast<float>((i * i + 7 * i) % 1009);
  }
  return stack;
}
} // namespace

TEST_CASE("estimation keeps the contract of an image filter")
{
  test::ImageFilterContract<Filter> contract;
  contract.inputs = { [](Filter & filter, const Grid & grid) { filter.SetInput(MakeStack(grid)); } };
  contract.Check();
}

TEST_CASE("the filter is the estimator, asking for one site at a time")
{
  const auto stack = MakeStack({ 40, 30, 0.5 });
  auto       source = itk::ShiftScaleImageFilter<Stack, Stack>::New(); // makes what it is asked for
  source->SetInput(stack);
  auto monitor = itk::PipelineMonitorImageFilter<Stack>::New();
  monitor->SetInput(source->GetOutput());
  FlatFieldSettings settings;
  settings.statistic = FlatFieldStatistic::Median;
  auto filter = Filter::New();
  filter->SetInput(monitor->GetOutput());
  filter->SetSettings(settings);
  filter->Update();
  CHECK(monitor->GetNumberOfUpdates() == kSites);
  for (const auto & region : monitor->GetUpdatedRequestedRegions())
  {
    CHECK(region.GetSize(2) == 1);
  }

  FlatFieldEstimator estimator(settings);
  for (itk::SizeValueType site = 0; site < kSites; ++site)
  {
    estimator.Add(*test::MakeImage<float>({ 40, 30, 0.5 }, [&](double x, double y) {
      return stack->GetBufferPointer()[static_cast<std::size_t>(x + 40 * y) + 1200 * site];
    }));
  }
  const FlatField expected = estimator.Estimate();
  CHECK(test::PixelsOf(filter->GetOutput()) == test::PixelsOf(expected.flat.GetPointer()));
  CHECK(filter->GetDark() == expected.dark);
  CHECK(filter->GetOutput()->GetSpacing()[1] == 0.5);
}
