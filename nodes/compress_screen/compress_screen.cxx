#include "phenoCentralCrop.h"
#include "phenoImage.h"
#include "phenoIntensityMap.h"
#include "phenoModel.h"
#include "phenoNode.h"
#include "phenoPlateMap.h"
#include "phenoPng.h"
#include "phenoScreenIndex.h"
#include "phenoTable.h"

#include <algorithm>
#include <map>
#include <set>

namespace
{
using namespace pheno;

/** One channel of one site in 8 bit. */
struct SmallPlane
{
  std::vector<std::uint8_t> pixels;
  std::size_t               width = 0;
  std::size_t               height = 0;
  IntensityMap              map;
};

/** Compresses a well. */
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
    const std::string role = this->RoleOf(in, shard);
    const auto        quota = m_Quotas.find(role);
    const std::size_t wanted = quota == m_Quotas.end() ? m_Sites : quota->second;
    const fs::path    folder = out.Folder("files") / "files";
    fs::create_directories(folder);
    Rows        rows;
    std::size_t kept = 0;
    for (const Shard & site : in.Shards("images"))
    {
      if (kept == wanted)
      {
        break;
      }
      context.ThrowIfCancelled();
      try
      {
        this->Keep(*std::get<Ptr<Image>>(in.Load("images", site)), shard, site.at("site"), folder, rows);
        ++kept;
      }
      catch (const BadData &) // the reader has told its reason; the next site takes its place
      {
        continue;
      }
    }
    out.Set("sizes", Sizes(*in.Get<Table>("files"), shard, role, kept, rows));
    out.Set("index", rows.Finish(shard));
    out.Set("files", File{ folder });
  }

private:
  /** The index of what is kept, column by column. */
  struct Rows
  {
    Table::Text    site, channel, path, digest;
    Table::Integer size;
    Table::Real    low, high;

    Table
    Finish(const Shard & shard)
    {
      Table             table;
      const std::size_t rows = site.size();
      table.Add("plate", Table::Text(rows, shard.at("plate")));
      table.Add("well", Table::Text(rows, shard.at("well")));
      table.Add("site", std::move(site));
      table.Add("channel", std::move(channel));
      table.Add("path", std::move(path));
      table.Add("size", std::move(size));
      table.Add("digest", std::move(digest));
      table.Add("page", Table::Integer(rows, 0));
      table.Add("low", std::move(low));
      table.Add("high", std::move(high));
      return table;
    }
  };

  std::string
  RoleOf(const Inputs & in, const Shard & shard) const
  {
    if (!in.Has("wells"))
    {
      return "";
    }
    return PlateMap(in.Get<Table>("wells")).Lookup({ shard.at("plate") }, { shard.at("well") }, m_RoleColumn).front();
  }

  /** Memory: one channel's pixels and its sorted copy beside the site. */
  SmallPlane
  Small(const Plane & plane) const
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
    SmallPlane small{ std::vector<std::uint8_t>(crop.size()), x.size, y.size, StretchMap(pixels, m_Low, m_High) };
    std::transform(crop.begin(), crop.end(), small.pixels.begin(), [&small](float value) {
      return static_cast<std::uint8_t>(small.map(value));
    });
    return small;
  }

  void
  Keep(const Image & image, const Shard & shard, const std::string & site, const fs::path & folder, Rows & rows) const
  {
    for (const std::string & channel : image.channels)
    {
      const SmallPlane  small = this->Small(*image.Plane(channel));
      const std::string name =
        Shard(
          { { "plate", shard.at("plate") }, { "well", shard.at("well") }, { "site", site }, { "channel", channel } })
          .FileStem() +
        ".png";
      const fs::path path = folder / name;
      if (fs::exists(path))
      {
        throw Error("two images of well " + shard.at("well") + " would both be called " + name +
                    "; expected names of sites and channels that differ in letters or digits");
      }
      WritePng(path, small.pixels, small.width, small.height);
      rows.site.push_back(site);
      rows.channel.push_back(channel);
      rows.path.push_back(m_Folder + "/" + shard.FileStem() + "/" + name);
      rows.size.push_back(static_cast<std::int64_t>(fs::file_size(path)));
      rows.digest.push_back(QuickDigest(path));
      rows.low.push_back(small.map.low);
      rows.high.push_back(small.map.high);
    }
  }

  static Table
  Sizes(const Table & files, const Shard & shard, const std::string & role, std::size_t kept, const Rows & rows)
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
    double small = 0;
    for (const std::int64_t size : rows.size)
    {
      small += static_cast<double>(size);
    }
    const auto count = [](std::size_t n) { return Table::Integer{ static_cast<std::int64_t>(n) }; };
    Table      table;
    table.Add("plate", Table::Text{ shard.at("plate") });
    table.Add("well", Table::Text{ shard.at("well") });
    table.Add("role", Table::Text{ role });
    table.Add("sites", count(std::set<std::string>(sites.begin(), sites.end()).size()));
    table.Add("kept_sites", count(kept));
    table.Add("files", count(bytesOf.size()));
    table.Add("kept_files", count(rows.size.size()));
    table.Add("bytes", Table::Real{ bytes });
    table.Add("kept_bytes", Table::Real{ small });
    table.Add("ratio", Table::Real{ bytes / small });
    return table;
  }

  std::size_t                        m_Crop;
  double                             m_Low;
  double                             m_High;
  std::size_t                        m_Sites;
  std::string                        m_RoleColumn;
  std::string                        m_Folder;
  std::map<std::string, std::size_t> m_Quotas;
};
} // namespace

PHENO_NODE(CompressScreen)
