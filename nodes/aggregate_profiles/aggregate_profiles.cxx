#include "phenoAggregate.h"
#include "phenoAnnotate.h"
#include "phenoL2Normalise.h"
#include "phenoNode.h"
#include "phenoProfileView.h"

namespace
{
using namespace pheno;

/** One profile a group. */
class AggregateProfiles : public Node
{
public:
  explicit AggregateProfiles(const Json & params)
    : m_By(params.at("by").get<std::vector<std::string>>())
    , m_Center(CenterFromName(params.at("center")))
    , m_UnitNorm(params.at("unit_norm"))
  {}

  void
  Check(const Inputs & in, Diagnostics &) const override
  {
    if (in.CanLoad("wells"))
    {
      PlateMap(in.Get<Table>("wells")); // a map that cannot be read is said before anything runs
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Profiles all;
    in.Each<Profiles>({ "profiles" }, [&](const Shard &, const Ptr<Profiles> & some) {
      context.ThrowIfCancelled();
      AppendProfiles(all, *some);
    });
    std::vector<LabelColumn> columns;
    for (const std::string & name : m_By)
    {
      columns.push_back(all.metadata.Texts(name));
    }
    const std::vector<RowGroup> groups = GroupRows(columns);
    Matrix                      values = AggregateRows(ViewOf(all), groups, m_Center);
    if (m_UnitNorm)
    {
      L2NormaliseRows(values);
    }
    Profiles result;
    result.features = all.features;
    result.values = std::move(values.values);
    result.precision = all.precision;
    result.metadata = GroupTable(groups);
    if (in.Has("wells"))
    {
      Annotate(result.metadata, PlateMap(in.Get<Table>("wells")), context);
    }
    out.Set("profiles", std::move(result));
  }

private:
  Table
  GroupTable(const std::vector<RowGroup> & groups) const
  {
    Table          table;
    Table::Integer counts;
    for (std::size_t i = 0; i < m_By.size(); ++i)
    {
      Table::Text cells;
      for (const RowGroup & group : groups)
      {
        cells.push_back(group.key[i]);
      }
      table.Add(m_By[i], std::move(cells));
    }
    for (const RowGroup & group : groups)
    {
      counts.push_back(static_cast<std::int64_t>(group.rows.size()));
    }
    table.Add("Metadata_Object_Count", std::move(counts));
    return table;
  }

  std::vector<std::string> m_By;
  Center                   m_Center;
  bool                     m_UnitNorm;
};
} // namespace

PHENO_NODE(AggregateProfiles)
