#ifndef phenoPrecision_h
#define phenoPrecision_h

#include <string>

namespace pheno
{
/** True when the processor multiplies bfloat16 in hardware (AVX-512 BF16 or AMX). Without, bfloat16 convolutions are
 * many times slower than float32 ones. */
bool
HasBfloat16Units();

/** "float32" or "bfloat16" for what was asked: one of these, or "auto" (bfloat16 exactly where the device multiplies in
 * it: HasBfloat16Units, or what LibTorch says of the GPU). A TorchScript encoder computes in float32 alone.
 * \param device "cpu" or "cuda:N" \throws LearnError for any other word, a device that is not there, or bfloat16 of a
 * TorchScript encoder */
std::string
ResolvePrecision(const std::string & asked, const std::string & device, const std::string & architecture);
} // namespace pheno

#endif
