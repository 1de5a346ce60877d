#include "phenoDraws.h"
#include "phenoMurckoScaffold.h"
#include "phenoNode.h"
#include "phenoTable.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace
{
using namespace pheno;

/** Shares groups of wells out to train, validation and test. */
class SplitWells : public Node
{
public:
  explicit SplitWells(const Json & params)
    : m_GroupBy(params.at("group_by").get<std::vector<std::string>>())
    , m_SmilesColumn(params.at("smiles_column"))
    , m_Validation(params.at("validation"))
    , m_Test(params.at("test"))
    , m_KeptColumn(params.at("kept_column"))
    , m_KeptValues(params.at("kept_values").get<std::set<std::string>>())
    , m_KeptSplit(params.at("kept_split"))
  {}

  void
  Check(const Inputs &, Diagnostics & problems) const override
  {
    if (m_Validation + m_Test >= 1)
    {
      problems.Add("/params/test", "validation and test together leave no group to train on");
    }
    if (m_GroupBy.empty() == m_SmilesColumn.empty())
    {
      problems.Add("/params/group_by", "expected columns of a group, or a smiles_column, and not both");
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Table                               table = *in.Get<Table>("wells");
    const Table::Text                   groups = this->GroupsOf(table, context);
    std::map<std::string, const char *> parts;
    for (const std::string & group : groups)
    {
      if (!group.empty())
      {
        parts.emplace(group, "train");
      }
    }
    std::vector<std::string> names;
    for (const auto & [group, part] : parts)
    {
      names.push_back(group);
    }
    const auto count = static_cast<std::int64_t>(names.size());
    const auto order = Draws({ context.Seed() }).Permutation(count);
    const auto test = ShareOf(m_Test, count);
    const auto validation = ShareOf(m_Validation, count);
    if (test + validation >= count)
    {
      throw Error(std::to_string(count) + " groups of wells do not suffice for train, validation and test");
    }
    for (std::int64_t i = 0; i < test + validation; ++i)
    {
      parts[names[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])]] = i < test ? "test" : "validation";
    }
    Table::Text split;
    for (const std::string & group : groups)
    {
      split.push_back(group.empty() ? m_KeptSplit : parts.at(group));
    }
    table.Set("split", std::move(split));
    out.Set("wells", std::move(table));
  }

private:
  static std::int64_t
  ShareOf(double fraction, std::int64_t count)
  {
    return fraction > 0 ? std::max<std::int64_t>(1, std::llround(fraction * static_cast<double>(count))) : 0;
  }

  /** The group of each well; empty for kept ones. */
  Table::Text
  GroupsOf(const Table & table, Context & context) const
  {
    Table::Text groups = m_SmilesColumn.empty() ? this->Joined(table) : this->Scaffolds(table, context);
    if (!m_KeptColumn.empty())
    {
      const Table::Text roles = table.Texts(m_KeptColumn);
      for (std::size_t i = 0; i < roles.size(); ++i)
      {
        groups[i] = m_KeptValues.count(roles[i]) > 0 ? std::string() : groups[i];
      }
    }
    return groups;
  }

  Table::Text
  Joined(const Table & table) const
  {
    Table::Text groups(table.Rows());
    for (const std::string & name : m_GroupBy)
    {
      const Table::Text values = table.Texts(name);
      for (std::size_t i = 0; i < values.size(); ++i)
      {
        groups[i] += values[i].empty() ? std::string() : values[i] + "|";
      }
    }
    return groups;
  }

  Table::Text
  Scaffolds(const Table & table, Context & context) const
  {
    const Table::Text                  smiles = table.Texts(m_SmilesColumn);
    std::map<std::string, std::string> known;
    Table::Text                        groups;
    for (const std::string & text : smiles)
    {
      auto found = known.find(text);
      if (found == known.end())
      {
        const SmilesResult<std::string> scaffold = MurckoScaffold(text);
        if (!scaffold.value && !text.empty())
        {
          context.Quarantine(text, scaffold.reason);
        }
        const std::string group = !scaffold.value || text.empty() ? ""
                                  : scaffold.value->empty()       ? text
                                                                  : *scaffold.value;
        found = known.emplace(text, group).first;
      }
      groups.push_back(found->second);
    }
    return groups;
  }

  std::vector<std::string> m_GroupBy;
  std::string              m_SmilesColumn;
  double                   m_Validation;
  double                   m_Test;
  std::string              m_KeptColumn;
  std::set<std::string>    m_KeptValues;
  std::string              m_KeptSplit;
};
} // namespace

PHENO_NODE(SplitWells)
