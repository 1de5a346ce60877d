#ifndef phenoProcess_h
#define phenoProcess_h

#include <cerrno>
#include <stdexcept>
#include <string>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pheno::test
{
/** A program that runs beside the test, so that the test can read along, signal and kill it. */
class Process
{
public:
  /** `words`: the program's path and its arguments. */
  explicit Process(std::vector<std::string> words)
  {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
    {
      throw std::runtime_error("no pipe can be made");
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
      ::dup2(ends[1], 2);
      ::execv(arguments[0], arguments.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    m_Output = ends[0];
  }
  ~Process()
  {
    Kill();
    ::close(m_Output);
  }
  Process(const Process &) = delete;
  Process &
  operator=(const Process &) = delete;

  /** The next line of what it prints (both streams); false at the end. */
  bool
  Line(std::string & line)
  {
    line.clear();
    char    letter = 0;
    ssize_t count = 0;
    while ((count = ::read(m_Output, &letter, 1)) == 1 || (count < 0 && errno == EINTR))
    {
      if (count == 1 && letter == '\n')
      {
        return true;
      }
      line += count == 1 ? std::string(1, letter) : "";
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
  void
  Signal(int signal) const
  {
    if (m_Process > 0)
    {
      ::kill(m_Process, signal);
    }
  }
  /** kill -9, and waits. */
  void
  Kill()
  {
    Signal(SIGKILL);
    Wait();
  }
  /** Waits for the end. Exit code, 128 + n after signal n, as a shell says it. */
  int
  Wait()
  {
    if (m_Process > 0)
    {
      int status = 0;
      while (::waitpid(m_Process, &status, 0) < 0 && errno == EINTR)
      {}
      m_Process = 0;
      m_Code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    return m_Code;
  }

private:
  pid_t m_Process = 0;
  int   m_Output = -1;
  int   m_Code = -1;
};
} // namespace pheno::test

#endif
