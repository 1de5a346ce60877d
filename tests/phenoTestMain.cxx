#define DOCTEST_CONFIG_IMPLEMENT
#include "phenoFolders.h"
#include "phenoSkip.h"

#include <doctest/doctest.h>

bool pheno::test::g_Skipped = false;

const char * const pheno::test::kSourceDir = PHENO_SOURCE_DIR;
const char * const pheno::test::kBinaryDir = PHENO_BINARY_DIR;
const char * const pheno::test::kSharedDir = PHENO_SHARED_DIR;

int
main(int argc, char ** argv)
{
  const int result = doctest::Context(argc, argv).run();
  return result == 0 && pheno::test::g_Skipped ? pheno::test::kSkipCode : result;
}
