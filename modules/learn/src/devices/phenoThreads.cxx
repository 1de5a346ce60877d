#include "phenoThreads.h"

#include <ATen/Parallel.h>

// Weak: absent where LibTorch has another BLAS, whose threads follow LibTorch's.
extern "C" void
openblas_set_num_threads(int) __attribute__((weak));

namespace pheno::learn
{
void
UseThreads(int threads, bool largeProducts)
{
  at::set_num_threads(threads);
  if (openblas_set_num_threads != nullptr)
  {
    openblas_set_num_threads(largeProducts ? threads : 1);
  }
}
} // namespace pheno::learn
