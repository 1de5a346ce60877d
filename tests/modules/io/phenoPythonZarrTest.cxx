#include "phenoOmeZarrMaker.h"
#include "phenoPython.h"
#include "phenoReadPlane.h"
#include "phenoScreenIndex.h"
#include "phenoZarrMaker.h"

using namespace pheno;

namespace
{
std::vector<float>
Ramp(std::size_t count, float step)
{
  std::vector<float> values;
  for (std::size_t i = 0; i < count; ++i)
  {
    values.push_back(step * static_cast<float>(i));
  }
  return values;
}

LabelMask::Pointer
OneLabel()
{
  const auto mask = LabelMask::New();
  mask->SetRegions(itk::Size<2>{ { 9, 7 } });
  mask->Allocate(true);
  mask->GetBufferPointer()[10] = 70000;
  return mask;
}
} // namespace

TEST_CASE("zarr-python writes arrays of every codec, and we read them")
{
  const std::string python = test::PythonWith("zarr, numcodecs, numpy; assert zarr.__version__ >= \"3\"");
  if (python.empty())
  {
    PHENO_SKIP("no Python with zarr 3");
  }
  const test::TemporaryFolder folder;
  REQUIRE(test::RunPython(python, folder.Path(), R"(
import numpy as np, numcodecs, zarr
from zarr.codecs import *
values = (np.arange(5 * 13 * 17) * 3).reshape(5, 13, 17)
def two(name, dtype, **more):
    array = zarr.create_array(name, shape=values.shape, chunks=(2, 5, 17), dtype=dtype, zarr_format=2, **more)
    array[:] = values
two("v2_none", "<u2", compressors=None)
two("v2_zlib", ">u2", compressors=numcodecs.Zlib(5))
two("v2_gzip", "<i4", compressors=numcodecs.GZip(5), order="F")
two("v2_zstd", ">f4", compressors=numcodecs.Zstd(3))
for i, name in enumerate(["blosclz", "lz4", "lz4hc", "zlib", "zstd"]):
    for shuffle in range(3):
        two(f"v2_blosc{i}{shuffle}", "<u2", compressors=numcodecs.Blosc(name, 5, shuffle),
            chunk_key_encoding={"name": "v2", "separator": "/"})
def three(name, dtype, codecs, chunks=(2, 5, 17)):
    array = zarr.create(store=name, zarr_format=3, shape=values.shape, chunks=chunks, dtype=dtype, codecs=codecs, fill_value=0)
    array[:] = values
three("v3_none", "uint16", [BytesCodec(endian="big")])
three("v3_gzip", "uint16", [BytesCodec(), GzipCodec(level=4)])
three("v3_zstd", "float32", [BytesCodec(), ZstdCodec(level=4, checksum=True)])
three("v3_blosc", "int32", [BytesCodec(), BloscCodec(cname="lz4", shuffle="bitshuffle", typesize=4)])
three("v3_crc", "uint16", [TransposeCodec(order=(2, 0, 1)), BytesCodec(), ZstdCodec(), Crc32cCodec()])
inner = [TransposeCodec(order=(1, 2, 0)), BytesCodec(), BloscCodec(cname="zstd")]
for where in ("start", "end"):
    three("v3_shard_" + where, "uint16", [ShardingCodec(chunk_shape=(1, 5, 6), codecs=inner, index_location=where)], chunks=(4, 10, 18))
three("v3_nested", "uint16", [ShardingCodec(chunk_shape=(2, 5, 6), codecs=[ShardingCodec(chunk_shape=(1, 5, 3))])], chunks=(4, 10, 18))
)"));
  const std::vector<float> expected = Ramp(5 * 13 * 17, 3);
  std::size_t              arrays = 0;
  for (const fs::directory_entry & entry : fs::directory_iterator(folder.Path()))
  {
    if (fs::is_directory(entry.status()))
    {
      ++arrays;
      CAPTURE(entry.path().string());
      CHECK(test::ReadAll(entry.path()) == expected);
      std::vector<float> part(2 * 4 * 3);
      ZarrArray(entry.path()).Read({ { 1, 4, 5 }, { 2, 4, 3 } }, part.data());
      CHECK(part.front() == 3 * (1 * 13 * 17 + 4 * 17 + 5));
      CHECK(part.back() == 3 * (2 * 13 * 17 + 7 * 17 + 7));
    }
  }
  CHECK(arrays == 4 + 15 + 8);
}

TEST_CASE("zarr-python reads arrays that we write")
{
  const std::string python = test::PythonWith("zarr, numpy; assert zarr.__version__ >= \"3\"");
  if (python.empty())
  {
    PHENO_SKIP("no Python with zarr 3");
  }
  const test::TemporaryFolder folder;
  std::vector<std::uint16_t>  items;
  for (int i = 0; i < 3 * 7 * 11; ++i)
  {
    items.push_back(static_cast<std::uint16_t>(i < 77 ? 0 : 283 * i));
  }
  ZarrSpec spec;
  spec.type = { ZarrType::Kind::Unsigned, 2 };
  spec.shape = { 3, 7, 11 };
  spec.chunks = { 1, 4, 5 };
  int number = 0;
  for (const ZarrCompression compression :
       { ZarrCompression::None, ZarrCompression::Gzip, ZarrCompression::Zstd, ZarrCompression::Blosc })
  {
    spec.compression = compression;
    spec.format = 2;
    spec.shards = {};
    spec.dimensions = {};
    WriteZarr(folder / ("a" + std::to_string(number++)), spec, items.data());
    spec.format = 3;
    spec.dimensions = { "c", "y", "x" };
    WriteZarr(folder / ("a" + std::to_string(number++)), spec, items.data());
    spec.shards = { 2, 8, 15 };
    WriteZarr(folder / ("a" + std::to_string(number++)), spec, items.data());
  }
  REQUIRE(test::RunPython(python, folder.Path(), R"(
import numpy as np, zarr
i = np.arange(3 * 7 * 11)
expected = np.where(i < 77, 0, 283 * i).astype(np.uint16).reshape(3, 7, 11)
for n in range(12):
    array = zarr.open_array(f"a{n}", mode="r")
    assert array.dtype == np.uint16 and array.metadata.zarr_format == (2 if n % 3 == 0 else 3)
    assert np.array_equal(array[:], expected), n
    assert n % 3 == 0 or array.metadata.dimension_names == ("c", "y", "x")
)"));
}

TEST_CASE("ome-zarr-py opens our images, labels and plates, and yaozarrs and ome-zarr-models find them valid")
{
  const std::string python = test::PythonWith("ome_zarr, yaozarrs, ome_zarr_models, zarr, numpy");
  if (python.empty())
  {
    PHENO_SKIP("no Python with ome-zarr, yaozarrs and ome-zarr-models");
  }
  const test::TemporaryFolder folder;
  for (const unsigned zarr : { 2u, 3u })
  {
    OmeZarrOptions options;
    options.zarr = zarr;
    options.shard = zarr == 3;
    options.pixelSize = 0.5;
    const std::string name = std::to_string(zarr);
    test::MakePlate(folder / ("P" + name + ".zarr"), zarr);
    WriteOmeZarrImage(folder / ("I" + name + ".zarr"),
                      Image{ { "DNA", "ER" }, { test::MakePlane(9, 7, 0), test::MakePlane(9, 7, 100) } },
                      options);
    WriteOmeZarrLabels(folder / ("I" + name + ".zarr"), "cells", *OneLabel(), options);
  }
  CHECK(test::RunPython(python, folder.Path(), R"(
import numpy as np, yaozarrs, zarr
from ome_zarr.io import parse_url
from ome_zarr.reader import Reader, Multiscales, Plate, Label, OMERO
from ome_zarr_models import open_ome_zarr
for n in (2, 3):
    version = "0.4" if n == 2 else "0.5"
    for path in (f"P{n}.zarr", f"I{n}.zarr", f"I{n}.zarr/labels/cells", f"P{n}.zarr/B/3", f"P{n}.zarr/B/3/1"):
        yaozarrs.validate_zarr_store(path)
        model = open_ome_zarr(zarr.open_group(path, mode="r"))
        assert model.ome_zarr_version == version, path
    nodes = list(Reader(parse_url(f"I{n}.zarr", mode="r"))())
    image = nodes[0]
    assert np.array_equal(np.asarray(image.data[0])[1], 100 + np.arange(63).reshape(7, 9))
    assert [a["name"] for a in image.metadata["axes"]] == ["c", "y", "x"]
    assert image.metadata["channel_names"] == ["DNA", "ER"]
    assert image.metadata["coordinateTransformations"][0][0]["scale"] == [1.0, 0.5, 0.5]
    labels = [node for node in nodes if any(isinstance(spec, Label) for spec in node.specs)]
    assert len(labels) == 1
    mask = np.asarray(labels[0].data[0]).reshape(7, 9)
    assert mask[1, 1] == 70000 and np.count_nonzero(mask) == 1
    plate = list(Reader(parse_url(f"P{n}.zarr", mode="r"))())[0]
    assert any(isinstance(spec, Plate) for spec in plate.specs)
    assert np.array_equal(np.asarray(zarr.open_group(f"P{n}.zarr", mode="r")["D/11/0/0"])[1], 5500 + np.arange(63).reshape(7, 9))
)"));
}

TEST_CASE("what ome-zarr-py writes, images, labels and plates of both versions, we read")
{
  const std::string python = test::PythonWith("ome_zarr, zarr, numpy");
  if (python.empty())
  {
    PHENO_SKIP("no Python with ome-zarr");
  }
  const test::TemporaryFolder folder;
  REQUIRE(test::RunPython(python, folder.Path(), R"(
import numpy as np, zarr
from ome_zarr.format import FormatV04, FormatV05
from ome_zarr.writer import write_image, write_labels, write_plate_metadata, write_well_metadata
for n, fmt in ((2, FormatV04()), (3, FormatV05())):
    root = zarr.open_group(f"I{n}.zarr", mode="w", zarr_format=n)
    data = np.arange(2 * 3 * 40 * 50, dtype=np.uint16).reshape(2, 3, 40, 50)
    write_image(data, root, axes="czyx", fmt=fmt, scaler=None, storage_options={"chunks": (1, 1, 16, 16)},
                metadata={"omero": {"channels": [{"label": "DNA", "color": "0000FF", "window": {"min": 0, "max": 9, "start": 0, "end": 9}},
                                                 {"label": "ER", "color": "00FF00", "window": {"min": 0, "max": 9, "start": 0, "end": 9}}]}})
    mask = np.zeros((3, 40, 50), np.uint32)
    mask[2, 1, 1] = 70000
    write_labels(mask, root, name="cells", axes="zyx", fmt=fmt, scaler=None)
    plate = zarr.open_group(f"P{n}.zarr", mode="w", zarr_format=n)
    write_plate_metadata(plate, ["A", "B"], ["1", "2"], ["B/2"], name="made", field_count=1, acquisitions=[{"id": 1}], fmt=fmt)
    well = plate.require_group("B").require_group("2")
    write_well_metadata(well, [{"path": "0", "acquisition": 1}], fmt=fmt)
    write_image(data[:, 0], well.require_group("0"), axes="cyx", fmt=fmt)
)"));
  for (const unsigned zarr : { 2u, 3u })
  {
    CAPTURE(zarr);
    const std::string  name = std::to_string(zarr);
    const OmeZarrImage image = ReadOmeZarrImage(folder / ("I" + name + ".zarr"));
    CHECK(image.shape == ZarrSizes{ 2, 3, 40, 50 });
    CHECK(ReadOmeZarrChannels(image, 2).planes.at(1)->GetBufferPointer()[0] == (1 * 3 + 2) * 2000);
    CHECK(image.labels == std::vector<std::string>{ "cells" });
    CHECK(ReadOmeZarrLabels(image, "cells", 2)->GetBufferPointer()[51] == 70000);
    const ScreenIndex index = MakeIndex("ome_zarr", folder / ("P" + name + ".zarr"), folder.Path(), {});
    REQUIRE(index.table.Rows() == 2);
    CHECK(index.table.Cell(0, "plate") == "made");
    CHECK(index.table.Cell(0, "well") == "B02");
    CHECK(index.table.Cell(0, "acquisition") == "1");
    CHECK(
      ReadPlane(folder / index.table.Cell(1, "path"), PageNumber(index.table.Cell(1, "page")))->GetBufferPointer()[1] ==
      6001);
  }
}
