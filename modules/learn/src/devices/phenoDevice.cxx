#include "phenoDevice.h"
#include "phenoLearnError.h"

#include <torch/cuda.h>

#include <cctype>

namespace pheno
{
namespace
{
constexpr std::string_view kGpu = "cuda:";
constexpr std::size_t      kMostDigits = 3;

/** The digits behind "cuda:"; empty for anything else. */
std::string
NumberOf(const std::string & name)
{
  const std::string number = name.compare(0, kGpu.size(), kGpu) == 0 ? name.substr(kGpu.size()) : "";
  for (const char c : number)
  {
    if (std::isdigit(static_cast<unsigned char>(c)) == 0)
    {
      return "";
    }
  }
  return number.size() <= kMostDigits ? number : "";
}
} // namespace

torch::Device
DeviceOf(const std::string & name)
{
  if (name == "cpu")
  {
    return torch::kCPU;
  }
  const std::string number = NumberOf(name);
  if (number.empty())
  {
    throw LearnError("device: expected \"cpu\" or \"cuda:N\", got \"" + name + "\"");
  }
  const std::size_t gpus = torch::cuda::device_count();
  const int         index = std::stoi(number);
  if (static_cast<std::size_t>(index) >= gpus)
  {
    throw LearnError("device: \"" + name + "\" is not there; LibTorch sees " + std::to_string(gpus) + " GPUs");
  }
  return { torch::kCUDA, static_cast<c10::DeviceIndex>(index) };
}
} // namespace pheno
