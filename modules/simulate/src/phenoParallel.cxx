#include "phenoParallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace pheno::simulate
{
void
ForEachItem(std::size_t count, unsigned threads, const std::function<void(std::size_t)> & work)
{
  std::atomic<std::size_t> next{ 0 };
  std::atomic<bool>        stop{ false };
  std::exception_ptr       failure;
  std::mutex               mutex;
  const auto               run = [&] {
    for (std::size_t item = next++; item < count && !stop; item = next++)
    {
      try
      {
        work(item);
      }
      catch (...)
      {
        const std::lock_guard lock(mutex);
        failure = failure ? failure : std::current_exception();
        stop = true;
      }
    }
  };
  std::vector<std::thread> pool;
  const auto               wanted = std::min<std::size_t>(std::max(1U, threads), count);
  for (std::size_t i = 1; i < wanted; ++i)
  {
    pool.emplace_back(run);
  }
  run();
  for (auto & thread : pool)
  {
    thread.join();
  }
  if (failure)
  {
    std::rethrow_exception(failure);
  }
}
} // namespace pheno::simulate
