#define DOCTEST_CONFIG_IMPLEMENT
#include "phenoSkip.h"

#include <doctest/doctest.h>

bool pheno::test::g_Skipped = false;

int
main(int argc, char ** argv)
{
  const int result = doctest::Context(argc, argv).run();
  return result == 0 && pheno::test::g_Skipped ? pheno::test::kSkipCode : result;
}
