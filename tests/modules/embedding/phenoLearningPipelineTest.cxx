#include "phenoTest.h"

#include "modules/embedding/phenoEmbeddingTest.h"

#include "phenoContrastiveTrainingFilter.h"
#include "phenoCropEmbeddingFilter.h"
#include "phenoProfileAggregationFilter.h"

#include <string>

using namespace pheno;

namespace
{
/** Training, embedding and aggregation in a row. */
struct Pipeline
{
  CropDataObject::Pointer            crops = test::MakeScreen();
  ContrastiveTrainingFilter::Pointer train = ContrastiveTrainingFilter::New();
  CropEmbeddingFilter::Pointer       embed = CropEmbeddingFilter::New();
  ProfileAggregationFilter::Pointer  aggregate = ProfileAggregationFilter::New();
  test::EventCount                   trained{ *train, itk::StartEvent() };
  test::EventCount                   embedded{ *embed, itk::StartEvent() };
  test::EventCount                   aggregated{ *aggregate, itk::StartEvent() };

  Pipeline()
  {
    train->SetNumberOfWorkUnits(1);
    embed->SetNumberOfWorkUnits(1);
    train->SetCrops(crops);
    train->SetSettings(test::Brief());
    embed->SetCrops(crops);
    embed->SetModel(train->GetOutput());
    aggregate->SetProfiles(embed->GetOutput());
  }

  /** How often each stage has started: "training embedding aggregation". */
  std::string
  Runs() const
  {
    return std::to_string(trained) + " " + std::to_string(embedded) + " " + std::to_string(aggregated);
  }
};
} // namespace

TEST_CASE("one update runs all stages; a change runs what lies behind it and nothing else")
{
  Pipeline pipeline;
  pipeline.aggregate->Update();
  CHECK(pipeline.Runs() == "1 1 1");
  const Profiles & wells = pipeline.aggregate->GetOutput()->GetProfiles();
  CHECK(wells.Rows() == 4);
  CHECK(wells.Columns() == 8);

  pipeline.aggregate->Update();
  CHECK(pipeline.Runs() == "1 1 1");
  pipeline.aggregate->UnitNormOn();
  pipeline.aggregate->Update();
  CHECK(pipeline.Runs() == "1 1 2");
  pipeline.embed->SetBatchSize(5);
  pipeline.aggregate->Update();
  CHECK(pipeline.Runs() == "1 2 3");
  pipeline.train->SetSettings(test::Brief()); // the same settings
  pipeline.aggregate->Update();
  CHECK(pipeline.Runs() == "1 2 3");
  pipeline.train->SetSettings(test::Brief(2));
  pipeline.aggregate->Update();
  CHECK(pipeline.Runs() == "2 3 4");
  pipeline.crops->Append(test::MakeWell(6, "P2", "A03", "treatment", 90));
  pipeline.aggregate->Update();
  CHECK(pipeline.Runs() == "3 4 5");
  CHECK(pipeline.aggregate->GetOutput()->GetProfiles().Rows() == 5);
}

TEST_CASE("a stage in front that is stopped stops the whole update, and the next one finishes it")
{
  Pipeline   pipeline;
  const auto tag = pipeline.embed->AddObserver(
    itk::ProgressEvent(), [&](const itk::EventObject &) { pipeline.embed->SetAbortGenerateData(true); });
  CHECK_THROWS_AS(pipeline.aggregate->Update(), itk::ProcessAborted);
  CHECK(pipeline.Runs() == "1 1 0");
  pipeline.embed->RemoveObserver(tag);
  pipeline.aggregate->ResetPipeline(); // as ITK asks of whoever catches an exception of a pipeline
  pipeline.aggregate->Update();
  CHECK(pipeline.Runs() == "1 2 1");
}

TEST_CASE("a trained model and its profiles may be kept when the filters are gone")
{
  EncoderModelDataObject::Pointer model;
  ProfileDataObject::Pointer      cells;
  {
    Pipeline pipeline;
    pipeline.embed->Update();
    model = pipeline.train->GetOutput();
    model->DisconnectPipeline();
    cells = pipeline.embed->GetOutput();
    cells->DisconnectPipeline();
  }
  CHECK(model->GetModel()->Description().steps == 3);
  CHECK(cells->GetProfiles().Rows() == 18);

  auto again = CropEmbeddingFilter::New(); // a saved model is applied the same way
  again->SetCrops(test::MakeScreen());
  again->SetModel(model);
  again->SetNumberOfWorkUnits(1);
  again->Update();
  CHECK(again->GetOutput()->GetProfiles().values == cells->GetProfiles().values);
}
