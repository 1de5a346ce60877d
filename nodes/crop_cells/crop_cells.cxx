#include "phenoCellCropImageFilter.h"
#include "phenoCrops.h"
#include "phenoImage.h"
#include "phenoItkSession.h"
#include "phenoNode.h"

namespace
{
using namespace pheno;

using CropFilter = CellCropImageFilter<Plane, std::uint16_t>;

template <typename T>
Table::Integer
Integers(const std::vector<T> & values)
{
  return Table::Integer(values.begin(), values.end());
}

/** One row a cell: where it lies and what was measured. */
Table
ToTable(const ObjectTable & objects, const std::vector<std::string> & channels, const Shard & shard)
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
  table.Add("Metadata_TouchesBorder", Integers(objects.touches_border));
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
    , m_Edge(params.at("edge") == "drop" ? CropEdge::Drop : CropEdge::Zero)
    , m_Scale(params.at("scale"))
  {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Ptr<Image> image = in.Get<Image>("image");
    const auto       filter = CropFilter::New();
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
    UpdateWatched(filter, context);
    const CellCrops<std::uint16_t> & crops = filter->GetCrops();
    out.Set("crops",
            Crops::Own(crops.stack.pixels,
                       { crops.stack.number, crops.stack.channels, crops.stack.height, crops.stack.width },
                       image->channels,
                       ToTable(crops.table, image->channels, context.GetShard())));
  }

private:
  unsigned int m_Size;
  bool         m_Mask;
  CropEdge     m_Edge;
  double       m_Scale;
};
} // namespace

PHENO_NODE(CropCells)
