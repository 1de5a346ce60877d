#ifndef phenoSkip_h
#define phenoSkip_h

#include <cstdio>
#include <string>

namespace pheno::test
{
/** Set by PHENO_SKIP; the program then ends with kSkipCode instead of 0, which CTest reports as skipped. A failure
 * stays a failure. */
extern bool   g_Skipped;
constexpr int kSkipCode = 77;
} // namespace pheno::test

/** Ends the test case and reports its file as skipped to CTest, with the reason. */
#define PHENO_SKIP(reason)                                                                                             \
  do                                                                                                                   \
  {                                                                                                                    \
    std::printf("[skipped] %s\n", std::string(reason).c_str());                                                        \
    pheno::test::g_Skipped = true;                                                                                     \
    return;                                                                                                            \
  } while (false)

#endif
