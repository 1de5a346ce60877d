#include "phenoCrops.h"
#include "phenoNode.h"
#include "phenoProfiles.h"

namespace
{
using namespace pheno;

/** Splits a table of cells into metadata and features. */
Profiles
ToProfiles(const Table & rows, const std::vector<std::string> & wanted)
{
  Profiles profiles;
  profiles.metadata = rows.Metadata();
  for (const Table::Column & column : rows.columns)
  {
    if (wanted.empty() && !Table::IsMetadata(column.name))
    {
      profiles.features.push_back(column.name);
    }
  }
  if (!wanted.empty())
  {
    profiles.features = wanted;
  }
  profiles.values.resize(rows.Rows() * profiles.features.size());
  for (std::size_t f = 0; f < profiles.features.size(); ++f)
  {
    const Table::Real values = rows.Numbers(profiles.features[f]);
    for (std::size_t row = 0; row < values.size(); ++row)
    {
      profiles.values[row * profiles.features.size() + f] = values[row];
    }
  }
  return profiles;
}

/** Takes the measurements of crops as features. */
class MeasureCrops : public Node
{
public:
  explicit MeasureCrops(const Json & params)
    : m_Features(params.at("features").get<std::vector<std::string>>())
  {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Table rows;
    in.Each<Crops>({ "crops" }, [&](const Shard &, const Ptr<Crops> & crops) {
      context.ThrowIfCancelled();
      rows.Append(crops->table);
    });
    if (rows.columns.empty())
    {
      throw BadData("there are no crops: every well is quarantined");
    }
    out.Set("profiles", ToProfiles(rows, m_Features));
  }

private:
  std::vector<std::string> m_Features;
};
} // namespace

PHENO_NODE(MeasureCrops)
