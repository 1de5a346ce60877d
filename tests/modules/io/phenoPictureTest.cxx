#include "phenoReadPlane.h"

#include "phenoTestFiles.h"
#include "phenoTiff.h"
#include "phenoZarrMaker.h"

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

std::string
Refusal(const fs::path & path)
{
  return test::MessageOf<BadData>([&] { ReadPlane(path); });
}

void
CheckPixels(const fs::path & path, unsigned bits, float step)
{
  const PlaneKind kind = DescribePlane(path);
  CHECK(kind.width == 4);
  CHECK(kind.height == 3);
  CHECK(kind.bits == bits);
  const Plane::Pointer plane = ReadPlane(path);
  REQUIRE(plane->GetBufferedRegion().GetSize() == itk::Size<2>{ { 4, 3 } });
  for (int i = 0; i < 12; ++i)
  {
    CHECK(plane->GetBufferPointer()[i] == step * static_cast<float>(i));
  }
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
  CHECK_HOLDS(changed(kPng8, 25, 2), "is no grey PNG (colour type 2)");
  CHECK_HOLDS(changed(kPng8, 24, 4), "has 4 bits a pixel, expected 8 to 16");
  CHECK_HOLDS(changed(kPng8, 16, 0x7F), "declares 2130706436 x 3 pixels");
  CHECK_HOLDS(changed(kPng8, 23, 0), "declares 4 x 0 pixels");
  CHECK_HOLDS(changed(kCodestream, 41, 3), "is a colour image (3 samples a pixel)");
  CHECK_HOLDS(changed(kCodestream, 8, 0x7F), "pixels are read");
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
