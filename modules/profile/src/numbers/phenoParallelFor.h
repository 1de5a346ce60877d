#ifndef phenoParallelFor_h
#define phenoParallelFor_h

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace pheno
{
/** Calls work(i) for i = 0..count-1 from up to `threads` threads. Each i must write only what is its own, so that the
 * result does not depend on who runs it. Rethrows the first exception. */
template <typename TWork>
void
ParallelFor(std::size_t count, unsigned threads, const TWork & work)
{
  std::atomic<std::size_t> next{ 0 };
  std::exception_ptr       failure;
  std::mutex               failureMutex;
  const auto               run = [&] {
    try
    {
      for (std::size_t i = next++; i < count; i = next++)
      {
        work(i);
      }
    }
    catch (...)
    {
      next = count;
      const std::lock_guard<std::mutex> lock(failureMutex);
      failure = failure ? failure : std::current_exception();
    }
  };
  std::vector<std::thread> helpers;
  for (unsigned i = 1; i < threads && i < count; ++i)
  {
    helpers.emplace_back(run);
  }
  run();
  for (std::thread & helper : helpers)
  {
    helper.join();
  }
  if (failure)
  {
    std::rethrow_exception(failure);
  }
}
} // namespace pheno

#endif
