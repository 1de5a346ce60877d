#include "phenoCellCropImageFilter.h"
#include "phenoCrops.h"
#include "phenoImage.h"
#include "phenoItkSession.h"
#include "phenoNode.h"

#include <map>

namespace
{
using namespace pheno;

template <typename T>
Table::Integer
Integers(const std::vector<T> & values)
{
  return Table::Integer(values.begin(), values.end());
}

Table::Integer
OnePast(const std::vector<std::uint32_t> & last)
{
  Table::Integer ends = Integers(last);
  for (std::int64_t & end : ends)
  {
    ++end;
  }
  return ends;
}

CropEdge
EdgeFromName(const std::string & name)
{
  static const std::map<std::string, CropEdge> edges = { { "drop", CropEdge::Drop },
                                                         { "zero", CropEdge::Zero },
                                                         { "shift", CropEdge::Shift },
                                                         { "reflect", CropEdge::Reflect } };
  return edges.at(name);
}

/** One row a cell: where it lies and what was measured. */
Table
ToTable(const ObjectTable &              objects,
        const std::vector<double> &      magnification,
        const std::vector<std::string> & channels,
        const Shard &                    shard)
{
  Table table;
  for (const auto & [axis, name] :
       { std::pair{ "plate", "Metadata_Plate" }, { "well", "Metadata_Well" }, { "site", "Metadata_Site" } })
  {
    table.Add(name, Table::Text(objects.size(), shard.Has(axis) ? shard.at(axis) : ""));
  }
  table.Add("Metadata_ObjectNumber", Integers(objects.label));
  table.Add("Metadata_X", objects.centre_x);
  table.Add("Metadata_Y", objects.centre_y);
  table.Add("Metadata_BoundingBoxMinimum_X", Integers(objects.left));
  table.Add("Metadata_BoundingBoxMinimum_Y", Integers(objects.top));
  table.Add("Metadata_BoundingBoxMaximum_X", OnePast(objects.right));
  table.Add("Metadata_BoundingBoxMaximum_Y", OnePast(objects.bottom));
  table.Add("Metadata_TouchesBorder", Integers(objects.touches_border));
  if (!magnification.empty())
  {
    table.Add("Metadata_Magnification", magnification);
  }
  table.Add("Cells_AreaShape_Area", Integers(objects.area));
  if (!objects.nucleus_area.empty())
  {
    table.Add("Nuclei_AreaShape_Area", Integers(objects.nucleus_area));
  }
  for (std::size_t c = 0; c < channels.size(); ++c)
  {
    const ChannelMeasurements & measured = objects.channels[c];
    table.Add("Cells_Intensity_MeanIntensity_" + channels[c], measured.mean);
    table.Add("Cells_Intensity_StdIntensity_" + channels[c], measured.standard_deviation);
    table.Add("Cells_Intensity_IntegratedIntensity_" + channels[c], measured.integrated);
    if (!measured.nucleus_cytoplasm_ratio.empty())
    {
      table.Add("Cells_Intensity_NucleusCytoplasmRatio_" + channels[c], measured.nucleus_cytoplasm_ratio);
    }
  }
  return table;
}

/** Cuts the cells of a site out. */
class CropCells : public Node
{
public:
  explicit CropCells(const Json & params)
    : m_Size(params.at("size_px"))
    , m_Mask(params.at("mask"))
    , m_Edge(EdgeFromName(params.at("edge")))
    , m_Scale(params.at("scale"))
    , m_NucleusDiameter(params.at("nucleus_diameter_px"))
    , m_Bytes(params.at("pixel_type") == "uint8")
    , m_MaskChannels(params.at("mask_channels"))
  {}

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    if (m_NucleusDiameter > 0 && !in.Has("nuclei"))
    {
      problems.Add("/in", "expected labels at nuclei, found none; nucleus_diameter_px scales crops by nuclei");
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    out.Set("crops", m_Bytes ? this->Crop<std::uint8_t>(in, context) : this->Crop<std::uint16_t>(in, context));
  }

private:
  template <typename TPixel>
  Crops
  Crop(const Inputs & in, Context & context) const
  {
    const Ptr<Image> image = in.Get<Image>("image");
    const auto       filter = CellCropImageFilter<Plane, TPixel>::New();
    filter->SetLabels(in.Get<Labels>("cells")->mask);
    if (in.Has("nuclei"))
    {
      filter->SetNuclei(in.Get<Labels>("nuclei")->mask);
    }
    for (const auto & plane : image->planes)
    {
      filter->AddPlane(plane);
    }
    filter->SetCropSize(m_Size);
    filter->SetMask(m_Mask);
    filter->SetEdge(m_Edge);
    filter->SetScale(m_Scale);
    filter->SetNucleusDiameter(m_NucleusDiameter);
    filter->SetMaskChannels(m_MaskChannels);
    UpdateWatched(filter, context);
    const CellCrops<TPixel> & crops = filter->GetCrops();
    std::vector<std::string>  channels = image->channels;
    if (m_MaskChannels)
    {
      channels.insert(channels.begin(), kCellMaskChannel);
    }
    if (m_MaskChannels && in.Has("nuclei"))
    {
      channels.insert(channels.begin(), kNucleusMaskChannel);
    }
    return Crops::Own(crops.stack.pixels,
                      { crops.stack.number, crops.stack.channels, crops.stack.height, crops.stack.width },
                      std::move(channels),
                      ToTable(crops.table, crops.magnification, image->channels, context.GetShard()));
  }

  unsigned int m_Size;
  bool         m_Mask;
  CropEdge     m_Edge;
  double       m_Scale;
  double       m_NucleusDiameter;
  bool         m_Bytes;
  bool         m_MaskChannels;
};
} // namespace

PHENO_NODE(CropCells)
