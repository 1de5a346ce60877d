#include "phenoStarSegmentationImageFilter.h"

#include "phenoMadeNuclei.h"
#include "phenoTest.h"

#include <itkCommand.h>

#include <algorithm>

using namespace pheno;
using namespace pheno::test;

namespace
{
using Filter = StarSegmentationImageFilter<FloatImage>;

constexpr std::size_t kSide = 224;

std::shared_ptr<const StarModel>
Shipped()
{
  return std::make_shared<const StarModel>(StarModel::Load(ShippedStarModel("nuclei")));
}

FloatImage::Pointer
ImageOf(const std::vector<float> & pixels)
{
  auto image = FloatImage::New();
  image->SetRegions(FloatImage::SizeType{ { kSide, pixels.size() / kSide } });
  image->Allocate();
  std::copy(pixels.begin(), pixels.end(), image->GetBufferPointer());
  return image;
}

std::vector<std::uint32_t>
LabelsOf(const Filter & filter)
{
  const std::uint32_t * first = filter.GetOutput()->GetBufferPointer();
  return { first, first + kSide * kSide };
}
} // namespace

TEST_CASE("the shipped network finds simulated nuclei, of 8 bit and of 16")
{
  const MadeNuclei   made(kSide, 21);
  const auto         filter = Filter::New();
  std::vector<float> deep = made.pixels;
  std::transform(deep.begin(), deep.end(), deep.begin(), [](float pixel) { return 128 * pixel + 300; });
  filter->SetModel(Shipped());
  filter->SetInput(ImageOf(made.pixels));
  filter->Update();
  const std::vector<std::uint32_t> labels = LabelsOf(*filter);
  CHECK(filter->GetNumberOfObjects() == made.count);
  std::size_t agree = 0, either = 0;
  for (std::size_t at = 0; at < labels.size(); ++at)
  {
    agree += labels[at] != 0 && made.labels[at] != 0;
    either += labels[at] != 0 || made.labels[at] != 0;
  }
  CHECK(static_cast<double>(agree) > 0.85 * static_cast<double>(either));

  filter->SetInput(ImageOf(deep));
  filter->Update();
  const std::vector<std::uint32_t> ofDeep = LabelsOf(*filter);
  std::size_t                      differ = 0;
  for (std::size_t at = 0; at < labels.size(); ++at)
  {
    differ += labels[at] != ofDeep[at];
  }
  CHECK(differ < labels.size() / 1000); // rounding alone
}

TEST_CASE("size and border rules hold, and what two threads find is what one finds")
{
  const MadeNuclei made(kSide, 22);
  const auto       filter = Filter::New();
  filter->SetModel(Shipped());
  filter->SetInput(ImageOf(made.pixels));
  filter->Update();
  const auto one = LabelsOf(*filter);
  filter->SetNetworkThreads(2);
  filter->Update();
  CHECK(LabelsOf(*filter) == one);
  filter->SetMinimumDiameter(15.0);
  filter->Update();
  CHECK(filter->GetNumberOfObjects() < made.count);
  CHECK(filter->GetNumberOfObjects() > 0);
  filter->SetMinimumDiameter(0.0);
  filter->SetMaximumDiameter(4.0);
  filter->Update();
  CHECK(filter->GetNumberOfObjects() == 0);
}

TEST_CASE("an image without contrast gives no nuclei")
{
  const auto filter = Filter::New();
  filter->SetModel(Shipped());
  filter->SetInput(ImageOf(std::vector<float>(kSide * kSide, 7.0F)));
  filter->Update();
  CHECK(filter->GetNumberOfObjects() == 0);
}

TEST_CASE("a filter without a model, or with sizes that cannot be, says so; it stops on request")
{
  const MadeNuclei made(kSide, 22);
  const auto       filter = Filter::New();
  filter->SetInput(ImageOf(made.pixels));
  CHECK_THROWS_AS(filter->Update(), itk::ExceptionObject);
  filter->SetModel(Shipped());
  filter->SetMaximumDiameter(-1.0);
  CHECK_THROWS_AS(filter->Update(), itk::ExceptionObject);
  filter->SetMaximumDiameter(100.0);
  const auto stop = itk::SimpleMemberCommand<itk::ProcessObject>::New();
  stop->SetCallbackFunction(filter.GetPointer(), &itk::ProcessObject::AbortGenerateDataOn);
  const auto tag = filter->AddObserver(itk::ProgressEvent(), stop);
  CHECK_THROWS_AS(filter->Update(), itk::ProcessAborted);
  filter->RemoveObserver(tag);
  filter->AbortGenerateDataOff();
  CHECK_NOTHROW(filter->Update());
}
