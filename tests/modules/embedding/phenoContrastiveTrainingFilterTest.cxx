#include "phenoTest.h"

#include "modules/embedding/phenoEmbeddingTest.h"

#include "phenoContrastiveTrainingFilter.h"

#include <fstream>

using namespace pheno;
using Filter = ContrastiveTrainingFilter;

namespace
{
Filter::Pointer
MakeFilter(const TrainingSettings & settings = test::Brief())
{
  auto filter = Filter::New();
  filter->SetCrops(test::MakeScreen());
  filter->SetSettings(settings);
  filter->SetNumberOfWorkUnits(1);
  return filter;
}

/** The weights as bytes. */
std::string
WeightsOf(const EncoderModel & model)
{
  const test::TemporaryFolder folder;
  model.Save(folder.Path().string());
  std::ifstream file((folder / "weights.safetensors").string(), std::ios::binary);
  return { std::istreambuf_iterator<char>(file), {} };
}
} // namespace

TEST_CASE("training keeps the contract of a filter")
{
  test::ProcessObjectContract<Filter> contract;
  contract.inputs = { [](Filter & filter) {
    filter.SetCrops(test::MakeScreen());
    filter.SetSettings(test::Brief());
  } };
  contract.Check();
}

TEST_CASE("the filter trains as the library does, with wells as classes")
{
  const auto filter = MakeFilter();
  filter->Update();
  const EncoderModel & model = *filter->GetOutput()->GetModel();
  CHECK(model.Description().class_names == std::vector<std::string>{ "P1|A01", "P1|A02", "P2|A01", "P2|A02" });
  CHECK(model.Description().steps == 3); // 18 crops in batches of 6
  CHECK(filter->GetHistory().size() == 3);

  const auto   crops = test::MakeScreen();
  TrainingData data;
  data.crops = &crops->GetSource();
  data.class_of_crop = { 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3 };
  data.class_names = model.Description().class_names;
  data.channels = { "dna", "actin" };
  data.scaling = EightBitScaling(2);
  CHECK(WeightsOf(model) == WeightsOf(*Train(data, test::Brief(), {}).model));
}

TEST_CASE("classes are what ClassBy says, and crops without one are left out")
{
  auto crops = test::MakeScreen();
  crops->Append(test::MakeWell(3, "P2", "A03", ""));
  auto filter = MakeFilter();
  filter->SetCrops(crops);
  filter->SetClassBy({ "Metadata_role" });
  TrainingSettings settings = test::Brief();
  settings.batch_size = 18; // the crops that have a role
  filter->SetSettings(settings);
  filter->Update();
  CHECK(filter->GetOutput()->GetModel()->Description().class_names ==
        std::vector<std::string>{ "negcon", "treatment" });
  CHECK(filter->GetOutput()->GetModel()->Description().steps == 1);
  settings.batch_size = 19;
  filter->SetSettings(settings);
  CHECK_THROWS_WITH_AS(
    filter->Update(), doctest::Contains("18 crops do not fill one batch of 19"), itk::ExceptionObject);
}

TEST_CASE("SimCLR needs no classes, SPC does")
{
  TrainingSettings settings = test::Brief();
  settings.objective = "simclr";
  settings.augmentation.horizontal_flip = 0.5;
  const auto filter = MakeFilter(settings);
  filter->SetClassBy({});
  filter->Update();
  CHECK(filter->GetOutput()->GetModel()->Description().embedding == "features");
  CHECK(filter->GetOutput()->GetModel()->ClassVectors().empty());
  filter->SetSettings(test::Brief());
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("needs a class for each"), itk::ExceptionObject);
}

TEST_CASE("what cannot be trained is said in a sentence")
{
  const auto filter = MakeFilter();
  filter->SetClassBy({ "Metadata_compound" });
  CHECK_THROWS_WITH_AS(
    filter->Update(), doctest::Contains("table has no column 'Metadata_compound'"), itk::ExceptionObject);
  filter->SetClassBy({ "Metadata_Well" });
  filter->SetHighPercentile(101);
  CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("expected percentiles"), itk::ExceptionObject);
  filter->SetHighPercentile(99.9);
  filter->SetCrops(CropDataObject::New());
  CHECK_THROWS_AS(filter->Update(), itk::ExceptionObject);
  TrainingSettings settings = test::Brief();
  settings.objective = "magic";
  CHECK_THROWS_WITH_AS(filter->SetSettings(settings), doctest::Contains("magic"), itk::ExceptionObject);
  CHECK(filter->GetSettings().objective == "spc");
}

TEST_CASE("a training that was stopped goes on from its checkpoint and ends with the same weights")
{
  const test::TemporaryFolder folder;
  const auto                  whole = MakeFilter(test::Brief(2));
  whole->Update();

  const auto filter = MakeFilter(test::Brief(2));
  filter->SetCheckpointFolder(folder.Path().string());
  int        steps = 0;
  const auto tag = filter->AddObserver(itk::ProgressEvent(), [&](const itk::EventObject &) {
    steps += filter->GetProgress() > 0 ? 1 : 0;
    filter->SetAbortGenerateData(steps == 4);
  });
  CHECK_THROWS_AS(filter->Update(), itk::ProcessAborted);
  filter->RemoveObserver(tag);
  const test::EventCount reports(*filter, itk::ProgressEvent());
  filter->Update();
  CHECK(reports == 4); // the start, steps 5 and 6, the end
  CHECK(WeightsOf(*filter->GetOutput()->GetModel()) == WeightsOf(*whole->GetOutput()->GetModel()));
}
