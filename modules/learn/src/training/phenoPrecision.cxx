#include "phenoPrecision.h"
#include "phenoLearnError.h"

#if defined(__x86_64__)
#  include <cpuid.h>
#endif

namespace pheno
{
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
ResolvePrecision(const std::string & asked)
{
  if (asked == "auto")
  {
    return HasBfloat16Units() ? "bfloat16" : "float32";
  }
  if (asked != "float32" && asked != "bfloat16")
  {
    throw LearnError("precision: expected \"float32\", \"bfloat16\" or \"auto\", got \"" + asked + "\"");
  }
  return asked;
}
} // namespace pheno
