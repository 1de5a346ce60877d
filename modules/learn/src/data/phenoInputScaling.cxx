#include "phenoInputScaling.h"
#include "phenoLearnError.h"

#include <cmath>

namespace pheno
{
InputScaling
EightBitScaling(int channels)
{
  const auto n = static_cast<std::size_t>(channels);
  return { std::vector<float>(n, 127.5F), std::vector<float>(n, 1.0F / 255.0F) };
}

InputScaling
IdentityScaling(int channels)
{
  const auto count = static_cast<std::size_t>(channels);
  return { std::vector<float>(count, 0.0F), std::vector<float>(count, 1.0F) };
}

InputScaling
RangeScaling(const std::vector<double> & low, const std::vector<double> & high)
{
  if (low.size() != high.size())
  {
    throw LearnError("input range: " + std::to_string(low.size()) + " lower and " + std::to_string(high.size()) +
                     " upper bounds");
  }
  InputScaling scaling;
  for (std::size_t c = 0; c < low.size(); ++c)
  {
    if (!std::isfinite(low[c]) || !std::isfinite(high[c]) || high[c] < low[c])
    {
      throw LearnError("input range of channel " + std::to_string(c) + ": expected finite low <= high, got " +
                       nlohmann::json({ low[c], high[c] }).dump());
    }
    scaling.offset.push_back(static_cast<float>((low[c] + high[c]) / 2));
    scaling.scale.push_back(high[c] > low[c] ? static_cast<float>(1 / (high[c] - low[c])) : 0.0F);
  }
  return scaling;
}

nlohmann::json
ToJson(const InputScaling & scaling)
{
  return { { "offset", scaling.offset }, { "scale", scaling.scale } };
}

InputScaling
InputScalingFromJson(const nlohmann::json & json, int channels)
{
  InputScaling scaling;
  try
  {
    json.at("offset").get_to(scaling.offset);
    json.at("scale").get_to(scaling.scale);
  }
  catch (const nlohmann::json::exception &)
  {
    throw LearnError("input scaling: expected {\"offset\": [...], \"scale\": [...]}, got " + json.dump());
  }
  const auto n = static_cast<std::size_t>(channels);
  if (scaling.offset.size() != n || scaling.scale.size() != n)
  {
    throw LearnError("input scaling: expected " + std::to_string(channels) + " offsets and scales, got " + json.dump());
  }
  return scaling;
}
} // namespace pheno
