#include "phenoNode.h"
#include "phenoProfileView.h"
#include "phenoTsne.h"
#include "phenoUmap.h"

namespace
{
using namespace pheno;

/** Lays wells out on a plane. */
class MapProfiles : public Node
{
public:
  explicit MapProfiles(const Json & params)
    : m_IsUmap(params.at("method") == "umap")
  {
    m_Tsne.perplexity = params.at("perplexity");
    m_Tsne.distance = DistanceFromName(params.at("distance"));
    m_Umap.neighbours = params.at("neighbours");
    m_Umap.min_dist = params.at("min_dist");
    m_Umap.distance = m_Tsne.distance;
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Profiles all;
    in.Each<Profiles>({ "profiles" }, [&](const Shard &, const Ptr<Profiles> & some) { AppendProfiles(all, *some); });
    Table map;
    if (all.Rows() > 0)
    {
      const Matrix points = this->Compute(ViewOf(all), context);
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
  Matrix
  Compute(MatrixView profiles, const Context & context) const
  {
    if (m_IsUmap)
    {
      UmapOptions options = m_Umap;
      options.seed = context.Seed();
      options.threads = context.Threads();
      return ComputeUmap(profiles, options);
    }
    TsneOptions options = m_Tsne;
    options.threads = context.Threads();
    return ComputeTsne(profiles, options);
  }

  bool        m_IsUmap;
  TsneOptions m_Tsne;
  UmapOptions m_Umap;
};
} // namespace

PHENO_NODE(MapProfiles)
