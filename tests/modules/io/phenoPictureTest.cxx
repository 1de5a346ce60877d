#include "phenoReadPlane.h"

#include "phenoError.h"
#include "phenoTestFiles.h"
#include "phenoTiff.h"
#include "phenoZarrMaker.h"

#include <cstdio>
#include <unistd.h>

using namespace pheno;
using test::FromHex;

namespace
{
/** 4 x 3 pixels, 5000 times (0 to 11) in 16 bits, 20 times in 8 bits. PNG by hand after its specification, packed by
 * zlib; JPEG 2000 by OpenJPEG 2.5.4, without loss. */
const std::string kPng16 =
  "89504e470d0a1a0a0000000d4948445200000004000000031000000000c10f2d59000000244944415478da63606010ee"
  "5017b09ac1e0a790b8a2d4a06307c31c87f5270e075cbb010062fd0a15f8a4ecc80000000049454e44ae426082";
const std::string kPng8 =
  "89504e470d0a1a0a0000000d4948445200000004000000030800000000919ff11a000000174944415478da636010d1b061"
  "0848a9e86158b0e5c41d00190f0529cd322a5b0000000049454e44ae426082";
const std::string kCodestream =
  "ff4fff5100290000000000040000000300000000000000000000000400000003000000000000000000010f0101ff"
  "52000c00000001000004040001ff5c00044080ff640025000143726561746564206279204f70656e4a504547207665"
  "7273696f6e20322e352e34ff90000a0000000000290001ff93dff890b806c568e67f6d6bd41890b4c76f7bfab61803"
  "a8da56c391ffd9";
const std::string kJp2Boxes =
  "0000000c6a5020200d0a870a00000014667479706a703220000000006a7032200000002d6a703268000000166968647"
  "2000000030000000400010f0700000000000f636f6c72010000000000110000009b6a703263";

/** 9 x 10 pixels, 4000 x + y in 16 bits, 20 x + y in 8 bits, interlaced by Adam7; by hand. */
const std::string kInterlaced16 =
  "89504e470d0a1a0a0000000d49484452000000090000000a100000000164f9c7b7000000bd4944415478da05c1c74d03000c05d09f9e9c3c8229"
  "a15d3c82450f5cbc812520a11d3c82257ad9825eb68050b345e8b005ef014800f5ac43b7a0474059f7b20c9ef43bf0ac3f8217fc1528f2b4ee78"
  "378b4095e7f5c09fb30a3a91be0dc412e84cde6d28564017f269cde880aee4db46630d7423bf361e1b40814e794ade74db06fd3e96b30094e89c"
  "67e443776dd81fa29d25a042973c275fba6f23fe14ab59016a74cd2df9d1431bf39758cf1ad0a05b5e943f3db609efc56636fe013f6d3a6c8403"
  "dd430000000049454e44ae426082";
const std::string kInterlaced8 =
  "89504e470d0a1a0a0000000d49484452000000090000000a080000000134691bf4000000794944415478da016e0091ff0000a00008a800500058"
  "000454a4002878002c7c00308000022a527aa200062e567ea600143c648c00163e668e0018406890001a426a92001c446c94000115293d516579"
  "8da10003172b3f53677b8fa30005192d4155697d91a500071b2f43576b7f93a700091d3145596d8195a9d4da1db6e98626300000000049454e44"
  "ae426082";
/** 11 x 9 pixels of 12 bits, 350 x + y, in tiles of 8 x 8 pixels, by OpenJPEG 2.5.0 without loss. */
const std::string kTiledJp2 =
  "0000000c6a5020200d0a870a00000014667479706a703220000000006a7032200000002d6a7032680000001669686472000000090000000b0001"
  "0b0700000000000f636f6c7201000000000011000001106a703263ff4fff51002900000000000b00000009000000000000000000000008000000"
  "08000000000000000000010b0101ff52000c00000001000204040001ff5c000a4060686870686870ff640025000143726561746564206279204f"
  "70656e4a5045472076657273696f6e20322e352e30ff90000a0000000000340001ff93dfe020078d1d819eacfcbfc3f604800742000cfb328f0b"
  "3bc1f9834001102219ca62cf4f037fff90000a0001000000280001ff93cfe414027392ff7fc3f604800742000245ad3f0b7fa00088037fff9000"
  "0a0002000000220001ff93cfe410063cccefc3f6030b2f5fc1f981800fae5fff90000a00030000001a0001ff93cfe40c047d3fc3f60202f980ff"
  "d9";

std::string
Refusal(const fs::path & path)
{
  return test::MessageOf<BadData>([&] { ReadPlane(path); });
}

/** 2 x 2 pixels of 0, 70, 140, 255 (times 257 in 16 bits), in other kinds of PNG than grey. */
const std::string kGreyRgb =
  "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a73000000164944415478da6360606070737363e8e9e9f9"
  "ffff3f00159e0574ae529f150000000049454e44ae426082";
const std::string kGreyRgba =
  "89504e470d0a1a0a0000000d494844520000000200000002080600000072b60d24000000184944415478da63606060f8efe6e6f69fa1a7"
  "a7e73f0800003c3f0970420d66640000000049454e44ae426082";
const std::string kGreyAlpha =
  "89504e470d0a1a0a0000000d4948445200000002000000020804000000d8bfc5af000000124944415478da6360f8eff69fa1e7ffffff00"
  "181005ce7137fd790000000049454e44ae426082";
const std::string kGreyRgb16 =
  "89504e470d0a1a0a0000000d4948445200000002000000021002000000ad444630000000144944415478da63600003373060e80183ff60"
  "00004f430ae733b0a8620000000049454e44ae426082";
const std::string kGreyPalette =
  "89504e470d0a1a0a0000000d49484452000000020000000202030000000fd8e5b70000000c504c54450000004646468c8c8cffffffea1d"
  "60930000000c4944415478da631060d8000000e400c119553bfb0000000049454e44ae426082";
const std::string kColour =
  "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a73000000164944415478da636064646462626260666666"
  "6165010000af0020a37bfa170000000049454e44ae426082";
const std::string kTransparent =
  "89504e470d0a1a0a0000000d494844520000000200000002080600000072b60d240000001a4944415478da63606464fccfc4c4f49f8199"
  "99b99e8585e53f001c4f039b3a082b570000000049454e44ae426082";

/** Pixel (x, y) is stepX x + stepY y. */
void
CheckPixels(const fs::path & path, unsigned bits, itk::Size<2> size, float stepX, float stepY)
{
  const PlaneKind kind = DescribePlane(path);
  CHECK(kind.width == size[0]);
  CHECK(kind.height == size[1]);
  CHECK(kind.bits == bits);
  const Plane::Pointer plane = ReadPlane(path);
  REQUIRE(plane->GetBufferedRegion().GetSize() == size);
  for (std::size_t i = 0; i < size[0] * size[1]; ++i)
  {
    CHECK(plane->GetBufferPointer()[i] ==
          stepX * static_cast<float>(i % size[0]) + stepY * static_cast<float>(i / size[0]));
  }
}

void
CheckPixels(const fs::path & path, unsigned bits, float step)
{
  CheckPixels(path, bits, { { 4, 3 } }, step, 4 * step);
}

/** What a call prints, on either stream of the process. */
template <typename TCall>
std::string
PrintedBy(const fs::path & scratch, TCall call)
{
  std::fflush(nullptr);
  std::FILE * const file = std::fopen(scratch.c_str(), "w");
  REQUIRE(file);
  const int streams[] = { STDOUT_FILENO, STDERR_FILENO };
  const int kept[] = { ::dup(streams[0]), ::dup(streams[1]) };
  for (const int stream : streams)
  {
    ::dup2(::fileno(file), stream);
  }
  call();
  std::fflush(nullptr);
  for (int i = 0; i < 2; ++i)
  {
    ::dup2(kept[i], streams[i]);
    ::close(kept[i]);
  }
  std::fclose(file);
  return test::Read(scratch);
}
} // namespace

TEST_CASE("grey PNG of 8 and 16 bits and JPEG 2000 keep their values, whatever the file is called")
{
  const test::TemporaryFolder folder;
  test::Write(folder / "a.tif", FromHex(kPng16));
  CheckPixels(folder / "a.tif", 16, 5000);
  test::Write(folder / "a.png", FromHex(kPng8));
  CheckPixels(folder / "a.png", 8, 20);
  test::Write(folder / "a.jp2", FromHex(kJp2Boxes + kCodestream));
  CheckPixels(folder / "a.jp2", 16, 5000);
  test::Write(folder / "a.j2k", FromHex(kCodestream));
  CheckPixels(folder / "a.j2k", 16, 5000);
  CHECK_HOLDS(test::MessageOf<BadData>([&] { ReadPlane(folder / "a.png", 1); }), "has no page 1, only 0");
  const std::uint16_t pixels[2] = { 7, 8 };
  WriteTiff16(folder / "t.png", pixels, 2, 1); // a TIFF under another name
  CHECK(ReadPlane(folder / "t.png")->GetBufferPointer()[1] == 8);
}

TEST_CASE("a PNG in colours or with a palette is read when all of it is grey and opaque")
{
  const test::TemporaryFolder folder;
  const fs::path              path = folder / "a.png";
  for (const std::string * hex : { &kGreyRgb, &kGreyRgba, &kGreyAlpha, &kGreyRgb16, &kGreyPalette })
  {
    CAPTURE(*hex);
    test::Write(path, FromHex(*hex));
    const unsigned bits = hex == &kGreyRgb16 ? 16 : 8;
    CHECK(DescribePlane(path).bits == bits);
    const Plane::Pointer     plane = ReadPlane(path);
    const float              scale = bits == 16 ? 257.0F : 1.0F;
    const std::vector<float> expected = { 0.0F, 70 * scale, 140 * scale, 255 * scale };
    const float *            pixels = plane->GetBufferPointer();
    CHECK(std::vector<float>(pixels, pixels + 4) == expected);
  }
  test::Write(path, FromHex(kColour));
  CHECK(Refusal(path) == path.string() + ": is a colour image: pixel (1, 1) is (4, 5, 4), expected grey");
  test::Write(path, FromHex(kTransparent));
  CHECK(Refusal(path) == path.string() + ": is not opaque: pixel (0, 1) is (3, 3, 3, 127)");
}

TEST_CASE("interlaced PNG and JPEG 2000 in tiles of 12 bits keep their values")
{
  const test::TemporaryFolder folder;
  test::Write(folder / "a.png", FromHex(kInterlaced16));
  CheckPixels(folder / "a.png", 16, { { 9, 10 } }, 4000, 1);
  test::Write(folder / "b.png", FromHex(kInterlaced8));
  CheckPixels(folder / "b.png", 8, { { 9, 10 } }, 20, 1);
  test::Write(folder / "a.jp2", FromHex(kTiledJp2));
  CheckPixels(folder / "a.jp2", 12, { { 11, 9 } }, 350, 1);
}

TEST_CASE("a damaged picture is refused with the reason of the library that decodes it")
{
  const test::TemporaryFolder folder;
  const fs::path              path = folder / "a";
  const auto                  refusal = [&](std::string bytes) {
    test::Write(path, bytes);
    return Refusal(path);
  };
  const std::string expected = path.string() + ": cannot be decoded: it is damaged or truncated ";
  CHECK(refusal(FromHex(kPng8).substr(0, 60)) == expected + "(libpng: the file ends too early)");
  std::string       png = FromHex(kPng16);
  const std::size_t data = png.find("IDAT") + 4;
  png[data] ^= 1;
  CHECK(refusal(png) == expected + "(libpng: IDAT: incorrect header check)");
  CHECK(refusal(FromHex(kCodestream).substr(0, 80)) == expected + "(OpenJPEG: Stream too short)");
  std::string jp2 = FromHex(kJp2Boxes + kCodestream);
  jp2[jp2.find("ihdr")] = 'x';
  CHECK(refusal(jp2) == expected + "(OpenJPEG: Stream error while reading JP2 Header box: no 'ihdr' box.)");
}

TEST_CASE("damaged pictures are told in errors alone, nothing is printed")
{
  const test::TemporaryFolder folder;
  const fs::path              path = folder / "a";
  int                         refused = 0;
  const auto                  read = [&](const std::string & bytes) {
    test::Write(path, bytes);
    try
    {
      ReadPlane(path);
    }
    catch (const BadData &)
    {
      ++refused;
    }
  };
  const std::string printed = PrintedBy(folder / "printed", [&] {
    for (const std::string & hex : { kPng8, kInterlaced16, kCodestream, kTiledJp2 })
    {
      const std::string whole = FromHex(hex);
      for (std::size_t at = 0; at < whole.size(); ++at)
      {
        std::string broken = whole;
        broken[at] ^= 1;
        read(broken);
        read(whole.substr(0, at));
      }
    }
  });
  CHECK(printed == "");
  CHECK(refused > 1000);
}

TEST_CASE("colour, lying headers and damage are bad data")
{
  const test::TemporaryFolder folder;
  const fs::path              path = folder / "a.png";
  const auto                  changed = [&](const std::string & hex, std::size_t at, char byte) {
    std::string bytes = FromHex(hex);
    bytes[at] = byte;
    test::Write(path, bytes);
    return Refusal(path);
  };
  CHECK_HOLDS(changed(kPng8, 25, 2), "cannot be decoded: it is damaged or truncated (libpng: IHDR: CRC error)");
  CHECK_HOLDS(changed(kPng8, 24, 4), "has 4 bits a pixel, expected 8 to 16");
  CHECK_HOLDS(changed(kPng8, 16, 0x7F), "declares 2130706436 x 3 pixels");
  CHECK_HOLDS(changed(kPng8, 23, 0), "declares 4 x 0 pixels");
  CHECK_HOLDS(changed(kCodestream, 41, 3), "is a colour image (3 samples a pixel)");
  CHECK_HOLDS(changed(kCodestream, 8, 0x7F), "pixels are read");
  std::string vast = FromHex(kCodestream);
  for (const std::size_t at : { 10u, 14u, 26u, 30u }) // width and height, of the picture and of its tiles
  {
    vast[at] = 0x20;
  }
  test::Write(path, vast);
  CHECK_HOLDS(Refusal(path),
              "declares 8196 x 8195 pixels in " + std::to_string(vast.size()) + " bytes; at most 4096 pixels a byte");
  std::string tiled = FromHex(kCodestream);
  tiled[9] = 0x0F; // 983044 columns in tiles of 4
  test::Write(path, tiled);
  CHECK_HOLDS(Refusal(path),
              "declares 245761 tiles in " + std::to_string(tiled.size()) + " bytes; expected at least 14");
  for (const std::string & hex : { kPng16, kPng8, kCodestream })
  {
    const std::string whole = FromHex(hex);
    for (const std::size_t size : { 20u, 40u, 60u })
    {
      test::Write(path, whole.substr(0, size));
      CHECK(Refusal(path) != "");
    }
  }
}
