#ifndef phenoExecutePeak_h
#define phenoExecutePeak_h

#include <cstddef>
#include <map>

namespace pheno
{
/** How much memory the process had at most while a task ran. Tasks that run at the same time share what they see. One
 * caller at a time. */
class PeakMemory
{
public:
  void
  Started(std::size_t task);
  /** Megabytes (2^20) of resident memory. */
  long
  Ended(std::size_t task);

private:
  void
  Note();

  std::map<std::size_t, long> m_PeakMb; ///< of running tasks
};
} // namespace pheno

#endif
