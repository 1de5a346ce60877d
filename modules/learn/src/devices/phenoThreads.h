#ifndef phenoThreads_h
#define phenoThreads_h

namespace pheno::learn
{
/** Threads of this process's tensor operations on the processor.
 *
 * OpenBLAS keeps threads of its own, which wait for work by spinning and so take the processor from the convolutions
 * between two products.
 * \param largeProducts OpenBLAS gets as many threads, too (transformers); else one (convolutions with a small head) */
void
UseThreads(int threads, bool largeProducts);
} // namespace pheno::learn

#endif
