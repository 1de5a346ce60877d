#include "phenoEmbedder.h"
#include "phenoBatchLoader.h"
#include "phenoDevice.h"
#include "phenoDraws.h"
#include "phenoEncoder.h"
#include "phenoFoldedEvaluation.h"
#include "phenoImages.h"
#include "phenoLearnError.h"
#include "phenoOnDevice.h"
#include "phenoPrecision.h"
#include "phenoRecalibration.h"
#include "phenoStatisticsGuard.h"
#include "phenoThreads.h"

#include <algorithm>
#include <map>

namespace pheno
{
namespace
{
/** Row i of `from` becomes row `rowOf[crops[i]]` of `to`. */
void
CopyRows(const torch::Tensor &             from,
         const std::vector<std::int64_t> & crops,
         const std::vector<std::int64_t> & rowOf,
         std::vector<float> &              to)
{
  const torch::Tensor values = from.contiguous();
  const auto          width = static_cast<std::size_t>(values.size(1));
  for (std::size_t i = 0; i < crops.size(); ++i)
  {
    const auto row = static_cast<std::size_t>(rowOf[static_cast<std::size_t>(crops[i])]);
    std::copy_n(values.data_ptr<float>() + i * width, width, to.data() + row * width);
  }
}

void
ThrowWhenCancelled(const EmbeddingSettings & settings)
{
  if (settings.cancelled && settings.cancelled())
  {
    throw LearnError("cancelled");
  }
}

void
CheckSettings(const EmbeddingSettings & settings)
{
  DeviceOf(settings.device); // checks that it is there
  if (settings.batch_size < 1 || settings.threads < 1)
  {
    throw LearnError("embedding: expected batch_size and threads of at least 1, got " +
                     std::to_string(settings.batch_size) + " and " + std::to_string(settings.threads));
  }
}

void
CheckNorms(const EncoderModel & model)
{
  if (model.Description().architecture == "torchscript")
  {
    throw LearnError("recalibration: the norms of a TorchScript module cannot be reached; it embeds with its own "
                     "statistics alone");
  }
}

/** Sorted indices of the controls that are used: all, or a sample. */
std::vector<std::int64_t>
SampleControls(const std::vector<std::int64_t> & controls, const EmbeddingSettings & settings)
{
  const std::int64_t size = settings.control_sample_size;
  if (size <= 0 || static_cast<std::int64_t>(controls.size()) <= size)
  {
    return controls;
  }
  std::vector<std::int64_t> order = Draws({ settings.seed }).Permutation(static_cast<std::int64_t>(controls.size()));
  order.resize(static_cast<std::size_t>(size));
  std::sort(order.begin(), order.end());
  for (std::int64_t & index : order)
  {
    index = controls[static_cast<std::size_t>(index)];
  }
  return order;
}

/** Type and device of images. */
torch::TensorOptions
ImageOptions(const std::string & precision, const EmbeddingSettings & settings)
{
  return torch::TensorOptions(learn::ComputeType(precision)).device(DeviceOf(settings.device));
}

std::string
PrecisionOf(const EncoderModel & model, const EmbeddingSettings & settings)
{
  return ResolvePrecision(settings.precision, settings.device, model.Description().architecture);
}

/** Embeds crops into rows `rowOf(i)` of the result. */
void
EmbedInto(EncoderModel &                    model,
          const CropSource &                crops,
          const std::vector<std::int64_t> & rowOf,
          const EmbeddingSettings &         settings,
          Embeddings &                      out)
{
  const at::NoGradGuard      guard;
  const std::int64_t         total = crops.Size();
  const std::int64_t         batches = (total + settings.batch_size - 1) / settings.batch_size;
  const torch::TensorOptions images = ImageOptions(out.precision, settings);
  const auto                 plan = [&](std::int64_t number) {
    learn::BatchRequest request;
    for (std::int64_t i = number * settings.batch_size; i < std::min(total, (number + 1) * settings.batch_size); ++i)
    {
      request.crops.push_back(i);
    }
    return request;
  };
  const learn::FoldedEvaluation folded(model.Network(), images);
  learn::BatchLoader loader(crops, { model.Description().scaling, {}, 0, settings.loader_threads }, plan, 0, batches);
  learn::Batch       batch;
  while (loader.Next(batch))
  {
    const Encoder::Output output = model.Network().Forward(learn::ImagesOf(batch.images, crops.Shape(), images));
    const torch::Tensor   features = output.features.cpu();
    CopyRows(
      model.Description().embedding == "head" ? output.embedding.cpu() : features, batch.crops, rowOf, out.values);
    if (settings.features)
    {
      CopyRows(features, batch.crops, rowOf, out.features);
    }
    out.rows += static_cast<std::int64_t>(batch.crops.size());
    if (settings.on_progress)
    {
      settings.on_progress(static_cast<double>(out.rows) * static_cast<double>(out.width) /
                           static_cast<double>(out.values.size()));
    }
    ThrowWhenCancelled(settings);
  }
}

Embeddings
MakeEmbeddings(const EncoderModel & model, std::int64_t rows, const EmbeddingSettings & settings)
{
  Embeddings out;
  out.width = model.EmbeddingWidth();
  out.values.resize(static_cast<std::size_t>(rows * out.width));
  out.precision = PrecisionOf(model, settings);
  if (settings.features)
  {
    out.feature_width = model.Network().FeatureWidth();
    out.features.resize(static_cast<std::size_t>(rows * out.feature_width));
  }
  return out;
}

std::vector<std::int64_t>
Range(std::int64_t n)
{
  std::vector<std::int64_t> all(static_cast<std::size_t>(n));
  std::iota(all.begin(), all.end(), std::int64_t{ 0 });
  return all;
}
} // namespace

Embeddings
Embed(EncoderModel &                   model,
      const CropSource &               crops,
      const std::vector<std::string> & channels,
      const EmbeddingSettings &        settings)
{
  CheckSettings(settings);
  model.RequireFits(crops.Shape(), channels);
  learn::UseThreads(settings.threads, !model.Network().IsConvolutional());
  const learn::OnDevice stay(model.Network(), DeviceOf(settings.device));
  Embeddings            out = MakeEmbeddings(model, crops.Size(), settings);
  EmbedInto(model, crops, Range(crops.Size()), settings, out);
  return out;
}

void
RecalibrateToControls(EncoderModel &                    model,
                      const CropSource &                crops,
                      const std::vector<std::int64_t> & controls,
                      const std::string &               plate,
                      const EmbeddingSettings &         settings)
{
  CheckSettings(settings);
  CheckNorms(model);
  if (controls.empty())
  {
    throw LearnError("plate '" + plate + "' has no control crop to recalibrate the batch norms with");
  }
  learn::UseThreads(settings.threads, !model.Network().IsConvolutional());
  const SubsetCropSource     sample(crops, SampleControls(controls, settings));
  const torch::TensorOptions images = ImageOptions(PrecisionOf(model, settings), settings);
  const CropShape &          shape = crops.Shape();
  Augmentation               scaler(shape, model.Description().scaling, {});
  std::vector<float>         pixels;
  std::vector<std::byte>     scratch;
  ImageChunks                chunks;
  chunks.count = (sample.Size() + settings.batch_size - 1) / settings.batch_size;
  chunks.load = [&](std::int64_t chunk) {
    ThrowWhenCancelled(settings);
    const std::int64_t first = chunk * settings.batch_size;
    const std::int64_t end = std::min(sample.Size(), first + settings.batch_size);
    pixels.resize(static_cast<std::size_t>(end - first) * shape.Pixels());
    for (std::int64_t i = first; i < end; ++i)
    {
      scaler.Scale(sample.Read(i, scratch), pixels.data() + static_cast<std::size_t>(i - first) * shape.Pixels());
    }
    return learn::ImagesOf(pixels, shape, images);
  };
  const learn::OnDevice stay(model.Network(), images.device());
  try
  {
    RecalibrateNorms(model.Network(), chunks, settings.recalibration_bytes);
  }
  catch (const LearnError & error)
  {
    throw LearnError("plate '" + plate + "': " + error.what());
  }
}

Embeddings
EmbedPlates(EncoderModel &                   model,
            const CropSource &               crops,
            const std::vector<std::string> & channels,
            const std::vector<std::string> & plate_of_crop,
            const std::vector<bool> &        is_control,
            const EmbeddingSettings &        settings)
{
  CheckSettings(settings);
  CheckNorms(model);
  model.RequireFits(crops.Shape(), channels);
  const auto size = static_cast<std::size_t>(crops.Size());
  if (plate_of_crop.size() != size || is_control.size() != size)
  {
    throw LearnError("embedding: " + std::to_string(size) + " crops, " + std::to_string(plate_of_crop.size()) +
                     " plate names and " + std::to_string(is_control.size()) + " control flags");
  }
  struct Plate
  {
    std::vector<std::int64_t> crops, controls;
  };
  std::map<std::string, Plate> plates;
  for (std::size_t i = 0; i < size; ++i)
  {
    Plate & plate = plates[plate_of_crop[i]];
    plate.crops.push_back(static_cast<std::int64_t>(i));
    if (is_control[i])
    {
      plate.controls.push_back(static_cast<std::int64_t>(i));
    }
  }
  std::string without;
  for (const auto & [name, plate] : plates)
  {
    without += plate.controls.empty() ? (without.empty() ? "'" : ", '") + name + "'" : "";
  }
  if (!without.empty())
  {
    throw LearnError("no control crop to recalibrate the batch norms with on plate " + without);
  }
  const learn::OnDevice        stay(model.Network(), DeviceOf(settings.device));
  const learn::StatisticsGuard guard(model.Network());
  Embeddings                   out = MakeEmbeddings(model, crops.Size(), settings);
  for (const auto & [name, plate] : plates)
  {
    RecalibrateToControls(model, crops, plate.controls, name, settings);
    EmbedInto(model, SubsetCropSource(crops, plate.crops), plate.crops, settings, out);
  }
  return out;
}
} // namespace pheno
