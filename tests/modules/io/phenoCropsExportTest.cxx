#include "phenoCropsExport.h"

#include "phenoCsv.h"
#include "phenoH5ad.h"
#include "phenoNpy.h"
#include "phenoPython.h"
#include "phenoZipFile.h"

#ifdef PHENO_TEST_HDF5
#  include "phenoHdf5.h"
#endif

using namespace pheno;
using namespace pheno::test;

namespace
{
/** Crops 2 x 2 x 3 of plate P: pixel i of all is base + i; sites as given, object numbers from 1. */
template <typename TPixel>
Crops
MakeCrops(const std::string & well, const std::vector<std::string> & sites, int base)
{
  const std::size_t   count = sites.size();
  std::vector<TPixel> pixels(count * 12);
  for (std::size_t i = 0; i < pixels.size(); ++i)
  {
    pixels[i] = static_cast<TPixel>(base + static_cast<int>(i));
  }
  Table          table;
  Table::Integer numbers;
  Table::Real    x, area;
  for (std::size_t i = 0; i < count; ++i)
  {
    numbers.push_back(static_cast<std::int64_t>(i + 1));
    x.push_back(10.5 + static_cast<double>(i));
    area.push_back(100.25 * static_cast<double>(i + 1));
  }
  table.Add("Metadata_Plate", Table::Text(count, "P"));
  table.Add("Metadata_Well", Table::Text(count, well));
  table.Add("Metadata_Site", sites);
  table.Add("Metadata_ObjectNumber", numbers);
  table.Add("Metadata_X", x);
  table.Add("Metadata_Y", Table::Real(count, 7));
  table.Add("Cells_AreaShape_Area", area);
  table.Add("Note", Table::Text(count, "text"));
  table.Add("Tile_Number", numbers);
  return Crops::Own(std::move(pixels), { count, 2, 2, 3 }, { "dna", "\xC3\xA4" }, std::move(table));
}

/** An array of an archive. */
std::vector<double>
Member(const fs::path & archive, const std::string & name, const std::vector<std::size_t> & shape)
{
  const TemporaryFolder folder;
  Write(folder / "a.npy", ZipFile(archive).Read(name + ".npy", 1 << 20));
  const NpyArray array = ReadNpy(folder / "a.npy");
  CHECK(array.shape == shape);
  return array.Doubles();
}

void
Export(std::unique_ptr<CropsExport> files, const std::vector<Crops> & crops)
{
  for (const Crops & some : crops)
  {
    files->Append(some);
  }
  files->Finish();
}
} // namespace

TEST_CASE("npz: a file a site with features, places and pixels, channels last")
{
  const TemporaryFolder folder;
  for (const char * copy : { "a", "b" })
  {
    Export(ExportNpz(folder / copy),
           { MakeCrops<std::uint16_t>("B02", { "1", "s 2", "1" }, 1000), MakeCrops<std::uint16_t>("B03", { "1" }, 0) });
  }
  const fs::path first = folder / "a/P/B02/1.npz";
  CHECK(Member(first, "features", { 2, 2 }) == std::vector<double>{ 100.25, 1, 300.75, 3 });
  CHECK(Member(first, "locations", { 2, 2 }) == std::vector<double>{ 10.5, 7, 12.5, 7 });
  const std::vector<double> pixels = Member(first, "crops", { 2, 2, 3, 2 });
  CHECK(std::vector<double>(pixels.begin(), pixels.begin() + 4) == std::vector<double>{ 1000, 1006, 1001, 1007 });
  CHECK(pixels[12] == 1024); // the third crop
  CHECK(pixels[23] == 1035);
  CHECK(Member(folder / "a/P/B02/s-2.npz", "locations", { 1, 2 })[0] == 11.5);
  CHECK(Member(folder / "a/P/B03/1.npz", "crops", { 1, 2, 3, 2 })[11] == 11);
  CHECK_HOLDS(ZipFile(first).Read("metadata.npy", 1000), "'descr': '|O', 'fortran_order': False, 'shape': ()");
  CHECK_HOLDS(ZipFile(first).Read("feature_names.npy", 1000), "Cells_AreaShape_AreaTile_Number");
  CHECK(Read(first) == Read(folder / "b/P/B02/1.npz"));
  const auto bytes = ExportNpz(folder / "c");
  bytes->Append(MakeCrops<std::uint8_t>("B02", { "1" }, 5));
  CHECK(Member(folder / "c/P/B02/1.npz", "crops", { 1, 2, 3, 2 })[1] == 11);
  CHECK_HOLDS(MessageOf([&] { bytes->Append(MakeCrops<std::uint8_t>("B02", { "1" }, 5)); }),
              "P/B02/1.npz: crops of two sites or two pieces of one would be written here");
  CHECK_NOTHROW(bytes->Append(MakeCrops<std::uint8_t>("B04", {}, 0)));
  CHECK_HOLDS(MessageOf([&] { ExportNpz("/proc/none"); }), "/proc/none");
}

TEST_CASE("h5sc: one growing array of half floats and what it is about")
{
#ifndef PHENO_TEST_HDF5
  PHENO_SKIP("this build has no HDF5");
#else
  const TemporaryFolder folder;
  for (const char * copy : { "a.h5sc", "b.h5sc" })
  {
    Export(ExportH5sc(folder / copy),
           { MakeCrops<std::uint16_t>("B02", { "1", "2" }, 65512),
             MakeCrops<std::uint16_t>("B03", {}, 0),
             MakeCrops<std::uint16_t>("B04", { "1" }, 0) });
  }
  CHECK(Read(folder / "a.h5sc") == Read(folder / "b.h5sc"));
  const hdf5::Handle file(
    H5Fopen((folder / "a.h5sc").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), &H5Fclose, "cannot be opened");
  const hdf5::Handle images = hdf5::OpenDataset(file, "obsm/single_cell_images");
  const hdf5::Handle space(H5Dget_space(images), &H5Sclose, "has no shape");
  CHECK(hdf5::ShapeOf(space) == std::vector<hsize_t>{ 3, 2, 2, 3 });
  const hdf5::Handle type(H5Dget_type(images), &H5Tclose, "has no type");
  CHECK(H5Tget_size(type) == 2);
  const std::vector<double> values = hdf5::ReadDoubles(images, "images");
  // 65512 / 65535 = 0.99965, between the halves 1 - 2^-11 = 0.99951 and 1: nearer to the former
  CHECK(values[0] == 1 - 0x1p-11);
  CHECK(values[23] == 1);
  CHECK(values[24] == 0);
  CHECK(values[25] == 0x1p-16);      // 1 / 65535 = 2^-16 (1 + 2^-16): 256 steps of 2^-24
  CHECK(values[35] == 11 * 0x1p-16); // still below 2^-14, where steps are 2^-24
  CHECK(hdf5::TextAttribute(images, "encoding-type") == "array");
  CHECK(hdf5::TextsAttribute(images, "channel_names") == std::vector<std::string>{ "dna", "\xC3\xA4" });
  CHECK(hdf5::IntegersAttribute(images, "n_cells") == std::vector<std::int64_t>{ 3 });
  CHECK(hdf5::ReadIntegers(hdf5::OpenDataset(file, "obs/scportrait_cell_id"), "id") ==
        std::vector<std::int64_t>{ 1, 2, 3 });
  CHECK(hdf5::ReadTexts(hdf5::OpenDataset(file, "obs/Metadata_Well"), "well") == Table::Text{ "B02", "B02", "B04" });
  CHECK(hdf5::ReadIntegers(hdf5::OpenDataset(file, "uns/single_cell_images/n_masks"), "masks") ==
        std::vector<std::int64_t>{ 0 });

  Crops masked = MakeCrops<std::uint8_t>("B02", { "1" }, 0);
  masked.channels = { "cell_mask", "dna" };
  Export(ExportH5sc(folder / "masked.h5sc"), { masked });
  const hdf5::Handle other(
    H5Fopen((folder / "masked.h5sc").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), &H5Fclose, "cannot be opened");
  CHECK(hdf5::ReadTexts(hdf5::OpenDataset(other, "var/channel_mapping"), "kinds") ==
        Table::Text{ "mask", "image_channel" });
  CHECK(hdf5::ReadIntegers(hdf5::OpenDataset(other, "uns/single_cell_images/n_image_channels"), "n") ==
        std::vector<std::int64_t>{ 1 });

  Export(ExportH5sc(folder / "bytes.h5sc"), { MakeCrops<std::uint8_t>("B02", { "1" }, 250) }); // 250..255, 0..5
  Export(ExportH5sc(folder / "floats.h5sc"), { MakeCrops<float>("B02", { "1" }, -1) });
  const auto some = [&](const char * name) {
    const hdf5::Handle made(
      H5Fopen((folder / name).c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), &H5Fclose, "cannot be opened");
    return hdf5::ReadDoubles(hdf5::OpenDataset(made, "obsm/single_cell_images"), "images");
  };
  CHECK(some("bytes.h5sc")[5] == 1);
  CHECK(some("bytes.h5sc")[11] == doctest::Approx(5.0 / 255).epsilon(0x1p-11));
  CHECK(some("floats.h5sc") == std::vector<double>{ 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 });
  CHECK_HOLDS(MessageOf([&] { ExportH5sc(folder / "none.h5sc")->Finish(); }), "none.h5sc: no crops to write");
  CHECK_HOLDS(MessageOf([&] { ExportH5sc(folder / "no/such.h5sc"); }), "cannot be written as an HDF5 file");
#endif
}

TEST_CASE("numpy opens the .npz with its dict, anndata the .h5sc")
{
  const std::string python = PythonWith("numpy");
  if (python.empty())
  {
    PHENO_SKIP("no Python with numpy");
  }
  const TemporaryFolder folder;
  Export(ExportNpz(folder / "npz"), { MakeCrops<std::uint16_t>("B02", { "1", "1" }, 1000) });
  CHECK(RunPython(python, folder.Path(), R"(
import numpy as np
f = np.load("npz/P/B02/1.npz", allow_pickle=True)
assert sorted(f.files) == ["crops", "feature_names", "features", "locations", "metadata", "object_numbers"], f.files
assert f["metadata"].shape == () and f["metadata"].item() == {
    "Metadata_Plate": "P", "Metadata_Well": "B02", "Metadata_Site": "1", "Metadata_Model": "pheno"}, f["metadata"]
assert np.array_equal(f["features"], np.array([[100.25, 1], [200.5, 2]], np.float32))
assert np.array_equal(f["locations"], [[10.5, 7], [11.5, 7]])
assert f["feature_names"].tolist() == [b"Cells_AreaShape_Area", b"Tile_Number"]
assert f["object_numbers"].tolist() == [1, 2]
assert np.array_equal(f["crops"], 1000 + np.arange(24, dtype=np.uint16).reshape(2, 2, 2, 3).transpose(0, 2, 3, 1))
)"));
  const std::string anndata = PythonWith("anndata, h5py");
  if (anndata.empty() || !HasH5ad())
  {
    PHENO_SKIP("no Python with anndata, or this build has no HDF5");
  }
  Export(ExportH5sc(folder / "c.h5sc"),
         { MakeCrops<std::uint16_t>("B02", { "1" }, 1000), MakeCrops<std::uint16_t>("B03", { "1" }, 60000) });
  CHECK(RunPython(anndata, folder.Path(), R"(
import anndata as ad, h5py, numpy as np
a = ad.read_h5ad("c.h5sc")
images = np.stack([base + np.arange(12).reshape(2, 2, 3) for base in (1000, 60000)])
assert a.obsm["single_cell_images"].dtype == np.float16
assert np.array_equal(a.obsm["single_cell_images"], (images.astype(np.float32) / np.float32(65535)).astype(np.float16))
assert a.obs["scportrait_cell_id"].tolist() == [1, 2] and a.obs["Metadata_Well"].tolist() == ["B02", "B03"]
assert a.var["channels"].tolist() == ["dna", "\u00e4"] and set(a.var["channel_mapping"]) == {"image_channel"}
notes = a.uns["single_cell_images"]
assert notes["n_cells"] == 2 and notes["n_image_channels"] == 2 and notes["image_size_y"] == 3, notes
assert notes["channel_names"].tolist() == ["dna", "\u00e4"]
with h5py.File("c.h5sc") as f:
    assert f["obsm/single_cell_images"].chunks == (1, 1, 2, 3) and f["obsm/single_cell_images"].compression == "gzip"
)"));
}
