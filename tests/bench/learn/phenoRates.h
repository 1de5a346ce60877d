#ifndef phenoRates_h
#define phenoRates_h

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>

namespace pheno::bench
{
/** Work a second and a CPU second (of all threads) since a start. */
class Clocks
{
public:
  void
  Print(std::int64_t items) const
  {
    const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_Wall).count();
    const double cpu = static_cast<double>(std::clock() - m_Cpu) / CLOCKS_PER_SEC;
    std::printf("%.2f %.2f\n", static_cast<double>(items) / wall, static_cast<double>(items) / cpu);
  }

private:
  std::chrono::steady_clock::time_point m_Wall = std::chrono::steady_clock::now();
  std::clock_t                          m_Cpu = std::clock();
};
} // namespace pheno::bench

#endif
