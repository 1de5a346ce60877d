#ifndef phenoProcessorClones_h
#define phenoProcessorClones_h

// Compiles a hot loop for several instruction sets and picks one when the library loads. Without fused multiply-add and
// with the lanes spelled out, every clone gives the same bits.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#  define PHENO_PROCESSOR_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#  define PHENO_PROCESSOR_CLONES
#endif

namespace pheno
{
/** Eight doubles that are computed side by side. */
using Lanes = double __attribute__((vector_size(64)));
inline constexpr int kLanes = 8;
} // namespace pheno

#endif
