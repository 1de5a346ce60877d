#include "phenoError.h"
#include "phenoH5ad.h"
#include "phenoH5adFile.h"
#include "phenoHdf5.h"

namespace pheno
{
namespace
{
/** Says which file it was. */
template <typename TCall>
auto
Naming(const fs::path & path, TCall call)
{
  try
  {
    return call();
  }
  catch (const Error & error)
  {
    throw Error(path.string() + ": " + error.what());
  }
}

Profiles
Read(const fs::path & path)
{
  return Naming(path, [&] { return hdf5::ReadAnnData(path); });
}

void
Write(const fs::path & path, const Profiles & profiles)
{
  Naming(path, [&] { hdf5::WriteAnnData(path, profiles); });
}
/** An export whose errors say which file it was. */
class NamedExport : public CropsExport
{
public:
  explicit NamedExport(const fs::path & path)
    : m_Path(path)
    , m_Export(Naming(path, [&] { return hdf5::ExportSingleCells(path); }))
  {}
  void
  Append(const Crops & crops) override
  {
    Naming(m_Path, [&] { m_Export->Append(crops); });
  }
  void
  Finish() override
  {
    Naming(m_Path, [&] { m_Export->Finish(); });
  }

private:
  fs::path                     m_Path;
  std::unique_ptr<CropsExport> m_Export;
};

std::unique_ptr<CropsExport>
Export(const fs::path & path)
{
  return std::make_unique<NamedExport>(path);
}
} // namespace
} // namespace pheno

extern "C" __attribute__((visibility("default"))) const pheno::H5adLibrary *
pheno_table_h5ad()
{
  static const pheno::H5adLibrary library = [] {
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); // errors are thrown, not printed
    return pheno::H5adLibrary{ &pheno::Read, &pheno::Write, &pheno::Export };
  }();
  return &library;
}
