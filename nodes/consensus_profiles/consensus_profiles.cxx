#include "phenoAggregate.h"
#include "phenoConsensus.h"
#include "phenoGatherProfiles.h"
#include "phenoGroupedProfiles.h"

#include <algorithm>

namespace
{
using namespace pheno;

/** One profile a treatment. */
class ConsensusProfiles : public Node
{
public:
  explicit ConsensusProfiles(const Json & params)
    : m_By(params.at("by").get<std::vector<std::string>>())
    , m_Operation(params.at("operation"))
  {
    m_Modz.correlation =
      params.at("correlation") == "pearson" ? ModzOptions::Correlation::Pearson : ModzOptions::Correlation::Spearman;
    m_Modz.minimumWeight = params.at("min_weight");
    m_Modz.decimals = params.at("decimals");
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Profiles              all = GatherProfiles(in, "profiles");
    const std::vector<RowGroup> groups = GroupProfiles(all, m_By);
    Profiles                    consensus;
    consensus.features = all.features;
    consensus.precision = all.precision;
    consensus.values = (m_Operation == "modz" ? ModzConsensus(ViewOf(all), groups, m_Modz)
                                              : AggregateRows(ViewOf(all), groups, CenterFromName(m_Operation)))
                         .values;
    consensus.metadata = KeyTable(groups, m_By);
    AddSharedColumns(all.metadata, groups, consensus.metadata);
    consensus.metadata.Set("Metadata_Replicate_Count", RowCounts(groups));
    if (all.metadata.Has("Metadata_Object_Count"))
    {
      consensus.metadata.Set("Metadata_Object_Count", ObjectCounts(all.metadata, groups));
    }
    const auto single =
      std::count_if(groups.begin(), groups.end(), [](const RowGroup & group) { return group.rows.size() == 1; });
    context.Log(LogLevel::Info,
                std::to_string(all.Rows()) + " wells in, " + std::to_string(groups.size()) + " treatments out, " +
                  std::to_string(single) + " of a single well");
    out.Set("profiles", std::move(consensus));
  }

private:
  std::vector<std::string> m_By;
  std::string              m_Operation;
  ModzOptions              m_Modz;
};
} // namespace

PHENO_NODE(ConsensusProfiles)
