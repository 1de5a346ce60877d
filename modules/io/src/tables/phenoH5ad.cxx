#include "phenoH5ad.h"

#include "phenoError.h"

#include "phenoSideLibrary.h"

#include <mutex>

namespace pheno
{
namespace
{
constexpr const char * kFile = "libpheno_table_h5ad.so";

const H5adLibrary &
Library()
{
  if (!HasH5ad())
  {
    throw Error(".h5ad cannot be read or written: HDF5 was not found when this program was built (./bootstrap build "
                "installs it)");
  }
  using Entry = const H5adLibrary * (*)();
  static const H5adLibrary & library = *reinterpret_cast<Entry>(SideLibrarySymbol(kFile, kH5adLibrarySymbol))();
  return library;
}

/** HDF5's serial library takes one caller at a time. */
std::mutex &
OneAtATime()
{
  static std::mutex mutex;
  return mutex;
}

/** An export that takes its turn. */
class H5scExport : public CropsExport
{
public:
  explicit H5scExport(const fs::path & path)
  {
    this->InTurn([&] { m_Export = Library().exportCrops(path); });
  }
  ~H5scExport() override
  {
    this->InTurn([this] { m_Export.reset(); });
  }
  void
  Append(const Crops & crops) override
  {
    this->InTurn([&] { m_Export->Append(crops); });
  }
  void
  Finish() override
  {
    this->InTurn([this] { m_Export->Finish(); });
  }

private:
  template <typename TCall>
  static void
  InTurn(TCall call)
  {
    const std::lock_guard<std::mutex> lock(OneAtATime());
    call();
  }

  std::unique_ptr<CropsExport> m_Export;
};
} // namespace

bool
HasH5ad()
{
  return HasSideLibrary(kFile);
}

Profiles
ReadH5ad(const fs::path & path)
{
  const std::lock_guard<std::mutex> lock(OneAtATime());
  return Library().read(path);
}

void
WriteH5ad(const fs::path & path, const Profiles & profiles)
{
  profiles.Check();
  const std::lock_guard<std::mutex> lock(OneAtATime());
  Library().write(path, profiles);
}

std::unique_ptr<CropsExport>
ExportH5sc(const fs::path & path)
{
  return std::make_unique<H5scExport>(path);
}
} // namespace pheno
