#include "phenoReadPlane.h"

#include "phenoError.h"
#include "phenoIndexNotes.h"
#include "phenoOmeZarrFields.h"
#include "phenoPicture.h"
#include "phenoPlaneStore.h"
#include "phenoScreenIndex.h"

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
  TiffFile file(path);
  return DecodeTiff(file, page);
}
} // namespace

bool
IsTiffStore(const fs::path & path)
{
  return !IsFolder(path) && !DescribePicture(path);
}

void
CheckFinite(const fs::path & path, std::size_t not_finite, std::size_t pixels)
{
  if (not_finite > 0)
  {
    throw BadData(path.string() + ": " + std::to_string(not_finite) + " of its " + std::to_string(pixels) + " pixels " +
                  (not_finite == 1 ? "is no finite number" : "are no finite numbers"));
  }
}

Plane::Pointer
FinitePlane(const fs::path & path, const DecodedPlane & decoded)
{
  const std::size_t pixels = decoded.plane->GetBufferedRegion().GetNumberOfPixels();
  if (decoded.isFloat)
  {
    CheckFinite(path, CountNotFinite(decoded.plane->GetBufferPointer(), pixels), pixels);
  }
  return decoded.plane;
}

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
  TiffFile file(path);
  return DescribeTiff(file, page);
}

Plane::Pointer
ReadPlane(const fs::path & path, unsigned page)
{
  return FinitePlane(path, Decode(path, page));
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
