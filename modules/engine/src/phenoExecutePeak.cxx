#include "phenoExecutePeak.h"

#include <algorithm>
#include <fstream>
#include <string>

#include <sys/resource.h>

namespace pheno
{
namespace
{
/** Resident memory's high-water mark since it was last reset. */
long
HighWaterMb()
{
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
  {
    if (word == "VmHWM:")
    {
      long kilobytes = 0;
      status >> kilobytes;
      return kilobytes / 1024;
    }
  }
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

/** Without the right to do so the mark stays that of the whole process. */
void
ResetHighWater()
{
  std::ofstream("/proc/self/clear_refs") << "5";
}
} // namespace

void
PeakMemory::Note()
{
  const long peak = HighWaterMb();
  for (auto & [task, mb] : m_PeakMb)
  {
    mb = std::max(mb, peak);
  }
  ResetHighWater();
}

void
PeakMemory::Started(std::size_t task)
{
  Note();
  m_PeakMb[task] = 0;
}

long
PeakMemory::Ended(std::size_t task)
{
  Note();
  const long peak = m_PeakMb[task];
  m_PeakMb.erase(task);
  return peak;
}
} // namespace pheno
