#include "phenoError.h"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace pheno
{
std::string
ToString(const Diagnostic & diagnostic)
{
  const std::string prefix = diagnostic.severity == Diagnostic::Severity::Warning ? "warning: " : "";
  return prefix + (diagnostic.where.empty() ? diagnostic.message : diagnostic.where + ": " + diagnostic.message);
}

bool
Diagnostics::HasErrors() const
{
  return std::any_of(
    m_Items.begin(), m_Items.end(), [](const Diagnostic & d) { return d.severity == Diagnostic::Severity::Error; });
}

void
Diagnostics::ThrowIfErrors() const
{
  if (HasErrors())
  {
    throw DiagnosticsError(m_Items);
  }
}

namespace
{
std::string
AllLines(const std::vector<Diagnostic> & items)
{
  std::vector<std::string> lines;
  for (const Diagnostic & item : items)
  {
    lines.push_back(ToString(item));
  }
  return Join(lines, "\n");
}

bool
IsSameLetter(char a, char b)
{
  return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

std::size_t
EditDistance(const std::string & a, const std::string & b)
{
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i)
  {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j)
    {
      const std::size_t replaced = diagonal + (IsSameLetter(a[i - 1], b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({ row[j] + 1, row[j - 1] + 1, replaced });
    }
  }
  return row.back();
}
} // namespace

DiagnosticsError::DiagnosticsError(std::vector<Diagnostic> items)
  : Error(AllLines(items))
  , m_Items(std::move(items))
{}

std::string
NearestName(const std::string & name, const std::vector<std::string> & candidates)
{
  std::string best;
  std::size_t bestDistance = std::min(std::max<std::size_t>(2, name.size() / 3) + 1, name.size());
  for (const std::string & candidate : candidates)
  {
    const std::size_t distance = EditDistance(name, candidate);
    if (distance < bestDistance)
    {
      bestDistance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string
Join(const std::vector<std::string> & parts, const std::string & separator)
{
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i)
  {
    text += (i == 0 ? "" : separator) + parts[i];
  }
  return text;
}
} // namespace pheno
