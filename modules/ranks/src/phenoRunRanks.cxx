#include "phenoRunRanks.h"
#include "phenoRankError.h"
#include "phenoRankEnvironment.h"
#include "phenoRankProcess.h"

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <filesystem>
#include <map>
#include <memory>

#include <stdlib.h>
#include <unistd.h>

namespace pheno
{
namespace
{
/** A new, empty file of a name that no other start has had; removed with the object. */
class RendezvousFile
{
public:
  explicit RendezvousFile(const std::string & folder)
    : m_Path(folder + "/rendezvous-XXXXXX")
  {
    const int file = mkstemp(m_Path.data());
    if (file < 0)
    {
      throw RankError("ranks: cannot write in " + folder);
    }
    close(file);
  }
  ~RendezvousFile() { unlink(m_Path.c_str()); }
  RendezvousFile(const RendezvousFile &) = delete;
  RendezvousFile &
  operator=(const RendezvousFile &) = delete;

  const std::string &
  Path() const
  {
    return m_Path;
  }

private:
  std::string m_Path;
};

/** The environment of this process with a rank's place. */
std::vector<std::string>
EnvironmentOf(int rank, int ranks, const std::string & rendezvous)
{
  std::map<std::string, std::string> variables;
  for (char ** entry = environ; *entry != nullptr; ++entry)
  {
    const std::string text = *entry;
    const std::size_t equals = text.find('=');
    variables[text.substr(0, equals)] = equals == std::string::npos ? "" : text.substr(equals + 1);
  }
  variables[ranks::kRankVariable] = std::to_string(rank);
  variables[ranks::kRanksVariable] = std::to_string(ranks);
  variables[ranks::kRendezvousVariable] = rendezvous;
  variables[ranks::kLauncherVariable] = std::to_string(getpid());
  std::vector<std::string> environment;
  for (const auto & [name, value] : variables)
  {
    environment.push_back(name + "=" + value);
  }
  return environment;
}

/** The ranks of one start. */
class Ranks
{
public:
  Ranks(int ranks, const RankProgram & program)
    : m_Count(static_cast<std::size_t>(ranks))
    , m_Program(program)
    , m_Rendezvous(program.folder)
  {}

  /** Ends those that still run. */
  ~Ranks()
  {
    const auto allEnded = [this] { return m_EndOrder.size() == m_Processes.size(); };
    this->Signal(SIGTERM);
    {
      std::unique_lock lock(m_Mutex);
      m_Changed.wait_for(lock, std::chrono::duration<double>(m_Program.grace_seconds), allEnded);
    }
    this->Signal(SIGKILL);
  }
  Ranks(const Ranks &) = delete;
  Ranks &
  operator=(const Ranks &) = delete;

  bool
  Run()
  {
    std::vector<std::string> words = { m_Program.program };
    words.insert(words.end(), m_Program.arguments.begin(), m_Program.arguments.end());
    for (std::size_t rank = 0; rank < m_Count; ++rank)
    {
      const std::string name = std::to_string(rank);
      m_Processes.push_back(std::make_unique<ranks::RankProcess>(
        words,
        EnvironmentOf(static_cast<int>(rank), static_cast<int>(m_Count), m_Rendezvous.Path()),
        m_Program.folder + "/rank-" + name + ".log",
        [this, rank] { this->Ended(rank); }));
    }
    return this->Wait();
  }

private:
  void
  Ended(std::size_t rank)
  {
    {
      const std::lock_guard lock(m_Mutex);
      m_EndOrder.push_back(rank);
    }
    m_Changed.notify_all();
  }

  /** Until all have ended well, one has not, or it was cancelled (false). */
  bool
  Wait()
  {
    constexpr auto kPause = std::chrono::milliseconds(100);
    std::size_t    seen = 0;
    while (seen < m_Count)
    {
      if (m_Program.cancelled && m_Program.cancelled())
      {
        return false;
      }
      std::unique_lock lock(m_Mutex);
      m_Changed.wait_for(lock, kPause, [&] { return m_EndOrder.size() > seen; });
      for (; seen < m_EndOrder.size(); ++seen)
      {
        const std::size_t rank = m_EndOrder[seen];
        const std::string failure = m_Processes[rank]->Failure();
        if (!failure.empty())
        {
          throw RankError("rank " + std::to_string(rank) + " of " + std::to_string(m_Count) + " " + failure);
        }
      }
    }
    return true;
  }

  void
  Signal(int signal)
  {
    for (const auto & process : m_Processes)
    {
      process->Signal(signal);
    }
  }

  const std::size_t                                m_Count;
  const RankProgram &                              m_Program;
  RendezvousFile                                   m_Rendezvous;
  std::mutex                                       m_Mutex;
  std::condition_variable                          m_Changed;
  std::vector<std::size_t>                         m_EndOrder;
  std::vector<std::unique_ptr<ranks::RankProcess>> m_Processes; ///< last: their threads use the rest
};
} // namespace

bool
RunRanks(int ranks, const RankProgram & program)
{
  if (ranks < 1)
  {
    throw RankError("ranks: expected at least 1, got " + std::to_string(ranks));
  }
  std::error_code error;
  std::filesystem::create_directories(program.folder, error);
  if (error)
  {
    throw RankError("ranks: cannot make folder " + program.folder + ": " + error.message());
  }
  return Ranks(ranks, program).Run();
}
} // namespace pheno
