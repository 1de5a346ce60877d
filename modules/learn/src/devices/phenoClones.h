#ifndef phenoClones_h
#define phenoClones_h

/** Before a loop over numbers: the compiler makes one clone of the function a processor class; without fused
 * multiply-add all give the same bits. */
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#  define PHENO_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#  define PHENO_CLONES
#endif

#endif
