#include "phenoProjection.h"

#include "phenoTestFiles.h"

using namespace pheno;

namespace
{
Plane::ConstPointer
MakeSquare(const std::vector<float> & pixels)
{
  const auto plane = Plane::New();
  plane->SetRegions(itk::Size<2>{ { 3, pixels.size() / 3 } });
  plane->Allocate();
  std::copy(pixels.begin(), pixels.end(), plane->GetBufferPointer());
  return plane.GetPointer();
}

const Plane::ConstPointer kFlat = MakeSquare({ 5, 5, 5, 5, 5, 5, 5, 5, 5 });
const Plane::ConstPointer kDot = MakeSquare({ 0, 0, 0, 0, 3, 0, 0, 0, 0 });
const Plane::ConstPointer kRamp = MakeSquare({ 0, 2, 4, 6, 8, 10, 12, 14, 16 });

std::vector<float>
Project(Projection projection, const std::vector<Plane::ConstPointer> & planes)
{
  StackProjector projector(projection);
  for (const Plane::ConstPointer & plane : planes)
  {
    projector.Add(plane);
  }
  const Plane::ConstPointer out = projector.Finish();
  return { out->GetBufferPointer(), out->GetBufferPointer() + out->GetBufferedRegion().GetNumberOfPixels() };
}
} // namespace

TEST_CASE("the power of the Laplacian, worked by hand")
{
  CHECK(LaplacianPower(*kFlat) == 0);
  CHECK(LaplacianPower(*kRamp) == 0);  // linear
  CHECK(LaplacianPower(*kDot) == 144); // (0 + 0 + 0 + 0 - 4 * 3)^2, one pixel has all neighbours
  CHECK(LaplacianPower(*MakeSquare({ 1, 2, 3, 4, 5, 6 })) == 0); // none has
}

TEST_CASE("a stack becomes its maximum, its mean or its sharpest plane")
{
  CHECK(Project(Projection::Maximum, { kFlat, kDot, kRamp }) == std::vector<float>{ 5, 5, 5, 6, 8, 10, 12, 14, 16 });
  CHECK(Project(Projection::Mean, { kFlat, kDot, kDot, kRamp }) ==
        std::vector<float>{ 1.25F, 1.75F, 2.25F, 2.75F, 4.75F, 3.75F, 4.25F, 4.75F, 5.25F });
  CHECK(Project(Projection::BestFocus, { kFlat, kDot, kRamp }) == std::vector<float>{ 0, 0, 0, 0, 3, 0, 0, 0, 0 });
  CHECK(Project(Projection::BestFocus, { kFlat, kRamp })[0] == 5); // the first of equals
  CHECK(Project(Projection::Maximum, { MakeSquare({ -4, -5, -6 }) }) == std::vector<float>{ -4, -5, -6 });
}

TEST_CASE("planes of different sizes are bad data")
{
  StackProjector projector(Projection::Mean);
  projector.Add(kFlat);
  CHECK_THROWS_AS(projector.Add(MakeSquare({ 1, 2, 3 })), BadData);
}
