#include "phenoAreaShapeFeatures.h"
#include "phenoCorrelationFeatures.h"
#include "phenoCytoplasm.h"
#include "phenoForeseenChannels.h"
#include "phenoGranularityFeatures.h"
#include "phenoImage.h"
#include "phenoIntensityFeatures.h"
#include "phenoLocationFeatures.h"
#include "phenoNeighborFeatures.h"
#include "phenoNode.h"
#include "phenoRadialDistributionFeatures.h"
#include "phenoScaledPlane.h"
#include "phenoTable.h"
#include "phenoTextureFeatures.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>

namespace
{
using namespace pheno;

/** The objects of one label plane under the name of their columns. */
struct ObjectSet
{
  std::string name;
  ObjectMap   objects;
};

/** One row a number, with the objects that have it. */
class CellRows
{
public:
  explicit CellRows(const std::vector<ObjectSet> & sets)
  {
    std::set<std::uint32_t> numbers;
    for (const ObjectSet & set : sets)
    {
      for (const MeasuredObject & object : set.objects.Objects())
      {
        numbers.insert(object.label);
      }
    }
    m_Numbers.assign(numbers.begin(), numbers.end());
  }
  const std::vector<std::uint32_t> &
  Numbers() const
  {
    return m_Numbers;
  }
  /** Values of objects, in their order, at the rows of their numbers; NaN elsewhere. */
  Table::Real
  Spread(const ObjectMap & objects, const std::vector<double> & values) const
  {
    Table::Real spread(m_Numbers.size(), std::nan(""));
    for (std::size_t row = 0; row < m_Numbers.size(); ++row)
    {
      const std::size_t at = objects.RowOf(m_Numbers[row]);
      spread[row] = at < values.size() ? values[at] : spread[row];
    }
    return spread;
  }

private:
  std::vector<std::uint32_t> m_Numbers;
};

/** Where the rows are from; a cell's place is the centre of the first of its objects. */
void
AddMetadata(const CellRows & rows, const std::vector<ObjectSet> & sets, const Shard & shard, Table & table)
{
  const std::size_t n = rows.Numbers().size();
  for (const auto & [axis, name] :
       { std::pair{ "plate", "Metadata_Plate" }, { "well", "Metadata_Well" }, { "site", "Metadata_Site" } })
  {
    table.Add(name, Table::Text(n, shard.Has(axis) ? shard.at(axis) : ""));
  }
  table.Add("Metadata_ObjectNumber", Table::Integer(rows.Numbers().begin(), rows.Numbers().end()));
  Table::Real x, y;
  for (const std::uint32_t number : rows.Numbers())
  {
    for (const ObjectSet & set : sets)
    {
      const std::size_t at = set.objects.RowOf(number);
      if (at < set.objects.Objects().size())
      {
        x.push_back(set.objects.Objects()[at].centre_x);
        y.push_back(set.objects.Objects()[at].centre_y);
        break;
      }
    }
  }
  table.Add("Metadata_X", std::move(x));
  table.Add("Metadata_Y", std::move(y));
}

/** Parent_<earlier set> is the number of the object that has the same one, 0 where there is none;
 * Children_<later set>_Count is 1 or 0. Sets are ordered from parents to children. */
void
AddRelations(const std::vector<ObjectSet> & sets, std::size_t own, FeatureColumns & columns)
{
  const ObjectMap & objects = sets[own].objects;
  for (std::size_t other = 0; other < sets.size(); ++other)
  {
    if (other == own)
    {
      continue;
    }
    const bool            parent = other < own;
    std::vector<double> & cells =
      columns.Add(parent ? "Parent_" + sets[other].name : "Children_" + sets[other].name + "_Count");
    for (std::size_t row = 0; row < columns.Rows(); ++row)
    {
      const std::uint32_t label = objects.Objects()[row].label;
      const bool          found = sets[other].objects.RowOf(label) < sets[other].objects.Objects().size();
      cells[row] = found ? (parent ? label : 1.0) : 0.0;
    }
  }
}

/** Measures the objects of a site. */
class MeasureCells : public Node
{
public:
  explicit MeasureCells(const Json & params)
    : m_Params(params)
  {
    std::set<std::string> names;
    for (const char * const name : { "nuclei_name", "cells_name", "cytoplasm_name" })
    {
      names.insert(params.at(name).get<std::string>());
    }
    if (names.size() < 3)
    {
      throw Error("nuclei_name, cells_name and cytoplasm_name must differ");
    }
  }

  void
  Check(const Inputs & in, Diagnostics & diagnostics) const override
  {
    if (!in.Has("nuclei") && !in.Has("cells") && !in.Has("cytoplasm"))
    {
      diagnostics.Add("/in", "expected labels at nuclei, cells or cytoplasm, found none of them");
    }
    NeedChannels(in, "image", "channels", m_Params.at("channels"), diagnostics);
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Ptr<Image>               image = in.Get<Image>("image");
    const std::vector<ScaledPlane> scaled = ScalePlanes(*image);
    std::vector<NamedPlane>        planes;
    for (const ScaledPlane & plane : scaled)
    {
      planes.push_back(plane.View());
    }
    std::vector<Ptr<Labels>>   held;
    std::vector<std::uint32_t> derived;
    std::vector<ObjectSet>     sets = FindObjects(in, image->Size(), held, derived);
    const CellRows             rows(sets);
    Table                      table;
    AddMetadata(rows, sets, context.GetShard(), table);
    const Families families = MakeFamilies(planes);
    for (std::size_t set = 0; set < sets.size(); ++set)
    {
      FeatureColumns columns(sets[set].objects.Objects().size());
      AddRelations(sets, set, columns);
      for (const auto & family : families.all)
      {
        context.ThrowIfCancelled();
        family->Measure(sets[set].objects, columns);
      }
      for (const FeatureColumns::Column & column : columns.Columns())
      {
        table.Add(sets[set].name + "_" + column.name, rows.Spread(sets[set].objects, column.values));
      }
    }
    if (families.granularity != nullptr)
    {
      FeatureColumns columns(table.Rows());
      families.granularity->MeasureImage(columns);
      for (const FeatureColumns::Column & column : columns.Columns())
      {
        table.Add("Image_" + column.name, column.values);
      }
    }
    out.Set("measurements", std::move(table));
  }

private:
  struct Families
  {
    std::vector<std::unique_ptr<FeatureFamily>> all;
    const GranularityFeatures *                 granularity = nullptr; ///< among them, if wanted
  };

  bool
  Wants(const std::string & family) const
  {
    const Json & families = m_Params.at("families");
    return std::find(families.begin(), families.end(), family) != families.end();
  }

  /** Of the full scale, within those of image files of 8 to 16 bits. */
  std::size_t
  GreyLevels() const
  {
    return static_cast<std::size_t>(std::clamp(std::round(m_Params.at("full_scale").get<double>()), 255.0, 65535.0));
  }

  std::vector<ScaledPlane>
  ScalePlanes(const Image & image) const
  {
    auto channels = m_Params.at("channels").get<std::vector<std::string>>();
    if (channels.empty())
    {
      channels = image.channels;
    }
    std::vector<ScaledPlane> scaled;
    for (const std::string & channel : channels)
    {
      scaled.emplace_back(channel, ViewOf(*image.Plane(channel)), m_Params.at("full_scale").get<double>());
    }
    return scaled;
  }

  /** Nuclei, cells, cytoplasms: parents before children. `held` and `derived` keep the pixels. */
  std::vector<ObjectSet>
  FindObjects(const Inputs &               in,
              const itk::Size<2> &         size,
              std::vector<Ptr<Labels>> &   held,
              std::vector<std::uint32_t> & derived) const
  {
    std::vector<ObjectSet>                                sets;
    std::map<std::string, PlaneView<const std::uint32_t>> views;
    for (const std::string port : { "nuclei", "cells", "cytoplasm" })
    {
      if (in.Has(port))
      {
        held.push_back(in.Get<Labels>(port));
        views[port] = ViewOf(*held.back()->mask);
        CheckSize(port, views[port], size);
      }
    }
    if (views.count("nuclei") > 0 && views.count("cells") > 0 && views.count("cytoplasm") == 0)
    {
      derived = CytoplasmOf(views["cells"], views["nuclei"]);
      views["cytoplasm"] = { derived.data(), size[0], size[1] };
    }
    for (const std::string port : { "nuclei", "cells", "cytoplasm" })
    {
      if (views.count(port) > 0)
      {
        sets.push_back({ m_Params.at(port + "_name").get<std::string>(), ObjectMap(views[port]) });
      }
    }
    return sets;
  }

  static void
  CheckSize(const std::string & port, PlaneView<const std::uint32_t> labels, const itk::Size<2> & size)
  {
    if (labels.width != size[0] || labels.height != size[1])
    {
      throw BadData("labels '" + port + "' are " + std::to_string(labels.width) + " x " +
                    std::to_string(labels.height) + " pixels, the image is " + std::to_string(size[0]) + " x " +
                    std::to_string(size[1]));
    }
  }

  Families
  MakeFamilies(const std::vector<NamedPlane> & planes) const
  {
    Families   families;
    const auto add = [&](const std::string & name, auto make) {
      if (Wants(name))
      {
        families.all.push_back(make());
      }
    };
    families.all.push_back(std::make_unique<LocationFeatures>());
    add("area_shape", [] { return std::make_unique<AreaShapeFeatures>(); });
    add("intensity", [&] { return std::make_unique<IntensityFeatures>(planes); });
    add("texture", [&] {
      return std::make_unique<TextureFeatures>(planes, m_Params.at("texture_scales").get<std::vector<unsigned>>());
    });
    add("radial_distribution", [&] { return std::make_unique<RadialDistributionFeatures>(planes); });
    add("granularity", [&] {
      auto granularity = std::make_unique<GranularityFeatures>(planes);
      families.granularity = granularity.get();
      return granularity;
    });
    add("correlation",
        [&] { return std::make_unique<CorrelationFeatures>(planes, CorrelationFeatures::kThreshold, GreyLevels()); });
    add("neighbors",
        [&] { return std::make_unique<NeighborFeatures>(m_Params.at("neighbor_distance_px").get<unsigned>()); });
    return families;
  }

  Json m_Params;
};
} // namespace

PHENO_NODE(MeasureCells)
