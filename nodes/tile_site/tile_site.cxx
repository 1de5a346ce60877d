#include "phenoCrops.h"
#include "phenoForeseenChannels.h"
#include "phenoImage.h"
#include "phenoItkSession.h"
#include "phenoNode.h"
#include "phenoTileImageFilter.h"

#include <algorithm>

namespace
{
using namespace pheno;

/** One row a tile. */
Table
ToTable(const TileTable & tiles, unsigned int side, const Shard & shard)
{
  const std::size_t rows = tiles.tile.size();
  Table             table;
  for (const auto & [axis, name] :
       { std::pair{ "plate", "Metadata_Plate" }, { "well", "Metadata_Well" }, { "site", "Metadata_Site" } })
  {
    table.Add(name, Table::Text(rows, shard.Has(axis) ? shard.at(axis) : ""));
  }
  const auto centre = [side](const std::vector<std::uint32_t> & edges) {
    Table::Real centres;
    for (const std::uint32_t edge : edges)
    {
      centres.push_back(edge + (side - 1) / 2.0);
    }
    return centres;
  };
  table.Add("Metadata_ObjectNumber", Table::Integer(tiles.tile.begin(), tiles.tile.end()));
  table.Add("Metadata_X", centre(tiles.left));
  table.Add("Metadata_Y", centre(tiles.top));
  table.Add("Tile_Foreground", tiles.foreground);
  return table;
}

/** Cuts a site into the tiles that hold cells. */
class TileSite : public Node
{
public:
  explicit TileSite(const Json & params)
    : m_DnaChannel(params.at("dna_channel"))
    , m_Params(params)
  {
    if (params.at("field_px").get<int>() % params.at("tile_px").get<int>() != 0)
    {
      throw Error("tile_px must divide field_px");
    }
    if (params.at("high_percentile") <= params.at("low_percentile"))
    {
      throw Error("high_percentile must be above low_percentile");
    }
  }

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    NeedChannels(in, "image", "dna_channel", { m_DnaChannel }, problems);
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Ptr<Image> image = in.Get<Image>("image");
    image->Plane(m_DnaChannel);
    const auto filter = TileImageFilter<Plane>::New();
    for (const auto & plane : image->planes)
    {
      filter->AddPlane(plane);
    }
    const auto dna = std::find(image->channels.begin(), image->channels.end(), m_DnaChannel);
    filter->SetDnaChannel(static_cast<unsigned int>(dna - image->channels.begin()));
    filter->SetFieldSize(m_Params.at("field_px"));
    filter->SetTileSize(m_Params.at("tile_px"));
    filter->SetLowPercentile(m_Params.at("low_percentile"));
    filter->SetHighPercentile(m_Params.at("high_percentile"));
    filter->SetMinimumFieldForeground(m_Params.at("min_field_foreground"));
    filter->SetMinimumTileForeground(m_Params.at("min_tile_foreground"));
    UpdateWatched(filter, context);
    const FieldTiles & tiles = filter->GetTiles();
    out.Set("crops",
            Crops::Own(tiles.stack.pixels,
                       { tiles.stack.number, tiles.stack.channels, tiles.stack.height, tiles.stack.width },
                       image->channels,
                       ToTable(tiles.table, filter->GetTileSize(), context.GetShard())));
  }

private:
  std::string m_DnaChannel;
  Json        m_Params;
};
} // namespace

PHENO_NODE(TileSite)
