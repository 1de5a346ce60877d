#ifndef phenoPathPart_h
#define phenoPathPart_h

#include "phenoError.h"

#include <string>

namespace pheno
{
/** A name as one folder or file; `what` says in messages what it is the name of. Throws Error for what would be another
 * place. */
inline std::string
PathPart(const std::string & what, const std::string & name)
{
  if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos)
  {
    throw Error(what + " has the value '" + name + "', which cannot be the name of a file");
  }
  return name;
}
} // namespace pheno

#endif
