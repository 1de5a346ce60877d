#include "phenoNode.h"
#include "phenoProfileView.h"
#include "phenoTsne.h"

namespace
{
using namespace pheno;

/** Lays wells out on a plane. */
class MapProfiles : public Node
{
public:
  explicit MapProfiles(const Json & params)
  {
    m_Options.perplexity = params.at("perplexity");
    m_Options.distance = DistanceFromName(params.at("distance"));
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Profiles all;
    in.Each<Profiles>({ "profiles" }, [&](const Shard &, const Ptr<Profiles> & some) { AppendProfiles(all, *some); });
    Table map;
    if (all.Rows() > 0)
    {
      TsneOptions options = m_Options;
      options.threads = context.Threads();
      const Matrix points = ComputeTsne(ViewOf(all), options);
      Table::Real  x, y;
      for (std::size_t i = 0; i < points.rows; ++i)
      {
        x.push_back(points(i, 0));
        y.push_back(points(i, 1));
      }
      map.Add("plate", all.metadata.Texts("Metadata_Plate"));
      map.Add("well", all.metadata.Texts("Metadata_Well"));
      map.Add("x", std::move(x));
      map.Add("y", std::move(y));
    }
    else
    {
      map = Table({ "plate", "well", "x", "y" }, {});
    }
    out.Set("map", std::move(map));
  }

private:
  TsneOptions m_Options;
};
} // namespace

PHENO_NODE(MapProfiles)
