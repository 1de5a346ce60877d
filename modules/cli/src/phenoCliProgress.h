#ifndef phenoCliProgress_h
#define phenoCliProgress_h

#include "phenoExecute.h"

#include <chrono>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace pheno::cli
{
/** Shows how far a run is: one line that renews itself on a terminal, plain lines elsewhere (a line a finished step, a
 * failure, a log message, and a summary at most every half minute). Called under the executor's mutex. */
class ProgressLine
{
public:
  ProgressLine(const Plan & plan, std::size_t cached);

  void
  Started(std::size_t task);
  void
  Advanced(std::size_t task, double fraction);
  void
  Logged(std::size_t task, const std::string & message);
  void
  Ended(std::size_t task, const TaskResult & result);
  /** Clears the line. */
  void
  Finish();

private:
  using Clock = std::chrono::steady_clock;
  /** A step's progress. */
  struct StepCount
  {
    std::size_t total = 0;
    std::size_t ended = 0;
    std::size_t ran = 0; ///< ended and not from the store
    double      seconds = 0;
  };
  void
  Print(const std::string & line);
  void
  Draw(bool force);
  /** Seconds left, from what each step's tasks took and from the progress of those that run; negative while unknown. */
  double
  SecondsLeft() const;
  std::string
  Where(std::size_t task) const;

  const Plan &                             m_Plan;
  bool                                     m_Terminal;
  std::vector<StepCount>                   m_Steps;
  std::map<std::size_t, double>            m_Running; ///< task to fraction
  std::map<std::size_t, Clock::time_point> m_StartedAt;
  std::size_t                              m_Total = 0;
  std::size_t                              m_Ended = 0;
  std::size_t                              m_Quarantined = 0;
  std::size_t                              m_Failed = 0;
  Clock::time_point                        m_Begin;
  Clock::time_point                        m_LastDraw;
};

/** "1 h 02 min", "3 min 20 s", "12 s". */
std::string
Duration(double seconds);
} // namespace pheno::cli

#endif
