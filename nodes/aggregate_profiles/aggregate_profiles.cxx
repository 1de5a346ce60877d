#include "phenoAggregate.h"
#include "phenoAnnotate.h"
#include "phenoGatherProfiles.h"
#include "phenoGroupedProfiles.h"
#include "phenoL2Normalise.h"

namespace
{
using namespace pheno;

/** One profile a group. */
class AggregateProfiles : public Node
{
public:
  explicit AggregateProfiles(const Json & params)
    : m_By(params.at("by").get<std::vector<std::string>>())
    , m_Center(params.at("center"))
    , m_Trim(params.at("trim"))
    , m_UnitNorm(params.at("unit_norm"))
    , m_KeepShared(params.at("keep_shared"))
    , m_Unmatched(UnmatchedFromName(params.at("unmatched")))
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
    const Profiles              all = GatherProfiles(in, "profiles");
    const std::vector<RowGroup> groups = GroupProfiles(all, m_By);
    Matrix                      values = this->Aggregate(ViewOf(all), groups);
    if (m_UnitNorm)
    {
      L2NormaliseRows(values);
    }
    Profiles result;
    result.features = all.features;
    result.values = std::move(values.values);
    result.precision = all.precision;
    result.metadata = KeyTable(groups, m_By);
    result.metadata.Add("Metadata_Object_Count", ObjectCounts(all.metadata, groups));
    if (m_KeepShared)
    {
      AddSharedColumns(all.metadata, groups, result.metadata);
    }
    if (in.Has("wells"))
    {
      AnnotateAndSay(result, PlateMap(in.Get<Table>("wells")), m_Unmatched, context);
    }
    out.Set("profiles", std::move(result));
  }

private:
  Matrix
  Aggregate(MatrixView matrix, const std::vector<RowGroup> & groups) const
  {
    if (m_Center == "trimmed_mean")
    {
      return AggregateRowsTrimmed(matrix, groups, m_Trim);
    }
    return m_Center == "count" ? CountValues(matrix, groups) : AggregateRows(matrix, groups, CenterFromName(m_Center));
  }

  std::vector<std::string> m_By;
  std::string              m_Center;
  double                   m_Trim;
  bool                     m_UnitNorm;
  bool                     m_KeepShared;
  Unmatched                m_Unmatched;
};
} // namespace

PHENO_NODE(AggregateProfiles)
