#include "phenoReport.h"

#include "phenoError.h"

#include <cmath>

namespace pheno
{
Json
FlatMetrics(const Table & metrics, const std::string & column)
{
  Json              flat = Json::object();
  const Table::Real values = metrics.Numbers(column);
  for (std::size_t row = 0; row < metrics.Rows(); ++row)
  {
    std::string name = metrics.Cell(row, "metric");
    if (name.empty())
    {
      throw Error("metrics: row " + std::to_string(row + 1) + " has no metric");
    }
    for (const std::string part : { "scope", "group" })
    {
      const std::string text = metrics.Has(part) ? metrics.Cell(row, part) : std::string();
      name += text.empty() ? "" : "/" + text;
    }
    if (flat.contains(name))
    {
      throw Error("metrics: two rows are called '" + name + "'; metric, scope and group must tell rows apart");
    }
    flat[name] = std::isfinite(values[row]) ? Json(values[row]) : Json();
  }
  return flat;
}
} // namespace pheno
