#include "phenoPrecision.h"
#include "phenoDevice.h"
#include "phenoLearnError.h"

#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/DeviceGuard.h>

#if defined(__x86_64__)
#  include <cpuid.h>
#endif

namespace pheno
{
namespace
{
bool
MultipliesBfloat16(const torch::Device & device)
{
  if (device.is_cpu())
  {
    return HasBfloat16Units();
  }
  const c10::DeviceGuard guard(device);
  return at::detail::getCUDAHooks().supportsBFloat16ConvolutionWithCuDNNv8();
}
} // namespace

bool
HasBfloat16Units()
{
#if defined(__x86_64__)
  // Leaf 7: sub-leaf 1 EAX bit 5 is AVX512_BF16, sub-leaf 0 EDX bit 22 is AMX-BF16; the system must save the registers.
  unsigned   a = 0, b = 0, c = 0, d = 0;
  const bool avx512 = __builtin_cpu_supports("avx512f") && __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a & (1U << 5));
  const bool amx = __builtin_cpu_supports("avx512f") && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d & (1U << 22));
  return avx512 || amx;
#else
  return false;
#endif
}

std::string
ResolvePrecision(const std::string & asked, const std::string & device, const std::string & architecture)
{
  const bool isScript = architecture == "torchscript";
  if (asked == "auto")
  {
    return !isScript && MultipliesBfloat16(DeviceOf(device)) ? "bfloat16" : "float32";
  }
  if (asked == "bfloat16" && isScript)
  {
    throw LearnError("precision: expected \"float32\" or \"auto\" for a TorchScript encoder, got \"bfloat16\"");
  }
  if (asked != "float32" && asked != "bfloat16")
  {
    throw LearnError("precision: expected \"float32\", \"bfloat16\" or \"auto\", got \"" + asked + "\"");
  }
  return asked;
}
} // namespace pheno
