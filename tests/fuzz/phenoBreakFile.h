#ifndef phenoBreakFile_h
#define phenoBreakFile_h

#include "phenoError.h"
#include "phenoTest.h"

#include "modules/io/phenoTestFiles.h"

#include <functional>
#include <string>
#include <sys/resource.h>

namespace pheno::test
{
/** How many broken copies of one file were read all the same, and how many refused. */
struct BrokenCount
{
  int read = 0;
  int refused = 0;
};

/** The largest memory that this process ever had, in MiB. */
inline long
PeakMemory()
{
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

/** Breaks a file in a thousand ways, a fresh copy each time; whatever is not an Error with a sentence fails.
 *
 * breakCopy makes the broken bytes, use reads the file. Afterwards the file is whole again. */
inline BrokenCount
BreakFile(const fs::path &                                              file,
          const std::function<std::string(const std::string & whole)> & breakCopy,
          const std::function<void()> &                                 use)
{
  constexpr int     kMutants = 1000;
  const std::string whole = Read(file);
  REQUIRE(!whole.empty());
  use(); // as it is
  BrokenCount count;
  for (int i = 0; i < kMutants; ++i)
  {
    const std::string broken = breakCopy(whole);
    fs::remove(file); // ext4 flushes what replaces a file's bytes
    Write(file, broken);
    try
    {
      use();
      ++count.read;
    }
    catch (const Error & error)
    {
      ++count.refused;
      CHECK(std::string(error.what()).find(' ') != std::string::npos);
    }
    catch (const std::exception & error)
    {
      FAIL_CHECK("mutant " << i << " of " << file.string() << ": " << error.what());
    }
  }
  Write(file, whole);
  MESSAGE(file.filename().string() << ": " << count.read << " read, " << count.refused << " refused");
  return count;
}
} // namespace pheno::test

#endif
