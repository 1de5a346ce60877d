#include "phenoImage.h"
#include "phenoPython.h"
#include "phenoTiff.h"
#include "phenoValueCodec.h"

using namespace pheno;

TEST_CASE("tifffile opens our images and labels, and we open its files")
{
  const std::string python = test::PythonWith("tifffile, numpy");
  if (python.empty())
  {
    PHENO_SKIP("no Python with tifffile");
  }
  const test::TemporaryFolder folder;
  const auto                  plane = Plane::New();
  plane->SetRegions(itk::Size<2>{ { 300, 200 } });
  plane->Allocate();
  for (int i = 0; i < 300 * 200; ++i)
  {
    plane->GetBufferPointer()[i] = 0.25f * static_cast<float>(i);
  }
  Image image;
  image.channels = { "dna", "er" };
  image.planes = { plane.GetPointer(), plane.GetPointer() };
  SaveValue(Ptr<Image>(std::make_shared<Image>(image)), folder.Path(), "image");
  const auto mask = LabelMask::New();
  mask->SetRegions(itk::Size<2>{ { 300, 200 } });
  mask->Allocate(true);
  mask->GetBufferPointer()[301] = 4000000000u;
  SaveValue(Ptr<Labels>(std::make_shared<Labels>(Labels{ mask.GetPointer() })), folder.Path(), "labels");
  REQUIRE(test::RunPython(python, folder.Path(), R"(
import json, numpy as np, tifffile
expected = (0.25 * np.arange(300 * 200, dtype=np.float32)).reshape(200, 300)
with tifffile.TiffFile("image.tif") as t:
    assert json.loads(t.pages[0].description) == {"channels": ["dna", "er"]}
    assert len(t.pages) == 2 and np.array_equal(t.pages[1].asarray(), expected)
labels = tifffile.imread("labels.tif")
assert labels.dtype == np.uint32 and labels[1, 1] == 4000000000 and np.count_nonzero(labels) == 1
tifffile.imwrite("by_tifffile.tif", (np.arange(1000) * 65).astype(np.uint16).reshape(20, 50), byteorder=">")
tifffile.imwrite("deflate.tif", (np.arange(4096) * 15).astype(np.uint16).reshape(64, 64), compression="zlib", tile=(16, 16))
)"));
  CHECK(ReadTiff(folder / "by_tifffile.tif")->GetBufferPointer()[999] == 64935);
  CHECK(ReadTiff(folder / "deflate.tif")->GetBufferPointer()[4095] == 61425);
}
