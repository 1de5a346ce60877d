#ifndef phenoFileSystem_h
#define phenoFileSystem_h

#include <boost/filesystem.hpp>

namespace pheno
{
/** The only file system library of this project; std::filesystem never stands beside it. */
namespace fs = boost::filesystem;
} // namespace pheno

#endif
