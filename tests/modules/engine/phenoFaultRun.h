#ifndef phenoFaultRun_h
#define phenoFaultRun_h

#include "phenoSmallScreen.h"

#include <string>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pheno::test
{
/** A run in a process of its own (engine_fault_driver). */
class FaultRun
{
public:
  FaultRun(const fs::path & workflow, const fs::path & store, const std::string & largestFile = "")
  {
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    std::vector<std::string> words = { std::string(PHENO_BINARY_DIR) + "/bin/engine_fault_driver",
                                       std::string(PHENO_BINARY_DIR) + "/test_nodes",
                                       workflow.string(),
                                       store.string(),
                                       "2" };
    if (!largestFile.empty())
    {
      words.push_back(largestFile);
    }
    std::vector<char *> arguments;
    for (std::string & word : words)
    {
      arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    m_Process = ::fork();
    if (m_Process == 0)
    {
      ::dup2(ends[1], 1);
      ::execv(arguments[0], arguments.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    m_Output = ends[0];
  }
  ~FaultRun()
  {
    Kill();
    ::close(m_Output);
  }
  FaultRun(const FaultRun &) = delete;
  FaultRun &
  operator=(const FaultRun &) = delete;

  /** The next line of its output; false at the end. */
  bool
  Line(std::string & line)
  {
    line.clear();
    char letter = 0;
    while (::read(m_Output, &letter, 1) == 1)
    {
      if (letter == '\n')
      {
        return true;
      }
      line += letter;
    }
    return false;
  }
  std::vector<std::string>
  AllLines()
  {
    std::vector<std::string> lines;
    for (std::string line; Line(line);)
    {
      lines.push_back(line);
    }
    return lines;
  }
  /** kill -9 */
  void
  Kill()
  {
    if (m_Process > 0)
    {
      ::kill(m_Process, SIGKILL);
      Wait();
    }
  }
  /** Exit code; -1 when it was killed. */
  int
  Wait()
  {
    int status = 0;
    ::waitpid(m_Process, &status, 0);
    m_Process = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

private:
  pid_t m_Process = 0;
  int   m_Output = -1;
};
} // namespace pheno::test

#endif
