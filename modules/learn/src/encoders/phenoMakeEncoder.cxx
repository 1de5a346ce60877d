#include "phenoBagEncoder.h"
#include "phenoConvolutionEncoder.h"
#include "phenoEncoder.h"
#include "phenoLearnError.h"
#include "phenoResNet.h"
#include "phenoScriptedEncoder.h"
#include "phenoVisionTransformer.h"

#include <utility>

namespace pheno
{
namespace
{
using Maker = std::shared_ptr<Encoder> (*)(const EncoderSettings &, torch::ScalarType);

template <typename TEncoder>
std::shared_ptr<Encoder>
Make(const EncoderSettings & settings, torch::ScalarType type)
{
  return std::make_shared<TEncoder>(settings, type);
}

constexpr std::pair<const char *, Maker> kMakers[] = {
  { "resnet18", Make<ResNet> },
  { "resnet34", Make<ResNet> },
  { "resnet50", Make<ResNet> },
  { "resnet101", Make<ResNet> },
  { "resnet152", Make<ResNet> },
  { "cnn4", Make<ConvolutionEncoder> },
  { "vit", Make<VisionTransformer> },
  { "cross_channel_former", Make<BagEncoder> },
  { "torchscript", Make<ScriptedEncoder> },
};
} // namespace

const std::vector<std::string> &
EncoderNames()
{
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto & [name, maker] : kMakers)
    {
      all.push_back(name);
    }
    return all;
  }();
  return names;
}

std::shared_ptr<Encoder>
MakeEncoder(const EncoderSettings & settings, torch::ScalarType type)
{
  std::string known;
  for (const auto & [name, maker] : kMakers)
  {
    if (settings.architecture == name)
    {
      EncoderSettings checked;
      ReadFurtherSettings(FurtherSettingsToJson(settings), checked); // checks values that were set by hand
      return maker(settings, type);
    }
    known += (known.empty() ? "" : ", ") + std::string(name);
  }
  throw LearnError("unknown architecture '" + settings.architecture + "'; known are: " + known);
}
} // namespace pheno
