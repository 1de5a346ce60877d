#include "phenoAggregate.h"
#include "phenoAnnotate.h"
#include "phenoFittedOn.h"
#include "phenoForeseenProfiles.h"
#include "phenoGatherProfiles.h"
#include "phenoGroupedProfiles.h"
#include "phenoL2Normalise.h"

#include <algorithm>

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
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    if (in.CanLoad("wells"))
    {
      PlateMap(in.Get<Table>("wells")); // a map that cannot be read is said before anything runs
    }
    ForeseenProfiles(in, "profiles", problems).NeedColumns("by", m_By);
  }

  Outlines
  Foresee(const Inputs & in) const override
  {
    const Ptr<Outline> known = in.Foreseen("profiles");
    if (in.Has("wells") && !in.CanLoad("wells"))
    {
      return {};
    }
    if (known == nullptr)
    {
      return this->ForeseeFromMap(in);
    }
    const bool hasKeys =
      std::all_of(m_By.begin(), m_By.end(), [&known](const std::string & name) { return known->metadata->Has(name); });
    if (!hasKeys)
    {
      return {};
    }
    Profiles rows;
    rows.metadata = *known->metadata;
    Profiles result = this->Grouped(rows, GroupProfiles(rows, m_By));
    if (in.Has("wells"))
    {
      Annotate(result, PlateMap(in.Get<Table>("wells")), known->everyRow ? m_Unmatched : Unmatched::Keep);
    }
    Outline outline = *known;
    outline.everyColumn = known->everyColumn || !m_KeepShared;
    outline.metadata = std::make_shared<const Table>(std::move(result.metadata));
    return { { "profiles", std::make_shared<const Outline>(std::move(outline)) } };
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
    Profiles result = this->Grouped(all, groups);
    result.features = all.features;
    result.values = std::move(values.values);
    result.precision = all.precision;
    if (in.Has("wells"))
    {
      AnnotateAndSay(result, PlateMap(in.Get<Table>("wells")), m_Unmatched, context);
    }
    out.Set("profiles", std::move(result));
  }

private:
  /** The metadata of one profile a group. */
  Profiles
  Grouped(const Profiles & all, const std::vector<RowGroup> & groups) const
  {
    Profiles result;
    result.metadata = KeyTable(groups, m_By);
    result.metadata.Add("Metadata_Object_Count", ObjectCounts(all.metadata, groups));
    if (m_KeepShared)
    {
      AddSharedColumns(all.metadata, groups, result.metadata);
    }
    MergeFitted(all.metadata, groups, result.metadata);
    return result;
  }

  /** Wells that nothing is known of but that the map must know them. */
  Outlines
  ForeseeFromMap(const Inputs & in) const
  {
    const bool isByWell = m_By == std::vector<std::string>{ "Metadata_Plate", "Metadata_Well" };
    if (!in.Has("wells") || !isByWell || m_Unmatched != Unmatched::Fail || !in.Get<Table>("wells")->Has("plate"))
    {
      return {};
    }
    const PlateMap map(in.Get<Table>("wells"));
    Table::Text    plates, wells;
    for (std::size_t row = 0; row < map.Rows(); ++row)
    {
      plates.push_back(map.WellAt(row).first);
      wells.push_back(map.WellAt(row).second);
    }
    Table metadata;
    metadata.Add(m_By[0], std::move(plates));
    metadata.Add(m_By[1], std::move(wells));
    metadata.Add("Metadata_Object_Count", Table::Integer(map.Rows()));
    SetMapColumns(metadata, map);
    Outline outline;
    outline.metadata = std::make_shared<const Table>(std::move(metadata));
    outline.everyRow = false;
    outline.everyColumn = !m_KeepShared;
    return { { "profiles", std::make_shared<const Outline>(std::move(outline)) } };
  }

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
