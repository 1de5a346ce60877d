#include "phenoCentralCrop.h"
#include "phenoImage.h"
#include "phenoIntensityMap.h"
#include "phenoModel.h"
#include "phenoNode.h"
#include "phenoPlateMap.h"
#include "phenoSmallFiles.h"
#include "phenoTable.h"

#include <algorithm>
#include <map>
#include <set>

namespace
{
using namespace pheno;

/** Compresses a well or the wells of a plate. */
class CompressScreen : public Node
{
public:
  explicit CompressScreen(const Json & params)
    : m_Crop(params.at("crop_px"))
    , m_Low(params.at("low_percentile"))
    , m_High(params.at("high_percentile"))
    , m_Sites(params.at("sites"))
    , m_RoleColumn(params.at("role_column"))
    , m_Folder(params.at("folder"))
    , m_OmeZarr(params.at("format") == "ome_zarr")
  {
    for (const Json & quota : params.at("quotas"))
    {
      m_Quotas[quota.at("role")] = quota.at("sites");
    }
    if (!(m_Low < m_High))
    {
      throw Error("low_percentile is " + params.at("low_percentile").dump() + ", high_percentile " +
                  params.at("high_percentile").dump() + "; expected the first to be smaller");
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Shard &     shard = context.GetShard();
    const fs::path    folder = out.Folder("files") / "files";
    const std::string plate = shard.at("plate");
    fs::create_directories(folder);
    const auto files = m_OmeZarr ? MakeOmeZarrFiles(folder, plate) : MakePngFiles(folder, plate);
    const auto listed = in.Get<Table>("files");
    Rows       rows;
    Table      sizes;
    for (const auto & [well, images] : ImagesOfWells(in, shard, *listed))
    {
      const std::string role = this->RoleOf(in, plate, well);
      const auto        quota = m_Quotas.find(role);
      const std::size_t wanted = quota == m_Quotas.end() ? m_Sites : quota->second;
      std::size_t       kept = 0;
      const std::size_t rowsBefore = rows.site.size();
      for (const Shard & site : images)
      {
        if (kept == wanted)
        {
          break;
        }
        context.ThrowIfCancelled();
        try
        {
          this->Keep(*std::get<Ptr<Image>>(in.Load("images", site)), well, site.at("site"), shard, *files, rows);
          ++kept;
        }
        catch (const BadData &) // the reader has told its reason; the next site takes its place
        {
          continue;
        }
      }
      sizes.Append(Sizes(RowsOfWell(*listed, shard, well),
                         { plate, well, role, kept, rows.site.size() - rowsBefore, files->TakeBytes() }));
    }
    files->Finish();
    out.Set("sizes", std::move(sizes));
    out.Set("index", rows.Finish(plate));
    out.Set("files", File{ folder });
  }

private:
  /** The index of what is kept, column by column. */
  struct Rows
  {
    Table::Text    well, site, channel, path, size, digest;
    Table::Integer page;
    Table::Real    low, high;

    Table
    Finish(const std::string & plate)
    {
      Table table;
      table.Add("plate", Table::Text(site.size(), plate));
      table.Add("well", std::move(well));
      table.Add("site", std::move(site));
      table.Add("channel", std::move(channel));
      table.Add("path", std::move(path));
      table.Add("size", std::move(size));
      table.Add("digest", std::move(digest));
      table.Add("page", std::move(page));
      table.Add("low", std::move(low));
      table.Add("high", std::move(high));
      return table;
    }
  };

  /** What was kept of a well. */
  struct Kept
  {
    std::string plate;
    std::string well;
    std::string role;
    std::size_t sites;
    std::size_t planes;
    double      bytes;
  };

  /** The sites of each listed well that can be read, in their order. */
  static std::vector<std::pair<std::string, std::vector<Shard>>>
  ImagesOfWells(const Inputs & in, const Shard & shard, const Table & listed)
  {
    std::vector<std::pair<std::string, std::vector<Shard>>> wells;
    std::map<std::string, std::size_t>                      places;
    const auto                                              place = [&](const std::string & well) {
      const auto [found, isNew] = places.try_emplace(well, wells.size());
      if (isNew)
      {
        wells.push_back({ well, {} });
      }
      return found->second;
    };
    for (const std::string & well : shard.Has("well") ? Table::Text{ shard.at("well") } : listed.Texts("well"))
    {
      place(well);
    }
    for (const Shard & site : in.Shards("images"))
    {
      wells[place(shard.Has("well") ? shard.at("well") : site.at("well"))].second.push_back(site);
    }
    return wells;
  }

  static Table
  RowsOfWell(const Table & listed, const Shard & shard, const std::string & well)
  {
    if (shard.Has("well"))
    {
      return listed;
    }
    const Table::Text        wells = listed.Texts("well");
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < wells.size(); ++row)
    {
      if (wells[row] == well)
      {
        rows.push_back(row);
      }
    }
    return listed.Select(rows);
  }

  std::string
  RoleOf(const Inputs & in, const std::string & plate, const std::string & well) const
  {
    if (!in.Has("wells"))
    {
      return "";
    }
    return PlateMap(in.Get<Table>("wells")).Lookup({ plate }, { well }, m_RoleColumn).front();
  }

  /** The middle of a channel and the map to 8 bit. Memory: its pixels and their sorted copy. */
  std::pair<SmallPlane, IntensityMap>
  Small(const std::string & channel, const Plane & plane) const
  {
    const auto         size = plane.GetBufferedRegion().GetSize();
    const AxisCrop     x = CentralCrop(size[0], m_Crop);
    const AxisCrop     y = CentralCrop(size[1], m_Crop);
    std::vector<float> crop(x.size * y.size);
    for (std::size_t row = 0; row < y.size; ++row)
    {
      const float * begin = plane.GetBufferPointer() + (y.start + row) * size[0] + x.start;
      std::copy(begin, begin + x.size, crop.data() + row * x.size);
    }
    PixelDistribution pixels;
    pixels.Add(crop);
    const IntensityMap map = StretchMap(pixels, m_Low, m_High);
    SmallPlane         small{ channel, std::vector<std::uint8_t>(crop.size()), x.size, y.size };
    std::transform(crop.begin(), crop.end(), small.pixels.begin(), [&map](float value) {
      return static_cast<std::uint8_t>(map(value));
    });
    return { std::move(small), map };
  }

  void
  Keep(const Image &       image,
       const std::string & well,
       const std::string & site,
       const Shard &       shard,
       SmallFiles &        files,
       Rows &              rows) const
  {
    std::vector<SmallPlane> planes;
    for (const std::string & channel : image.channels)
    {
      auto [plane, map] = this->Small(channel, *image.Plane(channel));
      planes.push_back(std::move(plane));
      rows.well.push_back(well);
      rows.site.push_back(site);
      rows.channel.push_back(channel);
      rows.low.push_back(map.low);
      rows.high.push_back(map.high);
    }
    for (const SmallFile & file : files.Add(well, site, planes))
    {
      rows.path.push_back(m_Folder + "/" + shard.FileStem() + "/" + file.path);
      rows.page.push_back(file.page);
      rows.size.push_back(file.size);
      rows.digest.push_back(file.digest);
    }
  }

  static Table
  Sizes(const Table & files, const Kept & kept)
  {
    const Table::Text             sites = files.Texts("site");
    const Table::Text             paths = files.Texts("path");
    const Table::Real             sizes = files.Numbers("size");
    std::map<std::string, double> bytesOf; // a file of several pages counts once
    for (std::size_t row = 0; row < paths.size(); ++row)
    {
      bytesOf[paths[row]] = std::max(0.0, sizes[row]); // NaN: it was missing
    }
    double bytes = 0;
    for (const auto & [path, size] : bytesOf)
    {
      bytes += size;
    }
    const auto count = [](std::size_t n) { return Table::Integer{ static_cast<std::int64_t>(n) }; };
    Table      table;
    table.Add("plate", Table::Text{ kept.plate });
    table.Add("well", Table::Text{ kept.well });
    table.Add("role", Table::Text{ kept.role });
    table.Add("sites", count(std::set<std::string>(sites.begin(), sites.end()).size()));
    table.Add("kept_sites", count(kept.sites));
    table.Add("files", count(bytesOf.size()));
    table.Add("kept_files", count(kept.planes));
    table.Add("bytes", Table::Real{ bytes });
    table.Add("kept_bytes", Table::Real{ kept.bytes });
    table.Add("ratio", Table::Real{ bytes / kept.bytes });
    return table;
  }

  std::size_t                        m_Crop;
  double                             m_Low;
  double                             m_High;
  std::size_t                        m_Sites;
  std::string                        m_RoleColumn;
  std::string                        m_Folder;
  bool                               m_OmeZarr;
  std::map<std::string, std::size_t> m_Quotas;
};
} // namespace

PHENO_NODE(CompressScreen)
