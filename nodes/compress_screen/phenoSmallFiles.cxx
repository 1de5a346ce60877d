#include "phenoSmallFiles.h"

#include "phenoError.h"
#include "phenoImage.h"
#include "phenoOmeZarr.h"
#include "phenoPng.h"
#include "phenoReadPlane.h"
#include "phenoScreenIndex.h"
#include "phenoShard.h"

#include <algorithm>
#include <utility>

namespace pheno
{
namespace
{
class PngFiles : public SmallFiles
{
public:
  PngFiles(fs::path folder, std::string plate)
    : m_Folder(std::move(folder))
    , m_Plate(std::move(plate))
  {}

  std::vector<SmallFile>
  Add(const std::string & well, const std::string & site, const std::vector<SmallPlane> & planes) override
  {
    std::vector<SmallFile> files;
    for (const SmallPlane & plane : planes)
    {
      const Shard place({ { "plate", m_Plate }, { "well", well }, { "site", site }, { "channel", plane.channel } });
      const std::string name = place.FileStem() + ".png";
      const fs::path    path = m_Folder / name;
      if (fs::exists(path))
      {
        throw Error("two images of well " + well + " would both be called " + name +
                    "; expected names of sites and channels that differ in letters or digits");
      }
      WritePng(path, plane.pixels, plane.width, plane.height);
      const std::uintmax_t size = fs::file_size(path);
      m_Bytes += static_cast<double>(size);
      files.push_back({ name, 0, std::to_string(size), QuickDigest(path) });
    }
    return files;
  }
  double
  TakeBytes() override
  {
    return std::exchange(m_Bytes, 0);
  }
  void
  Finish() override
  {}

private:
  fs::path    m_Folder;
  std::string m_Plate;
  double      m_Bytes = 0;
};

class OmeZarrFiles : public SmallFiles
{
public:
  OmeZarrFiles(fs::path folder, const std::string & plate)
    : m_Folder(std::move(folder))
    , m_Plate(m_Folder / (Shard({ { "plate", plate } }).FileStem() + ".zarr"), plate, OmeZarrOptions{}.zarr)
  {}

  std::vector<SmallFile>
  Add(const std::string & well, const std::string &, const std::vector<SmallPlane> & planes) override
  {
    Image image;
    for (const SmallPlane & small : planes)
    {
      const auto plane = Plane::New();
      plane->SetRegions(itk::Size<2>{ { small.width, small.height } });
      plane->Allocate();
      std::copy(small.pixels.begin(), small.pixels.end(), plane->GetBufferPointer());
      image.channels.push_back(small.channel);
      image.planes.emplace_back(plane.GetPointer());
    }
    OmeZarrOptions options;
    options.type.bytes = 1;
    options.chunk = std::max(planes.front().width, planes.front().height);
    const fs::path field = m_Plate.AddField(well);
    WriteOmeZarrImage(field, image, options);
    for (const fs::directory_entry & entry : fs::recursive_directory_iterator(field))
    {
      m_Bytes += fs::is_regular_file(entry.status()) ? static_cast<double>(fs::file_size(entry.path())) : 0;
    }
    const fs::path         array = field / ReadOmeZarrImage(field).levels.front().path;
    std::vector<SmallFile> files;
    for (unsigned page = 0; page < planes.size(); ++page)
    {
      const PlaneIdentity identity = IdentifyPlane(array, page, true);
      files.push_back({ array.lexically_relative(m_Folder).generic_string(), page, identity.size, identity.digest });
    }
    m_Any = true;
    return files;
  }
  double
  TakeBytes() override
  {
    return std::exchange(m_Bytes, 0);
  }
  void
  Finish() override
  {
    if (m_Any)
    {
      m_Plate.Finish();
    }
  }

private:
  fs::path           m_Folder;
  OmeZarrPlateWriter m_Plate;
  double             m_Bytes = 0;
  bool               m_Any = false;
};
} // namespace

std::unique_ptr<SmallFiles>
MakePngFiles(const fs::path & folder, const std::string & plate)
{
  return std::make_unique<PngFiles>(folder, plate);
}

std::unique_ptr<SmallFiles>
MakeOmeZarrFiles(const fs::path & folder, const std::string & plate)
{
  return std::make_unique<OmeZarrFiles>(folder, plate);
}
} // namespace pheno
