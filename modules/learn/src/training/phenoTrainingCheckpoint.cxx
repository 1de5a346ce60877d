#include "phenoTrainingCheckpoint.h"
#include "phenoFiles.h"
#include "phenoLearnError.h"
#include "phenoTensorFile.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace pheno::learn
{
namespace
{
using Json = nlohmann::json;

/** JSON has no numbers that are not finite. */
Json
OrNull(double number)
{
  return std::isfinite(number) ? Json(number) : Json();
}

double
NumberOr(const Json & json, double other)
{
  return json.is_null() ? other : json.get<double>();
}

Json
ToJson(const TrainingPosition & position)
{
  Json rows = Json::array();
  for (const HistoryRow & row : position.history)
  {
    rows.push_back({ row.epoch, row.step, row.loss, row.learning_rate, OrNull(row.validation_loss), row.seconds });
  }
  return { { "step", position.step },
           { "seconds", position.seconds },
           { "loss_sum", position.loss_sum },
           { "loss_count", position.loss_count },
           { "best_loss", OrNull(position.best_loss) },
           { "epochs_without_gain", position.epochs_without_gain },
           { "history", rows } };
}

TrainingPosition
FromJson(const Json & json)
{
  TrainingPosition position;
  json.at("step").get_to(position.step);
  json.at("seconds").get_to(position.seconds);
  json.at("loss_sum").get_to(position.loss_sum);
  json.at("loss_count").get_to(position.loss_count);
  position.best_loss = NumberOr(json.at("best_loss"), position.best_loss);
  json.at("epochs_without_gain").get_to(position.epochs_without_gain);
  for (const Json & row : json.at("history"))
  {
    const double none = std::numeric_limits<double>::quiet_NaN();
    position.history.push_back({ row.at(0), row.at(1), row.at(2), row.at(3), NumberOr(row.at(4), none), row.at(5) });
  }
  return position;
}
} // namespace

std::string
ToText(const TrainingPosition & position)
{
  return ToJson(position).dump();
}

TrainingPosition
PositionFromText(const std::string & text)
{
  return FromJson(Json::parse(text));
}

std::string
IdentityOf(const TrainingData & data, const TrainingSettings & settings, const std::string & precision)
{
  const auto digest = [](const auto & numbers) {
    std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a
    for (const auto number : numbers)
    {
      hash = (hash ^ static_cast<std::uint64_t>(number)) * 0x100000001b3;
    }
    return hash;
  };
  const CropShape & shape = data.crops->Shape();
  return nlohmann::json{
    { "settings", ToJson(settings) },
    { "precision", precision },
    { "crops", { data.crops->Size(), shape.channels, shape.height, shape.width, NameOf(shape.type) } },
    { "channels", data.channels },
    { "script", digest(data.script.empty() ? std::string() : ReadWholeFile(data.script)) },
    { "scaling", ToJson(data.scaling) },
    { "class_names", data.class_names },
    { "class_of_crop", digest(data.class_of_crop) },
    { "is_control", digest(data.is_control) },
    { "group_of_crop", digest(data.group_of_crop) },
    { "validation", digest(data.validation.class_of_crop) }
  }.dump();
}

TrainingCheckpoint::TrainingCheckpoint(std::string folder, std::string identity)
  : m_Path(folder.empty() ? "" : folder + "/training.safetensors")
  , m_Identity(std::move(identity))
{
  if (!folder.empty())
  {
    MakeFolders(folder);
  }
}

void
TrainingCheckpoint::Save(const TrainingPosition & position, const std::vector<NamedTensor> & tensors) const
{
  if (!m_Path.empty())
  {
    TensorFile file;
    file.tensors = tensors;
    file.texts = { { "identity", m_Identity }, { "position", ToText(position) } };
    file.Write(m_Path);
  }
}

bool
TrainingCheckpoint::Restore(TrainingPosition &               position,
                            const std::vector<NamedTensor> & tensors,
                            std::string &                    note) const
{
  if (m_Path.empty() || !FileExists(m_Path))
  {
    return false;
  }
  try
  {
    const TensorFile file = TensorFile::Read(m_Path);
    if (file.texts.at("identity") != m_Identity)
    {
      note = m_Path + " belongs to another training and is replaced";
      return false;
    }
    const TrainingPosition found = PositionFromText(file.texts.at("position"));
    const at::NoGradGuard  guard;
    for (const NamedTensor & entry : tensors)
    {
      if (file.At(entry.name).sizes() != entry.tensor.sizes())
      {
        throw LearnError("tensor '" + entry.name + "' has another shape");
      }
    }
    for (const NamedTensor & entry : tensors)
    {
      entry.tensor.copy_(file.At(entry.name));
    }
    position = found;
    return true;
  }
  catch (const std::exception & error)
  {
    note = m_Path + " cannot be used (" + error.what() + ") and is replaced";
    return false;
  }
}
} // namespace pheno::learn
