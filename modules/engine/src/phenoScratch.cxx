#include "phenoStore.h"
#include "phenoStoreFiles.h"
#include "phenoStoreOwner.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace pheno
{
namespace
{
constexpr std::chrono::minutes kTakeOverSilence{ 10 };

/** Two processes that find the same dead owner must not both take its place. */
class ScratchLock
{
public:
  explicit ScratchLock(const fs::path & root)
  {
    MakeFolder(root / "scratch");
    const fs::path path = root / "scratch" / ".lock";
    m_Handle = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (m_Handle < 0 || ::flock(m_Handle, LOCK_EX) != 0)
    {
      const int code = errno;
      Close();
      throw Error(path.string() + ": cannot be locked: " + std::strerror(code));
    }
  }
  ~ScratchLock() { Close(); }
  ScratchLock(const ScratchLock &) = delete;
  ScratchLock &
  operator=(const ScratchLock &) = delete;

private:
  void
  Close()
  {
    if (m_Handle >= 0)
    {
      ::close(m_Handle);
    }
  }
  int m_Handle = -1;
};
} // namespace

Scratch::Scratch(const Store & store, const std::string & key)
  : m_Path(store.Root() / "scratch" / key)
  , m_OwnerFile(m_Path.string() + ".owner")
{
  const Json        own = store.m_Owner->Card();
  const ScratchLock lock(store.Root());
  const Json        other = StoreOwner::ReadCard(m_OwnerFile);
  if (StoreOwner::Lives(other, store.Root(), kTakeOverSilence))
  {
    throw ScratchInUse(m_Path.string() + ": in use by " + StoreOwner::Describe(other) + "; if that has ended, remove " +
                       m_OwnerFile.string());
  }
  MakeFolder(m_Path);
  ReplaceFile(m_OwnerFile, own.dump() + "\n");
}

Scratch::~Scratch()
{
  RemoveQuietly(m_OwnerFile);
}

void
Scratch::Clear()
{
  RemoveQuietly(m_Path);
  MakeFolder(m_Path);
}

void
Scratch::Finish()
{
  RemoveQuietly(m_Path);
}

void
Store::RemoveUnownedScratch(const std::string & key)
{
  const fs::path folder = m_Root / "scratch" / key;
  const fs::path owner = folder.string() + ".owner";
  if (!fs::exists(folder) && !fs::exists(owner))
  {
    return;
  }
  const ScratchLock lock(m_Root);
  if (!StoreOwner::Lives(StoreOwner::ReadCard(owner), m_Root, kTakeOverSilence))
  {
    RemoveQuietly(folder);
    RemoveQuietly(owner);
  }
}
} // namespace pheno
