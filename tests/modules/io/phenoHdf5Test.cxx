#include "phenoTestFiles.h"

#ifdef PHENO_TEST_HDF5
#  include "phenoHdf5.h"
#endif

using namespace pheno;

TEST_CASE("a dataset that declares far more than its file holds is refused before memory is asked for")
{
#ifndef PHENO_TEST_HDF5
  PHENO_SKIP("this build has no HDF5");
#else
  const test::TemporaryFolder folder;
  const hdf5::Handle          file(
    H5Fcreate((folder / "a.h5").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), &H5Fclose, "no file can be made");
  const hdf5::Handle list(H5Pcreate(H5P_DATASET_CREATE), &H5Pclose, "no list can be made");
  const hsize_t      chunk = 1000;
  hdf5::Check(H5Pset_chunk(list, 1, &chunk), "no chunks");
  const auto make = [&](const char * name, hsize_t count, hid_t type) {
    const hdf5::Handle space(H5Screate_simple(1, &count, nullptr), &H5Sclose, "no shape can be made");
    return hdf5::Handle(H5Dcreate2(file, name, type, space, H5P_DEFAULT, list, H5P_DEFAULT), &H5Dclose, "no dataset");
  };
  constexpr hsize_t kMany = hsize_t(1) << 50;
  CHECK_HOLDS(test::MessageOf([&] { hdf5::ReadDoubles(make("x", kMany, H5T_NATIVE_DOUBLE), "x"); }),
              "'x' declares 1125899906842624 values in 0 stored bytes, more than these can hold");
  const hdf5::Handle text(H5Tcopy(H5T_C_S1), &H5Tclose, "no type");
  CHECK_HOLDS(test::MessageOf([&] { hdf5::ReadTexts(make("t", kMany, text), "t"); }), "'t' declares 1125899906842624");
  CHECK(hdf5::ReadIntegers(make("few", 3000, H5T_NATIVE_INT), "few") == std::vector<std::int64_t>(3000, 0));
#endif
}
