#include "modules/io/phenoTestGzip.h"
#include "modules/io/phenoTiffMaker.h"
#include "modules/io/phenoZarrMaker.h"
#include "phenoBinaryMutator.h"
#include "phenoBreakFile.h"
#include "phenoMutator.h"

#include "phenoNpy.h"
#include "phenoParquet.h"
#include "phenoPng.h"
#include "phenoReadPlane.h"
#include "phenoScreenIndex.h"
#include "phenoTiff.h"
#include "phenoValueCodec.h"

#include <zlib.h>

using namespace pheno;
using namespace pheno::test;

namespace
{
/** 40 x 30 pixels of an unsigned type with little repetition. */
template <typename TPixel>
std::vector<TPixel>
Noise()
{
  std::mt19937        random(7);
  std::vector<TPixel> pixels(40 * 30);
  for (TPixel & pixel : pixels)
  {
    pixel = static_cast<TPixel>(random() % 5000);
  }
  return pixels;
}

/** 16 x 12 pixels of 16 bits, 1000 x + y, in a JP2 file, by OpenJPEG 2.5.4 without loss in two resolutions; the
 * codestream begins at byte 85. */
const std::string kJp2 =
  "0000000c6a5020200d0a870a00000014667479706a703220000000006a7032200000002d6a70326800000016696864720000000c000000100001"
  "0f0700000000000f636f6c7201000000000011000000ec6a703263ff4fff5100290000000000100000000c000000000000000000000010000000"
  "0c"
  "000000000000000000010f0101ff52000c00000001000104040001ff5c00074080888890ff640025000143726561746564206279204f70656e4a"
  "50"
  "45472076657273696f6e20322e352e34ff90000a0000000000770001ff93dff8929812281a4d226889e0827a371d0cf89cc8ae2fb30375fd523c"
  "b7"
  "32fa546bcc2595ea61b920af73d7c9a72b50e5757d39fc8d19f55c27572cc19386c35eddd4523a45094e8688c4b2a2fe95f2060005761524857f"
  "c0"
  "3f6098000220369cfa7ecd72b7333f408bffd9";
constexpr std::size_t kCodestreamAt = 85;

std::uint32_t
BigEndian(const std::string & bytes, std::size_t at)
{
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < 4; ++i)
  {
    word = (word << 8) | static_cast<unsigned char>(bytes[at + i]);
  }
  return word;
}

/** The checksums of a PNG made right again, so that decoders believe what was broken. */
std::string
WithChecksums(std::string png)
{
  for (std::size_t at = 8; at + 12 <= png.size();)
  {
    const std::size_t length = BigEndian(png, at);
    if (length > png.size() - at - 12)
    {
      break;
    }
    const auto sum = static_cast<std::uint32_t>(
      crc32(0, reinterpret_cast<const Bytef *>(png.data() + at + 4), static_cast<uInt>(length + 4)));
    for (std::size_t i = 0; i < 4; ++i)
    {
      png[at + 8 + length + i] = static_cast<char>(sum >> (24 - 8 * i));
    }
    at += 12 + length;
  }
  return png;
}

/** An image of four pages, the first of which has this description. */
void
MakeOmeTiff(const fs::path & path, const std::string & xml)
{
  TIFF *     tiff = TIFFOpen(path.c_str(), "wl");
  TiffRecipe recipe;
  recipe.width = 2;
  recipe.height = 1;
  for (int page = 0; page < 4; ++page)
  {
    recipe.tags = [&](TIFF * open) {
      if (page == 0)
      {
        TIFFSetField(open, TIFFTAG_IMAGEDESCRIPTION, xml.c_str());
      }
    };
    AddTiffPage(tiff, recipe, { 1, 2 });
  }
  TIFFClose(tiff);
}

/** How one kind of file is broken and read. */
struct Kind
{
  std::string                                              name;
  std::function<void(const fs::path &)>                    make;
  std::function<void(const fs::path &)>                    use;
  std::function<std::string(BinaryMutator &, std::string)> repair; ///< may be empty
};

void
UseImage(const fs::path & path)
{
  DescribePlane(path);
  ReadPlane(path);
}

void
UseTiff(const fs::path & path)
{
  ReadTiffPages(path);
  ReadTiff(path);
}

Kind
TiffKind(const std::string & name, std::uint16_t compression, std::uint32_t tile)
{
  return { name + (tile > 0 ? "_tiles.tif" : "_strips.tif"),
           [=](const fs::path & path) {
             TiffRecipe recipe;
             recipe.width = 40;
             recipe.height = 30;
             recipe.bits = 16;
             recipe.compression = compression;
             recipe.tile = tile;
             MakeTiff(path, recipe, Bytes(Noise<std::uint16_t>()));
           },
           UseTiff,
           {} };
}

Profiles
SomeProfiles()
{
  Profiles profiles;
  profiles.features = { "Cells_a", "Cells_b" };
  Table::Text    wells;
  Table::Integer counts;
  for (int i = 0; i < 200; ++i)
  {
    wells.push_back(i % 3 == 0 ? "" : "B0" + std::to_string(i % 7));
    counts.push_back(i);
    profiles.values.push_back(0.1 * i);
    profiles.values.push_back(i % 5);
  }
  profiles.metadata.Add("Metadata_Well", wells);
  profiles.metadata.Add("Metadata_Count", counts);
  return profiles;
}

/** All kinds that this build reads but .h5ad: HDF5 1.10 itself copies from outside of its memory when the size of an
 * object in a file's global heap is broken (H5HG_read), which no reader in this process can prevent. */
std::vector<Kind>
Kinds()
{
  std::vector<Kind> kinds = {
    { "a.png",
      [](const fs::path & path) { WritePng(path, Noise<std::uint8_t>(), 40, 30); },
      UseImage,
      [](BinaryMutator & mutator, std::string broken) {
        return mutator.Below(2) == 0 ? WithChecksums(std::move(broken)) : broken;
      } },
    { "a.jp2", [](const fs::path & path) { Write(path, FromHex(kJp2)); }, UseImage, {} },
    { "a.j2k", [](const fs::path & path) { Write(path, FromHex(kJp2).substr(kCodestreamAt)); }, UseImage, {} },
    { "a.npy",
      [](const fs::path & path) {
        const auto  pixels = Noise<std::uint16_t>();
        WriteNpy(path, NpyArray::Type::UInt16, { 40, 30 }, pixels.data());
      },
      [](const fs::path & path) { ReadNpy(path).Doubles(); },
      {} },
    { "a.csv.gz",
      [](const fs::path & path) { WriteGzip(path, "plate,well,dose\nP1,A01,0.5\nP1,\"A02\",1\n"); },
      [](const fs::path & path) { ImportValue(ValueType::Table, path); },
      {} },
  };
  for (const auto & [name, compression] : { std::pair{ "none", COMPRESSION_NONE },
                                            { "lzw", COMPRESSION_LZW },
                                            { "deflate", COMPRESSION_ADOBE_DEFLATE },
                                            { "zstd", COMPRESSION_ZSTD },
                                            { "packbits", COMPRESSION_PACKBITS } })
  {
    kinds.push_back(TiffKind(name, static_cast<std::uint16_t>(compression), 0));
    kinds.push_back(TiffKind(name, static_cast<std::uint16_t>(compression), 16));
  }
  if (HasParquet())
  {
    kinds.push_back({ "a.parquet",
                      [](const fs::path & path) { WriteParquet(path, SomeProfiles()); },
                      [](const fs::path & path) { ReadParquet(path); },
                      {} });
  }
  return kinds;
}
} // namespace

TEST_CASE("1,000 broken files of each kind are read or refused with a sentence, in bounded memory")
{
  constexpr long        kMiB = 600; // less than any header may declare
  const TemporaryFolder folder;
  for (const Kind & kind : Kinds())
  {
    CAPTURE(kind.name);
    const fs::path path = folder / kind.name;
    kind.make(path);
    kind.use(path);
    const long        before = PeakMemory();
    BinaryMutator     mutator(41);
    const BrokenCount count = BreakFile(
      path,
      [&](const std::string & whole) {
        std::string broken = mutator.Mutate(whole);
        return kind.repair ? kind.repair(mutator, std::move(broken)) : broken;
      },
      [&] { kind.use(path); });
    CHECK(count.read > 0);
    CHECK(count.refused > 200);
    CHECK(PeakMemory() - before < kMiB);
  }
}

TEST_CASE("1,000 broken OME-XML texts are read or refused with a sentence")
{
  const TemporaryFolder folder;
  const std::string     xml =
    R"(<?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Plate ID="Plate:0" Name="P5">)"
    R"(<Well ID="Well:0" Row="1" Column="2"><WellSample ID="s" Index="0"><ImageRef ID="Image:0"/></WellSample></Well></Plate>)"
    R"(<Image ID="Image:0"><Pixels ID="p" DimensionOrder="XYZCT" SizeX="2" SizeY="1" Type="uint8" SizeC="2" SizeZ="2" )"
    R"(SizeT="1"><Channel ID="c0" Name="DNA"/><Channel ID="c1"/><TiffData FirstC="0" IFD="0" PlaneCount="4"/></Pixels>)"
    R"(</Image></OME>)";
  Write(folder / "xml/text", xml);
  fs::create_directories(folder / "image");
  IndexOptions options;
  options.digest = false;
  const long        before = PeakMemory();
  Mutator           mutator(43);
  const BrokenCount count = BreakFile(
    folder / "xml/text",
    [&](const std::string & whole) { return mutator.Mutate(whole); },
    [&] {
      fs::remove(folder / "image/a.ome.tif");
      MakeOmeTiff(folder / "image/a.ome.tif", Read(folder / "xml/text"));
      MakeIndex("ome_tiff", folder / "image", folder / "image", options);
    });
  CHECK(count.read > 20);
  CHECK(count.refused > 100);
  CHECK(PeakMemory() - before < 600);
}

TEST_CASE("what decompresses to far more than it should is refused before it fills the memory")
{
  const TemporaryFolder folder;
  const std::string     zeros(std::size_t(1) << 24, '\0');
  for (int member = 0; member < 16; ++member) // 256 MiB from 256 KiB
  {
    WriteGzip(folder / "bomb.csv.gz", zeros, member == 0 ? "wb" : "ab");
  }
  const long before = PeakMemory();
  CHECK_HOLDS(MessageOf([&] { ImportValue(ValueType::Table, folder / "bomb.csv.gz"); }),
              "bomb.csv.gz: decompresses to more than 500 times its size, not read");

  Write(folder / "array/.zarray",
        MetadataV2({ 1024 }, { 1024 }, "<u2", { { "compressor", { { "id", "gzip" }, { "level", 5 } } } }).dump());
  fs::rename(folder / "bomb.csv.gz", folder / "array/0");
  CHECK_HOLDS(MessageOf([&] { ReadAll(folder / "array"); }), "bytes, expected at most");
  WriteGzip(folder / "array/0", zeros.substr(0, 1 << 20));
  CHECK_HOLDS(MessageOf([&] { ReadAll(folder / "array"); }), "its deflate data are damaged: they give more than");

  WritePng(folder / "a.png", Noise<std::uint8_t>(), 40, 30);
  std::string png = Read(folder / "a.png");
  png[18] = png[22] = 0x3E; // 15912 x 15902 pixels
  Write(folder / "a.png", WithChecksums(png));
  CHECK_HOLDS(MessageOf([&] { UseImage(folder / "a.png"); }), "a.png: ");
#ifdef __SANITIZE_ADDRESS__
  MESSAGE("the peak of memory is not held: the sanitizer keeps freed memory, " << PeakMemory() - before << " MB");
#else
  CHECK(PeakMemory() - before < 200);
#endif
}
