#include "phenoEncoderModel.h"
#include "phenoEncoder.h"
#include "phenoFiles.h"
#include "phenoLearnError.h"
#include "phenoScriptedEncoder.h"
#include "phenoTensorFile.h"

#include <cstring>

namespace pheno
{
namespace
{
using Json = nlohmann::json;

constexpr auto kFormat = "pheno.encoder";
constexpr int  kVersion = 1;

std::string
Quoted(const std::vector<std::string> & names)
{
  return Json(names).dump();
}

std::string
Size(int height, int width, PixelType type)
{
  return std::to_string(height) + " x " + std::to_string(width) + " px " + NameOf(type);
}

PixelType
PixelTypeOf(const std::string & name)
{
  for (const PixelType type : { PixelType::kUInt8, PixelType::kUInt16, PixelType::kFloat32 })
  {
    if (NameOf(type) == name)
    {
      return type;
    }
  }
  throw LearnError("pixel type: expected uint8, uint16 or float32, got '" + name + "'");
}

Json
ToJson(const ModelDescription & d)
{
  return { { "format", kFormat },
           { "version", kVersion },
           { "architecture", d.architecture },
           { "channels", d.channels },
           { "crop", { { "height_px", d.height }, { "width_px", d.width }, { "pixel_type", NameOf(d.pixel_type) } } },
           { "input_scaling", pheno::ToJson(d.scaling) },
           { "embed_dim", d.embed_dim },
           { "embedding", d.embedding },
           { "objective", d.objective },
           { "precision", d.precision },
           { "seed", d.seed },
           { "steps", d.steps },
           { "training", d.training },
           { "class_names", d.class_names } };
}

ModelDescription
FromJson(const Json & json)
{
  if (json.at("format") != kFormat || json.at("version") != kVersion)
  {
    throw LearnError("expected format " + std::string(kFormat) + " version " + std::to_string(kVersion) + ", got " +
                     json.at("format").dump() + " version " + json.at("version").dump());
  }
  ModelDescription d;
  json.at("architecture").get_to(d.architecture);
  json.at("channels").get_to(d.channels);
  json.at("crop").at("height_px").get_to(d.height);
  json.at("crop").at("width_px").get_to(d.width);
  d.pixel_type = PixelTypeOf(json.at("crop").at("pixel_type").get<std::string>());
  d.scaling = InputScalingFromJson(json.at("input_scaling"), static_cast<int>(d.channels.size()));
  json.at("embed_dim").get_to(d.embed_dim);
  json.at("embedding").get_to(d.embedding);
  json.at("objective").get_to(d.objective);
  json.at("precision").get_to(d.precision);
  json.at("seed").get_to(d.seed);
  json.at("steps").get_to(d.steps);
  d.training = json.at("training");
  d.treatments = json.value("treatments", Json());
  json.at("class_names").get_to(d.class_names);
  if (d.embedding != "head" && d.embedding != "features")
  {
    throw LearnError("embedding: expected \"head\" or \"features\", got \"" + d.embedding + "\"");
  }
  return d;
}

std::vector<float>
ReadClassVectors(const std::string & path, const ModelDescription & d)
{
  const torch::Tensor table = TensorFile::Read(path).At("class_vectors");
  const auto          classes = static_cast<std::int64_t>(d.class_names.size());
  if (table.dim() != 2 || table.size(0) != classes || table.size(1) != d.embed_dim ||
      table.scalar_type() != torch::kFloat32)
  {
    throw LearnError(path + ": expected " + std::to_string(classes) + " x " + std::to_string(d.embed_dim) +
                     " float32 class vectors");
  }
  return std::vector<float>(table.data_ptr<float>(), table.data_ptr<float>() + table.numel());
}
} // namespace

EncoderModel::EncoderModel(ModelDescription         description,
                           std::shared_ptr<Encoder> encoder,
                           std::vector<float>       class_vectors)
  : m_Description(std::move(description))
  , m_Encoder(std::move(encoder))
  , m_ClassVectors(std::move(class_vectors))
{}

EncoderModel
EncoderModel::Load(const std::string & folder)
{
  const std::string path = folder + "/model.json";
  ModelDescription  description;
  EncoderSettings   settings;
  try
  {
    const Json json = Json::parse(learn::ReadWholeFile(path));
    description = FromJson(json);
    settings.architecture = description.architecture;
    settings.in_channels = static_cast<int>(description.channels.size());
    settings.embed_dim = description.embed_dim;
    settings.script = { ScriptedEncoder::ScriptIn(folder), description.height, description.width };
    ReadFurtherSettings(json.value("encoder", Json::object()), settings);
  }
  catch (const Json::exception & error)
  {
    throw LearnError(path + ": " + error.what());
  }
  catch (const LearnError & error)
  {
    throw LearnError(path + ": " + error.what());
  }
  const std::shared_ptr<Encoder> encoder = MakeEncoder(settings);
  const std::string              weights = folder + "/weights.safetensors";
  try
  {
    encoder->LoadState(TensorFile::Read(weights).tensors);
  }
  catch (const LearnError & error)
  {
    throw LearnError(weights + ": " + error.what());
  }
  std::vector<float> classVectors;
  if (!description.class_names.empty())
  {
    classVectors = ReadClassVectors(folder + "/class_vectors.safetensors", description);
  }
  return EncoderModel(std::move(description), encoder, std::move(classVectors));
}

void
EncoderModel::Save(const std::string & folder) const
{
  learn::MakeFolders(folder);
  TensorFile weights;
  weights.tensors = m_Encoder->State();
  weights.Write(folder + "/weights.safetensors");
  m_Encoder->SaveParts(folder);
  if (!m_Description.class_names.empty())
  {
    torch::Tensor table =
      torch::empty({ static_cast<std::int64_t>(m_Description.class_names.size()), m_Description.embed_dim });
    std::memcpy(table.data_ptr<float>(), m_ClassVectors.data(), m_ClassVectors.size() * sizeof(float));
    TensorFile vectors;
    vectors.tensors = { { "class_vectors", table } };
    vectors.Write(folder + "/class_vectors.safetensors");
  }
  Json       json = ToJson(m_Description);
  const Json further = FurtherSettingsToJson(m_Encoder->Settings());
  if (!further.empty())
  {
    json["encoder"] = further;
  }
  if (!m_Description.treatments.is_null())
  {
    json["treatments"] = m_Description.treatments;
  }
  learn::WriteFileAtomically(folder + "/model.json", { json.dump(2) + "\n" });
}

int
EncoderModel::EmbeddingWidth() const
{
  return m_Description.embedding == "head" ? m_Encoder->EmbedDim() : m_Encoder->FeatureWidth();
}

void
EncoderModel::RequireFits(const CropShape & shape, const std::vector<std::string> & channels) const
{
  const ModelDescription & d = m_Description;
  if (channels != d.channels)
  {
    throw LearnError("the model was trained on channels " + Quoted(d.channels) + ", the crops have " +
                     Quoted(channels));
  }
  if (shape.channels != static_cast<int>(channels.size()))
  {
    throw LearnError("the crops have " + std::to_string(shape.channels) + " planes and the channel names " +
                     Quoted(channels));
  }
  if (shape.height != d.height || shape.width != d.width || shape.type != d.pixel_type)
  {
    throw LearnError("the model was trained on crops of " + Size(d.height, d.width, d.pixel_type) + ", these are " +
                     Size(shape.height, shape.width, shape.type));
  }
}
} // namespace pheno
