#include "phenoRankProcess.h"
#include "phenoRankError.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

namespace pheno::ranks
{
namespace
{
std::vector<char *>
Pointers(const std::vector<std::string> & words)
{
  std::vector<char *> pointers;
  for (const std::string & word : words)
  {
    pointers.push_back(const_cast<char *>(word.c_str())); // posix_spawn does not write
  }
  pointers.push_back(nullptr);
  return pointers;
}

std::string
LastLine(const std::string & path)
{
  std::ifstream file(path);
  std::string   last;
  for (std::string line; std::getline(file, line);)
  {
    if (line.find_first_not_of(" \t\r") != std::string::npos)
    {
      last = line;
    }
  }
  return last;
}
} // namespace

RankProcess::RankProcess(const std::vector<std::string> & words,
                         const std::vector<std::string> & environment,
                         const std::string &              log,
                         std::function<void()>            ended)
  : m_Log(log)
{
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0666);
  posix_spawn_file_actions_adddup2(&files, 1, 2);
  sigset_t none, ending;
  sigemptyset(&none);
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  posix_spawnattr_t attributes; // a rank can be ended even where this process blocks or ignores SIGTERM
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &ending);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  const int error = posix_spawn(
    &m_Process, words.front().c_str(), &files, &attributes, Pointers(words).data(), Pointers(environment).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0)
  {
    throw RankError("ranks: " + words.front() + " cannot be started: " + std::strerror(error));
  }
  m_Watch = std::thread([this, ended = std::move(ended)] { this->Watch(ended); });
}

RankProcess::~RankProcess()
{
  m_Watch.join();
}

void
RankProcess::Watch(const std::function<void()> & ended)
{
  siginfo_t info;
  while (waitid(P_PID, static_cast<id_t>(m_Process), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR)
  {}
  {
    const std::lock_guard lock(m_Mutex); // between its end and that its number is free, nobody signals
    waitpid(m_Process, &m_Status, 0);
    m_Ended = true;
  }
  ended();
}

void
RankProcess::Signal(int signal)
{
  const std::lock_guard lock(m_Mutex);
  if (!m_Ended)
  {
    kill(m_Process, signal);
  }
}

std::string
RankProcess::Failure() const
{
  const std::lock_guard lock(m_Mutex);
  if (!m_Ended || m_Status == 0)
  {
    return "";
  }
  const std::string how = WIFSIGNALED(m_Status) ? "was ended by signal " + std::to_string(WTERMSIG(m_Status)) + " (" +
                                                    strsignal(WTERMSIG(m_Status)) + ")"
                                                : "ended with exit code " + std::to_string(WEXITSTATUS(m_Status));
  const std::string last = LastLine(m_Log);
  return last.empty() ? how : how + "; it last printed: " + last;
}
} // namespace pheno::ranks
