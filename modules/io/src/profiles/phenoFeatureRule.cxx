#include "phenoFeatureRule.h"

#include "phenoError.h"
#include "phenoFirstNames.h"
#include "phenoNumber.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace pheno
{
namespace
{
bool
IsNumeric(const Table::Column & column)
{
  const auto * text = std::get_if<Table::Text>(&column.cells);
  if (!text)
  {
    return true;
  }
  bool any = false;
  for (const std::string & cell : *text)
  {
    const std::optional<double> number = ParseNumber(cell);
    if (!number)
    {
      return false;
    }
    any = any || !std::isnan(*number);
  }
  return any;
}

/** Columns for which a predicate holds, of those that may be features: what the file declares, or all; never
 * Metadata_* (pycytominer puts numeric metadata into X). */
std::vector<std::string>
ColumnsWhere(const ProfileColumns & file, const std::function<bool(const Table::Column &)> & isFeature)
{
  std::vector<std::string> names;
  for (const std::string & name : file.declared ? *file.declared : file.table.Names())
  {
    if (!Table::IsMetadata(name) && file.table.Has(name) && isFeature(file.table.At(name)))
    {
      names.push_back(name);
    }
  }
  return names;
}

void
RequireListed(const Table & table, const std::vector<std::string> & list)
{
  std::vector<std::string> absent;
  for (const std::string & name : list)
  {
    if (Table::IsMetadata(name))
    {
      throw Error("the list of features names '" + name + "'; columns that begin with Metadata_ are no features");
    }
    if (!table.Has(name))
    {
      const std::string nearest = NearestName(name, table.Names());
      absent.push_back("'" + name + "'" + (nearest.empty() ? "" : " (nearest: '" + nearest + "')"));
    }
  }
  if (!absent.empty())
  {
    throw Error(std::to_string(absent.size()) + " of the " + std::to_string(list.size()) +
                " listed features are no columns of the file: " + FirstNames(absent) + "; it has " +
                FirstNames(table.Names()));
  }
}

ChosenFeatures
ByPrefix(const ProfileColumns & file, const std::vector<std::string> & prefixes)
{
  return { ColumnsWhere(file,
                        [&](const Table::Column & column) {
                          return std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string & prefix) {
                            return column.name.starts_with(prefix);
                          });
                        }),
           "by the prefixes " + Join(prefixes) };
}

ChosenFeatures
Apply(const ProfileColumns & file, const FeatureRule & rule)
{
  switch (rule.by)
  {
    case FeatureRule::By::List:
      RequireListed(file.table, rule.list);
      return { rule.list, "by the list given" };
    case FeatureRule::By::Numeric:
      return { ColumnsWhere(file, IsNumeric), "by their numbers" };
    case FeatureRule::By::DeclaredOrPrefix:
      if (file.declared)
      {
        return { ColumnsWhere(file, [](const Table::Column &) { return true; }), "as the file declares them" };
      }
      break;
    case FeatureRule::By::Prefix:
      break;
  }
  return ByPrefix(file, rule.prefixes);
}
} // namespace

FeatureRule::By
FeatureRuleFromName(const std::string & name)
{
  if (name == "declared_or_prefix")
  {
    return FeatureRule::By::DeclaredOrPrefix;
  }
  if (name == "list")
  {
    return FeatureRule::By::List;
  }
  if (name == "prefix")
  {
    return FeatureRule::By::Prefix;
  }
  if (name == "numeric")
  {
    return FeatureRule::By::Numeric;
  }
  throw Error("unknown rule for features '" + name + "'; expected declared_or_prefix, list, prefix or numeric");
}

ChosenFeatures
ChooseFeatures(const ProfileColumns & file, const FeatureRule & rule)
{
  ChosenFeatures chosen = Apply(file, rule);
  if (chosen.names.empty())
  {
    const std::vector<std::string> names = file.table.Names();
    throw Error("no feature was found " + chosen.how + " among " + std::to_string(names.size()) + " columns: " +
                FirstNames(names) + "; say which columns are features by a list, by prefixes or by numbers");
  }
  return chosen;
}
} // namespace pheno
