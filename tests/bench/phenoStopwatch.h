#ifndef phenoStopwatch_h
#define phenoStopwatch_h

#include <sys/resource.h>

#include <chrono>

namespace pheno
{
/** Wall and CPU seconds (user and system, all threads) since it was started. */
class Stopwatch
{
public:
  void
  Start()
  {
    m_Wall = WallNow();
    m_Cpu = CpuNow();
  }
  double
  Wall() const
  {
    return WallNow() - m_Wall;
  }
  double
  Cpu() const
  {
    return CpuNow() - m_Cpu;
  }
  /** The most memory this process ever held. */
  static long
  PeakMegabytes()
  {
    return Usage().ru_maxrss / 1024;
  }

private:
  static rusage
  Usage()
  {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage;
  }
  static double
  WallNow()
  {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
  }
  static double
  CpuNow()
  {
    const auto seconds = [](const timeval & t) {
      return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
    };
    const rusage usage = Usage();
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }

  double m_Wall = WallNow();
  double m_Cpu = CpuNow();
};
} // namespace pheno

#endif
