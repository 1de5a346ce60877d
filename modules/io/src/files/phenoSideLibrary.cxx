#include "phenoSideLibrary.h"

#include "phenoError.h"
#include "phenoFileSystem.h"

#include <dlfcn.h>

namespace pheno
{
namespace
{
/** The folder of the library that this code is in. */
fs::path
PathOf(const std::string & file)
{
  Dl_info info{};
  if (!::dladdr(reinterpret_cast<const void *>(&HasSideLibrary), &info) || !info.dli_fname)
  {
    return file;
  }
  return fs::path(info.dli_fname).parent_path() / file;
}
} // namespace

bool
HasSideLibrary(const std::string & file)
{
  boost::system::error_code ignored;
  return fs::exists(PathOf(file), ignored);
}

void *
SideLibrarySymbol(const std::string & file, const char * symbol)
{
  const fs::path path = PathOf(file);
  void *         handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  void *         found = handle ? ::dlsym(handle, symbol) : nullptr;
  if (!found)
  {
    throw Error("a library of this program cannot be used: " + std::string(::dlerror()));
  }
  return found;
}
} // namespace pheno
