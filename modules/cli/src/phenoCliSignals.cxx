#include "phenoCliSignals.h"

#include <csignal>

#include <unistd.h>

namespace pheno::cli
{
namespace
{
std::atomic<bool> g_Cancelled{ false };
std::atomic<int>  g_Signal{ 0 };

extern "C" void
HandleSignal(int signal)
{
  if (g_Cancelled.exchange(true))
  {
    _exit(128 + signal);
  }
  g_Signal = signal;
  static constexpr char       message[] = "\nstopping; once more to leave at once\n";
  [[maybe_unused]] const auto written = write(STDERR_FILENO, message, sizeof(message) - 1);
}
} // namespace

const std::atomic<bool> &
CatchSignals()
{
  struct sigaction action = {};
  action.sa_handler = HandleSignal;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  return g_Cancelled;
}

int
SignalExitCode()
{
  return g_Signal == 0 ? 0 : 128 + g_Signal;
}
} // namespace pheno::cli
