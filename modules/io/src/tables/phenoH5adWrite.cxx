#include "phenoH5adFile.h"

#include "phenoH5adFrame.h"

namespace pheno::hdf5
{
namespace
{
void
WriteMatrix(hid_t file, const Profiles & profiles)
{
  const std::vector<hsize_t> shape = { profiles.Rows(), profiles.Columns() };
  if (profiles.precision == Profiles::Precision::Float64)
  {
    Encode(WriteDataset(file, "X", H5T_NATIVE_DOUBLE, shape, profiles.values.data()), "array", "0.2.0");
    return;
  }
  const std::vector<float> narrow(profiles.values.begin(), profiles.values.end());
  Encode(WriteDataset(file, "X", H5T_NATIVE_FLOAT, shape, narrow.data()), "array", "0.2.0");
}
} // namespace

void
WriteAnnData(const fs::path & path, const Profiles & profiles)
{
  const Handle file(
    H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), &H5Fclose, "cannot be written as an HDF5 file");
  Encode(file, "anndata", "0.1.0");
  WriteMatrix(file, profiles);
  WriteFrame(file, "obs", CountedNames(profiles.Rows()), profiles.metadata);
  WriteFrame(file, "var", profiles.features, Table());
  for (const char * group : { "layers", "obsm", "obsp", "uns", "varm", "varp" })
  {
    MakeDictionary(file, group);
  }
  Check(H5Fflush(file, H5F_SCOPE_LOCAL), "cannot be written");
}
} // namespace pheno::hdf5
