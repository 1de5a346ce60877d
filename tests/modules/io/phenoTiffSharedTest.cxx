#include "phenoTiff.h"

#include "phenoTestFiles.h"

#include <algorithm>

using namespace pheno;

TEST_CASE("BBBC013: big-endian palette images with an identity grey map")
{
  const fs::path path = test::Shared("data/bbbc013/Channel1-01-A-01.tif");
  if (!fs::exists(path))
  {
    PHENO_SKIP(path.string() + " is not there");
  }
  const std::string bytes = test::Read(path);
  REQUIRE(bytes.substr(0, 2) == "MM");
  const std::vector<TiffPage> pages = ReadTiffPages(path);
  REQUIRE(pages.size() == 1);
  CHECK(pages[0].width == 640);
  CHECK(pages[0].height == 640);
  CHECK(pages[0].bits == 8);

  // The map is the identity, so the pixels are the stored bytes: uncompressed, somewhere in the file in one piece.
  const Plane::Pointer plane = ReadTiff(path);
  std::string          pixels(640 * 640, '\0');
  std::transform(plane->GetBufferPointer(), plane->GetBufferPointer() + pixels.size(), pixels.begin(), [](float value) {
    return static_cast<char>(static_cast<unsigned char>(value));
  });
  CHECK(bytes.find(pixels) != std::string::npos);
  CHECK(*std::max_element(pixels.begin(), pixels.end()) != *std::min_element(pixels.begin(), pixels.end()));
}
