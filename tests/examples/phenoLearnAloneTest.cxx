#include "phenoExample.h"
#include "phenoFolders.h"

using namespace pheno::test;

TEST_CASE("the learning room configures alone, and looks for nothing but LibTorch and json")
{
  const TemporaryFolder folder;
  const Ended           configured = Run(std::string(PHENO_CMAKE) + " -S " + kSourceDir + "/modules/learn -B " +
                               (folder / "build").string() + " " + PHENO_CMAKE_OPTIONS);
  REQUIRE_MESSAGE(configured.code == 0, configured.output);
  const std::string cache = Bytes(folder / "build/CMakeCache.txt");
  CHECK(Has(cache, "\nnlohmann_json_DIR:"));
  for (const char * other :
       { "\nBoost_DIR:", "\nOpenCV_DIR:", "\nEigen3_DIR:", "\npugixml_DIR:", "\nCLI11_DIR:", "\nTIFF_" })
  {
    CHECK_MESSAGE(!Has(cache, other), other);
  }
}
