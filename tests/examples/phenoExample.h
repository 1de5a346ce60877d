#ifndef phenoExample_h
#define phenoExample_h

#include "phenoRunFolder.h"

#include <string>

namespace pheno::test
{
/** A file or folder of the prefix that the build was installed into. */
inline fs::path
Installed(const std::string & relative)
{
  return fs::path(PHENO_PREFIX) / relative;
}

/** The installed pheno-run with its words, in an environment without variables of this build. */
inline Ended
InstalledPhenoRun(const std::string & words)
{
  return Run("env -i PATH=/usr/bin:/bin " + Installed("bin/pheno-run").string() + " " + words);
}

/** Configures a project out of this repository's tree as a user would, against the prefix. */
inline Ended
Configure(const fs::path & source, const fs::path & build, const std::string & more = "")
{
  return Run(std::string(PHENO_CMAKE) + " -S " + source.string() + " -B " + build.string() +
             " -DCMAKE_PREFIX_PATH=" + Installed("").string() + " " + PHENO_CMAKE_OPTIONS + " " + more);
}

/** Configures and builds it. */
inline void
Build(const fs::path & source, const fs::path & build)
{
  const Ended configured = Configure(source, build);
  REQUIRE_MESSAGE(configured.code == 0, configured.output);
  const Ended built = Run(std::string(PHENO_CMAKE) + " --build " + build.string() + " -j 2");
  REQUIRE_MESSAGE(built.code == 0, built.output);
}

/** The shared libraries that a program or library loads, as ldd names them. */
inline std::string
LibrariesOf(const fs::path & file)
{
  const Ended listed = Run("env -i PATH=/usr/bin:/bin ldd " + file.string());
  REQUIRE_MESSAGE(listed.code == 0, listed.output);
  return listed.output;
}
} // namespace pheno::test

#endif
