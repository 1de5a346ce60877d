#ifndef phenoEmbeddingTest_h
#define phenoEmbeddingTest_h

#include "phenoCropDataObject.h"
#include "phenoDraws.h"
#include "phenoEncoderModel.h"
#include "phenoEncoderModelDataObject.h"
#include "phenoTrainer.h"

#include <doctest/doctest.h>

#include <itkCommand.h>

#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace pheno::test
{
constexpr std::size_t kSide = 32;

/** A well of random 8-bit crops with two channels; wells differ in brightness. */
inline CropDataObject::BlockPointer
MakeWell(std::size_t         crops,
         const std::string & plate,
         const std::string & well,
         const std::string & role,
         std::uint64_t       brightness = 0,
         std::size_t         side = kSide)
{
  std::vector<std::uint8_t> pixels(crops * 2 * side * side);
  Draws                     draws({ brightness, crops });
  for (std::uint8_t & pixel : pixels)
  {
    pixel = static_cast<std::uint8_t>(draws.Below(128) + brightness);
  }
  Table table;
  table.Add("Metadata_Plate", Table::Text(crops, plate));
  table.Add("Metadata_Well", Table::Text(crops, well));
  table.Add("Metadata_role", Table::Text(crops, role));
  table.Add("Cells_AreaShape_Area", Table::Real(crops, 400));
  return std::make_shared<const Crops>(
    Crops::Own(std::move(pixels), { crops, 2, side, side }, { "dna", "actin" }, std::move(table)));
}

/** Two plates with a control well and another. */
inline CropDataObject::Pointer
MakeScreen()
{
  auto crops = CropDataObject::New();
  crops->Append(MakeWell(5, "P1", "A01", "negcon"));
  crops->Append(MakeWell(4, "P1", "A02", "treatment", 40));
  crops->Append(MakeWell(4, "P2", "A01", "negcon", 10));
  crops->Append(MakeWell(5, "P2", "A02", "treatment", 60));
  return crops;
}

/** A training of a few steps. */
inline TrainingSettings
Brief(std::int64_t epochs = 1)
{
  TrainingSettings settings;
  settings.embed_dim = 8;
  settings.batch_size = 6;
  settings.epochs = epochs;
  settings.precision = "float32";
  return settings;
}

/** An untrained encoder for the crops of MakeScreen. */
inline EncoderModelDataObject::Pointer
MakeUntrained(std::uint64_t seed = 1)
{
  const BlockCropSource none({ 2, static_cast<int>(kSide), static_cast<int>(kSide), PixelType::kUInt8 }, {});
  TrainingData          data;
  data.crops = &none;
  data.class_names = { "a" };
  data.channels = { "dna", "actin" };
  data.scaling = EightBitScaling(2);
  TrainingSettings settings = Brief(0);
  settings.seed = seed;
  auto model = EncoderModelDataObject::New();
  model->SetModel(Train(data, settings, {}).model);
  return model;
}

/** How often an event of a filter has come. */
class EventCount
{
public:
  EventCount(itk::Object & filter, const itk::EventObject & event)
  {
    filter.AddObserver(event, [count = m_Count](const itk::EventObject &) { ++*count; });
  }
  operator int() const { return *m_Count; }

private:
  std::shared_ptr<int> m_Count = std::make_shared<int>(0);
};

/** What every filter of the room promises besides the right values. */
template <typename TFilter>
struct ProcessObjectContract
{
  using SetInput = std::function<void(TFilter &)>;
  std::vector<SetInput> inputs;

  void
  Check() const
  {
    CheckMissingInputs();
    CheckAbort();
    CheckUpdates();
  }

private:
  typename TFilter::Pointer
  Make() const
  {
    auto filter = TFilter::New();
    filter->SetNumberOfWorkUnits(1);
    for (const SetInput & set : inputs)
    {
      set(*filter);
    }
    return filter;
  }

  void
  CheckMissingInputs() const
  {
    for (std::size_t missing = 0; missing < inputs.size(); ++missing)
    {
      CAPTURE(missing);
      auto filter = TFilter::New();
      for (std::size_t i = 0; i < inputs.size(); ++i)
      {
        if (i != missing)
        {
          inputs[i](*filter);
        }
      }
      const EventCount started(*filter, itk::StartEvent());
      CHECK_THROWS_WITH_AS(filter->Update(), doctest::Contains("required"), itk::ExceptionObject);
      CHECK(started == 0);
    }
  }

  /** An observer may stop the filter at its first and at its last report; the filter can run again afterwards. */
  void
  CheckAbort() const
  {
    for (const float after : { 0.0F, 1.0F })
    {
      CAPTURE(after);
      auto             filter = Make();
      const EventCount aborted(*filter, itk::AbortEvent());
      const auto       tag = filter->AddObserver(itk::ProgressEvent(), [&](const itk::EventObject &) {
        if (filter->GetProgress() >= after)
        {
          filter->SetAbortGenerateData(true);
        }
      });
      CHECK_THROWS_AS(filter->Update(), itk::ProcessAborted);
      CHECK(aborted == 1);
      filter->RemoveObserver(tag);
      CHECK_NOTHROW(filter->Update());
      CHECK(filter->GetProgress() == doctest::Approx(1.0));
    }
  }

  /** Nothing is computed twice; what changed is. */
  void
  CheckUpdates() const
  {
    auto             filter = Make();
    const EventCount started(*filter, itk::StartEvent());
    filter->Update();
    filter->Update();
    CHECK(started == 1);
    filter->Modified();
    filter->Update();
    CHECK(started == 2);
    filter->GetOutput()->ReleaseData();
    filter->Update();
    CHECK(started == 3);
    std::ostringstream text;
    filter->Print(text);
    filter->GetOutput()->Print(text);
    CHECK(text.str().size() > 100);
  }
};
} // namespace pheno::test

#endif
