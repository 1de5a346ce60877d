#include "phenoAggregate.h"
#include "phenoConsensus.h"
#include "phenoFittedOn.h"
#include "phenoForeseenProfiles.h"
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
    m_Modz.correlation = ProfileCorrelationFromName(params.at("correlation"));
    m_Modz.minimumWeight = params.at("min_weight");
    m_Modz.decimals = params.at("decimals");
  }

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    ForeseenProfiles(in, "profiles", problems).NeedColumns("by", m_By);
  }

  Outlines
  Foresee(const Inputs & in) const override
  {
    const Ptr<Outline> known = in.Foreseen("profiles");
    if (known == nullptr || !known->everyColumn)
    {
      return {};
    }
    Profiles all;
    all.metadata = *known->metadata;
    Outline outline = *known;
    outline.metadata = std::make_shared<const Table>(this->MetadataOf(all.metadata, GroupProfiles(all, m_By)));
    return { { "profiles", std::make_shared<const Outline>(std::move(outline)) } };
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Profiles              all = GatherProfiles(in, "profiles");
    const std::vector<RowGroup> groups = GroupProfiles(all, m_By);
    ModzOptions                 modz = m_Modz;
    modz.threads = context.Threads();
    Profiles consensus;
    consensus.features = all.features;
    consensus.precision = all.precision;
    consensus.values = (m_Operation == "modz" ? ModzConsensus(ViewOf(all), groups, modz)
                                              : AggregateRows(ViewOf(all), groups, CenterFromName(m_Operation)))
                         .values;
    consensus.metadata = this->MetadataOf(all.metadata, groups);
    const auto single =
      std::count_if(groups.begin(), groups.end(), [](const RowGroup & group) { return group.rows.size() == 1; });
    context.Log(LogLevel::Info,
                std::to_string(all.Rows()) + " wells in, " + std::to_string(groups.size()) + " treatments out, " +
                  std::to_string(single) + " of a single well");
    out.Set("profiles", std::move(consensus));
  }

private:
  /** Of one profile a group. */
  Table
  MetadataOf(const Table & wells, const std::vector<RowGroup> & groups) const
  {
    Table metadata = KeyTable(groups, m_By);
    AddSharedColumns(wells, groups, metadata);
    MergeFitted(wells, groups, metadata);
    metadata.Set("Metadata_Replicate_Count", RowCounts(groups));
    if (wells.Has("Metadata_Object_Count"))
    {
      metadata.Set("Metadata_Object_Count", ObjectCounts(wells, groups));
    }
    return metadata;
  }

  std::vector<std::string> m_By;
  std::string              m_Operation;
  ModzOptions              m_Modz;
};
} // namespace

PHENO_NODE(ConsensusProfiles)
