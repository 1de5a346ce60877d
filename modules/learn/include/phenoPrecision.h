#ifndef phenoPrecision_h
#define phenoPrecision_h

#include <string>

namespace pheno
{
/** True when the processor multiplies bfloat16 in hardware (AVX-512 BF16 or AMX). Without, bfloat16 convolutions are
 * many times slower than float32 ones. */
bool
HasBfloat16Units();

/** "float32" or "bfloat16" for what was asked: one of these, or "auto" (bfloat16 exactly where HasBfloat16Units).
 * \throws LearnError for any other word */
std::string
ResolvePrecision(const std::string & asked);
} // namespace pheno

#endif
