#ifndef phenoProgram_h
#define phenoProgram_h

#include "phenoFolders.h"

#include <sys/wait.h>

#include <cstdio>
#include <stdexcept>
#include <string>

namespace pheno::test
{
/** What a program printed (both streams) and how it ended. */
struct Ended
{
  int         code = -1; ///< 128 + n for signal n, as a shell says it
  std::string output;
};

/** Runs a shell command and waits for it. */
inline Ended
Run(const std::string & command)
{
  std::FILE * pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr)
  {
    throw std::runtime_error("cannot run " + command);
  }
  Ended ended;
  char  buffer[4096];
  while (const std::size_t count = std::fread(buffer, 1, sizeof(buffer), pipe))
  {
    ended.output.append(buffer, count);
  }
  const int status = pclose(pipe);
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ended;
}

/** pheno-run of this build, with its words. */
inline Ended
PhenoRun(const std::string & words)
{
  return Run(std::string(kBinaryDir) + "/bin/pheno-run " + words);
}
} // namespace pheno::test

#endif
