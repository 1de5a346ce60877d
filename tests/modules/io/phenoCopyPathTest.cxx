#include "phenoCopyPath.h"
#include "phenoSmallDisk.h"
#include "phenoTestFiles.h"

using namespace pheno;
using namespace pheno::test;

namespace
{
void
CheckCopies(const fs::path & from, const fs::path & to)
{
  const std::string large(3'000'001, 'x'); // more than a block
  Write(from / "folder" / "large", large);
  Write(from / "folder" / "deeper" / "empty", "");
  Write(from / "file", "new");
  Write(to / "file", "older and longer");
  CopyPath(from / "folder", to / "folder");
  CopyPath(from / "file", to / "file");
  CHECK(Read(to / "folder" / "large") == large);
  CHECK(fs::file_size(to / "folder" / "deeper" / "empty") == 0);
  CHECK(Read(to / "file") == "new");
}
} // namespace

TEST_CASE("a file replaces what is there, a folder comes with all that is in it")
{
  const TemporaryFolder folder;
  CheckCopies(folder / "from", folder / "to");
}

TEST_CASE("a copy that cannot be made names the file and the reason")
{
  const TemporaryFolder folder;
  const fs::path        missing = folder / "missing";
  CHECK(MessageOf([&] { CopyPath(missing, folder / "to"); }) ==
        missing.string() + ": cannot be read: No such file or directory");
}

TEST_CASE("copies go to another file system; a full one is told")
{
  const TemporaryFolder folder;
  const SmallDisk       disk(folder / "disk", 4);
  if (!disk.IsMounted())
  {
    PHENO_SKIP("mounting a small file system needs root");
  }
  CheckCopies(folder / "from", folder / "disk/to");
  CHECK(MessageOf([&] { CopyPath(folder / "from/folder/large", folder / "disk/second"); }) ==
        (folder / "disk/second").string() + ": cannot be written: No space left on device");
}
