#include "phenoTest.h"

#include "modules/embedding/phenoEmbeddingTest.h"
#include "modules/illumination/phenoImageFilterContract.h"

#include "phenoCellCropImageFilter.h"
#include "phenoCropCollectionFilter.h"
#include "phenoCropSource.h"

#include <cstring>

using namespace pheno;

namespace
{
using CropFilter = CellCropImageFilter<FloatImage, std::uint16_t>;
using Collection = CropCollectionFilter<std::uint16_t>;

/** A field with objects 1 and 2, 4 x 4 pixels each, centred at (9.5, 9.5) and (29.5, 9.5), and two planes. */
CropFilter::Pointer
MakeField(double value)
{
  const test::Grid grid{ 48, 24, 1.0 };
  auto             crop = CropFilter::New();
  crop->SetLabels(test::MakeImage<std::uint32_t>(grid, [](double x, double y) {
    return y < 8 || y > 11 ? 0 : x >= 8 && x <= 11 ? 1 : x >= 28 && x <= 31 ? 2 : 0;
  }));
  crop->AddPlane(test::MakeImage<float>(grid, [value](double x, double) { return value + x; }));
  crop->AddPlane(test::MakeImage<float>(grid, [value](double, double y) { return 2 * value + y; }));
  crop->SetCropSize(8);
  return crop;
}

Collection::FieldLabels
Labels(const std::string & well)
{
  return { { "Metadata_Plate", "P" }, { "Metadata_Well", well }, { "Metadata_Site", "1" } };
}
} // namespace

TEST_CASE("collecting crops keeps the contract of a filter")
{
  const auto                              field = MakeField(100);
  test::ProcessObjectContract<Collection> contract;
  contract.inputs = { [&](Collection & filter) {
    filter.SetChannels({ "dna", "actin" });
    filter.AddField(field->GetOutput(), Labels("A01"));
  } };
  contract.Check();
}

TEST_CASE("crops of fields come in order, with their labels, and pull the cropping filters")
{
  const auto first = MakeField(100), second = MakeField(500);
  auto       filter = Collection::New();
  filter->SetChannels({ "dna", "actin" });
  filter->AddField(first->GetOutput(), Labels("A01"));
  filter->AddField(second->GetOutput(), Labels("A02"));
  filter->Update();
  const CropDataObject & crops = *filter->GetOutput();
  CHECK(crops.GetNumberOfCrops() == 4);
  CHECK(crops.GetTable().Texts("Metadata_Well") == Table::Text{ "A01", "A01", "A02", "A02" });
  CHECK(crops.GetTable().Texts("Metadata_ObjectNumber") == Table::Text{ "1", "2", "1", "2" });
  CHECK(crops.GetTable().Numbers("Metadata_X") == Table::Real{ 9.5, 29.5, 9.5, 29.5 });
  CHECK(crops.GetBlocks()[1]->pixels == second->GetCrops().stack.pixels.data());

  // The second field's second object: centred at x = 29.5, so its crop of 8 px starts at column 30 - 4.
  std::vector<std::byte> scratch;
  std::uint16_t          pixel = 0;
  std::memcpy(&pixel, crops.GetSource().Read(3, scratch), sizeof(pixel));
  CHECK(pixel == 500 + 26);
}

TEST_CASE("crops outlive the filters that made them, and a changed field is collected anew")
{
  auto filter = Collection::New();
  filter->SetChannels({ "dna", "actin" });
  {
    const auto field = MakeField(100);
    field->Update();
    itk::SmartPointer<Collection::FieldCropsType> crops = field->GetOutput();
    crops->DisconnectPipeline();
    filter->AddField(crops, Labels("A01"));
  }
  filter->Update();
  CHECK(filter->GetOutput()->GetNumberOfCrops() == 2);

  const auto field = MakeField(100);
  filter->AddField(field->GetOutput(), Labels("A02"));
  filter->Update();
  CHECK(filter->GetOutput()->GetNumberOfCrops() == 4);
  field->SetCropSize(64); // larger than the field: all are dropped
  field->SetEdge(CropEdge::Drop);
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("64 x 64 px"), itk::ExceptionObject);
  field->SetCropSize(8);
  filter->Update();
  CHECK(filter->GetOutput()->GetNumberOfCrops() == 4);
}

TEST_CASE("channel names must be as many as planes, and fields must carry the same labels")
{
  const auto field = MakeField(100);
  auto       filter = Collection::New();
  filter->SetChannels({ "dna" });
  filter->AddField(field->GetOutput(), Labels("A01"));
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("2 channels, but 1 channel names"), itk::ExceptionObject);

  filter->SetChannels({ "dna", "actin" });
  filter->AddField(field->GetOutput(), { { "Metadata_Plate", "P" } });
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("Metadata_Well"), itk::ExceptionObject);
}
