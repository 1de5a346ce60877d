#include "phenoTest.h"

#include "modules/embedding/phenoEmbeddingTest.h"

#include "phenoCropEmbeddingFilter.h"
#include "phenoEmbedder.h"

#include <algorithm>
#include <cmath>

using namespace pheno;
using Filter = CropEmbeddingFilter;

namespace
{
Filter::Pointer
MakeFilter()
{
  auto filter = Filter::New();
  filter->SetCrops(test::MakeScreen());
  filter->SetModel(test::MakeUntrained());
  filter->SetBatchSize(7);
  filter->SetNumberOfWorkUnits(1);
  return filter;
}

double
LargestDifference(const std::vector<double> & a, const std::vector<float> & b)
{
  double largest = a.size() == b.size() ? 0 : 1e300;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
  {
    largest = std::max(largest, std::abs(a[i] - b[i]));
  }
  return largest;
}
} // namespace

TEST_CASE("embedding keeps the contract of a filter")
{
  test::ProcessObjectContract<Filter> contract;
  contract.inputs = { [](Filter & filter) { filter.SetCrops(test::MakeScreen()); },
                      [](Filter & filter) { filter.SetModel(test::MakeUntrained()); } };
  contract.Check();
}

TEST_CASE("a profile a crop: its metadata and what the library embeds, corrected to the plate's controls")
{
  const auto filter = MakeFilter();
  filter->Update();
  const Profiles & cells = filter->GetOutput()->GetProfiles();
  CHECK(cells.Rows() == 18);
  CHECK(cells.features.front() == "Embedding_0001");
  CHECK(cells.features.size() == 8);
  CHECK(cells.metadata.Names() == std::vector<std::string>{ "Metadata_Plate", "Metadata_Well", "Metadata_role" });

  const auto                     crops = test::MakeScreen();
  EncoderModel                   model = *test::MakeUntrained()->GetModel();
  const Table &                  table = crops->GetTable();
  std::vector<bool>              control;
  EmbeddingSettings              settings;
  const std::vector<std::string> channels = { "dna", "actin" };
  settings.batch_size = 7;
  for (const std::string & role : table.Texts("Metadata_role"))
  {
    control.push_back(role == "negcon");
  }
  const Embeddings corrected =
    EmbedPlates(model, crops->GetSource(), channels, table.Texts("Metadata_Plate"), control, settings);
  CHECK(LargestDifference(cells.values, corrected.values) == 0);

  filter->RecalibrateOff();
  filter->Update();
  const Embeddings plain = Embed(model, crops->GetSource(), channels, settings);
  CHECK(LargestDifference(filter->GetOutput()->GetProfiles().values, plain.values) == 0);
  CHECK(LargestDifference(std::vector<double>(plain.values.begin(), plain.values.end()), corrected.values) > 1e-3);
}

TEST_CASE("the model that comes in stays as it is, even when the filter is stopped")
{
  const auto before = test::MakeUntrained();
  const auto model = test::MakeUntrained();
  const auto embed = [](EncoderModelDataObject * with) {
    auto filter = MakeFilter();
    filter->SetModel(with);
    filter->RecalibrateOff();
    filter->Update();
    return filter->GetOutput()->GetProfiles().values;
  };
  auto filter = MakeFilter();
  filter->SetModel(model);
  filter->AddObserver(itk::ProgressEvent(),
                      [&](const itk::EventObject &) { filter->SetAbortGenerateData(filter->GetProgress() > 0.3); });
  CHECK_THROWS_AS(filter->Update(), itk::ProcessAborted);
  CHECK(embed(model) == embed(before));
}

TEST_CASE("no crops give no rows")
{
  auto crops = CropDataObject::New();
  crops->Append(test::MakeWell(0, "P1", "A01", "negcon"));
  auto filter = MakeFilter();
  filter->SetCrops(crops);
  filter->Update();
  CHECK(filter->GetOutput()->GetProfiles().Rows() == 0);
  CHECK(filter->GetOutput()->GetProfiles().Columns() == 8);
}

TEST_CASE("crops that do not fit the model and plates without controls are named")
{
  auto       filter = MakeFilter();
  const auto refuses = [&](const CropDataObject::BlockPointer & block, const char * words) {
    auto crops = CropDataObject::New();
    crops->Append(block);
    filter->SetCrops(crops);
    CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains(words), itk::ExceptionObject);
  };
  refuses(test::MakeWell(4, "P1", "A01", "negcon", 0, 48),
          "the model was trained on crops of 32 x 32 px uint8, these are 48 x 48 px uint8");
  auto other = std::make_shared<Crops>(*test::MakeWell(4, "P1", "A01", "negcon"));
  other->channels = { "dna", "mito" };
  refuses(other, "the crops have [\"dna\",\"mito\"]");
  refuses(test::MakeWell(4, "P1", "A01", "treatment"),
          "no control crop to recalibrate the batch norms with on plate 'P1'");

  filter->SetControlColumn("Metadata_compound");
  refuses(test::MakeWell(4, "P1", "A01", "negcon"), "table has no column 'Metadata_compound'");
  filter->SetControlColumn("Metadata_role");
  filter->SetModel(EncoderModelDataObject::New());
  refuses(test::MakeWell(4, "P1", "A01", "negcon"), "found no encoder in input Model");
}
