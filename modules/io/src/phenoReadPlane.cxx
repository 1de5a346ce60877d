#include "phenoReadPlane.h"

#include "phenoError.h"
#include "phenoIndexNotes.h"
#include "phenoOmeZarrFields.h"
#include "phenoPicture.h"
#include "phenoPixelRange.h"
#include "phenoScreenIndex.h"
#include "phenoTiff.h"
#include "phenoTiffDecode.h"

namespace pheno
{
namespace
{
bool
IsFolder(const fs::path & path)
{
  boost::system::error_code ignored;
  return fs::is_directory(path, ignored);
}

PlaneKind
KindOfArray(const fs::path & folder, unsigned page)
{
  const fs::path   path = ArrayOfPlanes(folder);
  const ZarrArray  array(path);
  const ZarrPlanes planes = PlanesOf(array, path);
  BoxOfPlane(array, page, path);
  return { static_cast<std::uint32_t>(planes.width),
           static_cast<std::uint32_t>(planes.height),
           8 * array.Type().bytes,
           array.Type().kind == ZarrType::Kind::Float };
}

DecodedPlane
ReadArray(const fs::path & folder, unsigned page)
{
  const fs::path   path = ArrayOfPlanes(folder);
  const ZarrArray  array(path);
  const ZarrPlanes planes = PlanesOf(array, path);
  const ZarrBox    box = BoxOfPlane(array, page, path);
  const auto       plane = Plane::New();
  plane->SetRegions(itk::Size<2>{ { planes.width, planes.height } });
  plane->Allocate();
  array.Read(box, plane->GetBufferPointer());
  return { plane, array.Type().kind == ZarrType::Kind::Float };
}

void
CheckFinite(const fs::path & path, const Plane & plane)
{
  if (const std::size_t none = CountNotFinite(plane); none > 0)
  {
    throw BadData(path.string() + ": " + std::to_string(none) + " of its " +
                  std::to_string(plane.GetBufferedRegion().GetNumberOfPixels()) + " pixels " +
                  (none == 1 ? "is no finite number" : "are no finite numbers"));
  }
}

/** A picture has one page. */
void
CheckPage(const fs::path & path, unsigned page)
{
  if (page != 0)
  {
    throw BadData(path.string() + ": has no page " + std::to_string(page) + ", only 0");
  }
}

DecodedPlane
Decode(const fs::path & path, unsigned page)
{
  if (IsFolder(path))
  {
    return ReadArray(path, page);
  }
  if (const std::optional<PlaneKind> picture = DescribePicture(path))
  {
    CheckPage(path, page);
    return { DecodePicture(path, *picture) };
  }
  return DecodeTiff(path, page);
}
} // namespace

PlaneKind
DescribePlane(const fs::path & path, unsigned page)
{
  if (IsFolder(path))
  {
    return KindOfArray(path, page);
  }
  if (const std::optional<PlaneKind> picture = DescribePicture(path))
  {
    CheckPage(path, page);
    return *picture;
  }
  const std::vector<TiffPage> pages = ReadTiffPages(path);
  if (page >= pages.size())
  {
    throw BadData(path.string() + ": has no page " + std::to_string(page) + ", only 0 to " +
                  std::to_string(pages.size() - 1));
  }
  return { pages[page].width, pages[page].height, pages[page].bits, pages[page].isFloat };
}

Plane::Pointer
ReadPlane(const fs::path & path, unsigned page)
{
  const DecodedPlane decoded = Decode(path, page);
  if (decoded.isFloat)
  {
    CheckFinite(path, *decoded.plane);
  }
  return decoded.plane;
}

PlaneIdentity
IdentifyPlane(const fs::path & path, unsigned page, bool withDigest)
{
  if (!IsFolder(path))
  {
    PlaneIdentity identity{ SizeOfListed(path), "" };
    identity.digest = withDigest && !identity.size.empty() ? QuickDigest(path) : "";
    return identity;
  }
  if (FindZarrNode(path) == ZarrNode::None)
  {
    throw Error(path.string() + ": is a folder, expected an image file or a Zarr array");
  }
  const fs::path     folder = ArrayOfPlanes(path);
  const ZarrArray    array(folder);
  const ZarrIdentity identity = array.Identify(BoxOfPlane(array, page, folder), withDigest);
  return { std::to_string(identity.size), identity.digest };
}
} // namespace pheno
