#ifndef phenoTest_h
#define phenoTest_h

#include "phenoFolders.h"
#include "phenoSkip.h"

#include <doctest/doctest.h>

#include <boost/filesystem.hpp>

#include <string>

namespace pheno::test
{
/** A folder or file below the shared data (data/..., golden/...); may be absent, then PHENO_SKIP. */
inline boost::filesystem::path
Shared(const std::string & relative)
{
  return boost::filesystem::path(kSharedDir) / relative;
}

/** A fresh folder that is removed with the object. */
class TemporaryFolder
{
public:
  TemporaryFolder()
    : m_Path(boost::filesystem::temp_directory_path() / boost::filesystem::unique_path("pheno-test-%%%%-%%%%-%%%%"))
  {
    boost::filesystem::create_directories(m_Path);
  }
  ~TemporaryFolder()
  {
    boost::system::error_code ignored;
    boost::filesystem::remove_all(m_Path, ignored);
  }
  TemporaryFolder(const TemporaryFolder &) = delete;
  TemporaryFolder &
  operator=(const TemporaryFolder &) = delete;

  const boost::filesystem::path &
  Path() const
  {
    return m_Path;
  }
  boost::filesystem::path
  operator/(const std::string & name) const
  {
    return m_Path / name;
  }

private:
  boost::filesystem::path m_Path;
};
} // namespace pheno::test

#endif
