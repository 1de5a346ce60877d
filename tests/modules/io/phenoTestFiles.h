#ifndef phenoTestFiles_h
#define phenoTestFiles_h

#include "phenoError.h"
#include "phenoFileSystem.h"
#include "phenoTest.h"

#include <fstream>
#include <sstream>
#include <string>

namespace pheno::test
{
inline void
Write(const fs::path & path, const std::string & text)
{
  fs::create_directories(path.parent_path());
  std::ofstream(path.string(), std::ios::binary) << text;
}

inline std::string
Read(const fs::path & path)
{
  std::ostringstream text;
  text << std::ifstream(path.string(), std::ios::binary).rdbuf();
  return text.str();
}

/** The message of what a call throws; "" when it throws nothing. */
template <typename TException = Error, typename TCall>
std::string
MessageOf(TCall call)
{
  try
  {
    call();
  }
  catch (const TException & error)
  {
    return error.what();
  }
  return "";
}

inline bool
Holds(const std::string & text, const std::string & part)
{
  return text.find(part) != std::string::npos;
}
} // namespace pheno::test

#define CHECK_HOLDS(text, part) CHECK_MESSAGE(pheno::test::Holds(text, part), "'", text, "' should hold '", part, "'")

#endif
