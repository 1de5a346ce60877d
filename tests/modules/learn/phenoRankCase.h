#ifndef phenoRankCase_h
#define phenoRankCase_h

#include "phenoCommunicator.h"
#include "phenoFiles.h"
#include "phenoRunRanks.h"

#include "phenoTest.h"

#include <string>
#include <vector>

namespace pheno::test
{
/** A test case that ranks run: left out unless named, see CaseOfRanks. It finds its folder in FolderOfRanks. */
#define PHENO_RANK_CASE(name) TEST_CASE("As a rank: " name * doctest::skip())

/** This program, run again for one PHENO_RANK_CASE. Its name holds no comma. */
inline RankProgram
CaseOfRanks(const std::string & name, const boost::filesystem::path & folder)
{
  RankProgram program;
  program.arguments = { "--no-skip", "--test-case=As a rank: " + name };
  program.folder = folder.string();
  return program;
}

/** The folder given to CaseOfRanks, seen from a rank. */
inline boost::filesystem::path
FolderOfRanks()
{
  return boost::filesystem::path(PlaceOfThisProcess().rendezvous_file).parent_path();
}

/** Runs a case in which nothing is to fail; what a failing rank printed goes into the message. */
inline void
CheckRanks(int ranks, const std::string & name, const boost::filesystem::path & folder)
{
  bool completed = false;
  try
  {
    completed = RunRanks(ranks, CaseOfRanks(name, folder));
  }
  catch (const std::exception & error)
  {
    std::string printed;
    for (int rank = 0; rank < ranks; ++rank)
    {
      printed += learn::ReadWholeFile((folder / ("rank-" + std::to_string(rank) + ".log")).string());
    }
    FAIL_CHECK(std::string(error.what()) << "\n" << printed);
    return;
  }
  CHECK(completed);
}
} // namespace pheno::test

#endif
