#include "phenoExample.h"
#include "phenoFolders.h"

using namespace pheno::test;

TEST_CASE("the learning room builds alone")
{
  const TemporaryFolder folder;
  const std::string     build = (folder / "build").string();
  const Ended           configured =
    Run(std::string(PHENO_CMAKE) + " -S " + kSourceDir + "/modules/learn -B " + build + " " + PHENO_CMAKE_OPTIONS);
  REQUIRE_MESSAGE(configured.code == 0, configured.output);
  const Ended built = Run(std::string(PHENO_CMAKE) + " --build " + build + " -j 2");
  REQUIRE_MESSAGE(built.code == 0, built.output);
  // What it names itself: LibTorch of Debian loads OpenCV and others on its own account.
  const Ended needed = Run("readelf -d " + (folder / "build/lib/libpheno_learn.so").string() + " | grep NEEDED");
  CHECK(Has(needed, "libtorch"));
  for (const char * other : { "libITK", "libboost", "libopencv", "libpheno_core" })
  {
    CHECK_MESSAGE(!Has(needed, other), other);
  }
}
