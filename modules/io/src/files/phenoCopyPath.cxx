#include "phenoCopyPath.h"

#include "phenoFileBytes.h"

namespace pheno
{
void
CopyPath(const fs::path & from, const fs::path & to)
{
  if (!fs::is_directory(from))
  {
    CopyFileBytes(from, to);
    return;
  }
  MakeFolder(to);
  for (const fs::directory_entry & entry : fs::directory_iterator(from))
  {
    CopyPath(entry.path(), to / entry.path().filename());
  }
}
} // namespace pheno
