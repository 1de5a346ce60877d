#ifndef phenoRankProcess_h
#define phenoRankProcess_h

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <sys/types.h>

namespace pheno::ranks
{
/** A process that was started, watched by a thread until its end. */
class RankProcess
{
public:
  /** \param words the program and its arguments  \param environment "NAME=value", all of it
   * \param log takes what it prints on both streams  \param ended called on the watching thread
   * \throws RankError when it cannot be started */
  RankProcess(const std::vector<std::string> & words,
              const std::vector<std::string> & environment,
              const std::string &              log,
              std::function<void()>            ended);
  /** Waits for the end. */
  ~RankProcess();
  RankProcess(const RankProcess &) = delete;
  RankProcess &
  operator=(const RankProcess &) = delete;

  /** Nothing happens to a process that has ended. */
  void
  Signal(int signal);

  /** Empty unless it ended otherwise than with exit code 0; then how, with the last line that it printed. */
  std::string
  Failure() const;

private:
  void
  Watch(const std::function<void()> & ended);

  std::string        m_Log;
  pid_t              m_Process = 0;
  mutable std::mutex m_Mutex;
  bool               m_Ended = false; ///< its number may belong to another process
  int                m_Status = 0;    ///< of waitpid
  std::thread        m_Watch;
};
} // namespace pheno::ranks

#endif
