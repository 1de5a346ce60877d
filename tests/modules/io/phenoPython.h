#ifndef phenoPython_h
#define phenoPython_h

#include "phenoFolders.h"
#include "phenoTestFiles.h"

#include <cstdlib>

namespace pheno::test
{
/** A Python that imports these modules: python3 of the path or that of .deps; "" when there is none. */
inline std::string
PythonWith(const std::string & modules)
{
  for (const std::string & python : { std::string("python3"), kSourceDir + std::string("/.deps/bin/python") })
  {
    const std::string command = python + " -c 'import " + modules + "' > /dev/null 2>&1";
    if (std::system(command.c_str()) == 0)
    {
      return python;
    }
  }
  return "";
}

/** Runs a script in a folder; what its assertions print goes to the test's output. */
inline bool
RunPython(const std::string & python, const fs::path & folder, const std::string & script)
{
  Write(folder / "check.py", script);
  return std::system(("cd '" + folder.string() + "' && " + python + " check.py").c_str()) == 0;
}
} // namespace pheno::test

#endif
