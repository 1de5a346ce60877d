#ifndef phenoParallel_h
#define phenoParallel_h

#include <cstddef>
#include <functional>

namespace pheno::simulate
{
/** Runs work(0) .. work(count - 1) on up to `threads` threads. The first exception stops further items from being
 * started and is thrown again here once all threads have ended. */
void
ForEachItem(std::size_t count, unsigned threads, const std::function<void(std::size_t)> & work);
} // namespace pheno::simulate

#endif
