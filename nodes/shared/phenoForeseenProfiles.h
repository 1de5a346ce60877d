#ifndef phenoForeseenProfiles_h
#define phenoForeseenProfiles_h

#include "phenoControlWells.h"
#include "phenoFittedOn.h"
#include "phenoMetadataColumn.h"
#include "phenoNode.h"
#include "phenoOutline.h"

#include <set>
#include <string>
#include <vector>

namespace pheno
{
/** The profiles of a port as far as they are known before the run, and what is wrong with them for a step. Where a fact
 * is not known, or no row is, nothing is wrong: the step itself says it. Columns go by their full names; problems are
 * those of a parameter. */
class ForeseenProfiles
{
public:
  ForeseenProfiles(const Inputs & in, const std::string & port, Diagnostics & problems)
    : m_Outline(in.Foreseen(port))
    , m_Problems(problems)
  {}

  bool
  IsKnown() const
  {
    return m_Outline != nullptr && m_Outline->metadata->Rows() > 0;
  }
  /** Only where IsKnown. */
  const Outline &
  Known() const
  {
    return *m_Outline;
  }

  /** Is the column known to be there? */
  bool
  Has(const std::string & column) const
  {
    return IsKnown() && m_Outline->metadata->Has(column);
  }
  /** Its cells; none where it is not known. */
  Table::Text
  Texts(const std::string & column) const
  {
    return Has(column) ? m_Outline->metadata->Texts(column) : Table::Text();
  }
  std::size_t
  CountValues(const std::string & column) const
  {
    const Table::Text texts = Texts(column);
    return std::set<std::string>(texts.begin(), texts.end()).size();
  }

  void
  NeedColumn(const std::string & parameter, const std::string & column) const
  {
    if (IsKnown() && m_Outline->everyColumn && !column.empty())
    {
      Say(parameter, LackOfColumn(*m_Outline->metadata, column));
    }
  }
  void
  NeedColumns(const std::string & parameter, const std::vector<std::string> & columns) const
  {
    for (const std::string & column : columns)
    {
      NeedColumn(parameter, column);
    }
  }
  /** A column of numbers. */
  void
  NeedNumbers(const std::string & parameter, const std::string & column) const
  {
    NeedColumn(parameter, column);
    try
    {
      if (Has(column))
      {
        m_Outline->metadata->Numbers(column);
      }
    }
    catch (const Error & error)
    {
      Say(parameter, error.what());
    }
  }

  /** A control among all wells, by the parameters control_column and `valueParameter`. */
  void
  NeedControls(const std::string &  column,
               const std::string &  value,
               const std::string &  valueParameter = "control_value",
               Diagnostic::Severity severity = Diagnostic::Severity::Error) const
  {
    NeedColumn("control_column", column);
    if (Has(column))
    {
      Say(valueParameter, LackOfControls(Texts(column), column, value), severity);
    }
  }
  /** At least so many controls in every group, where all rows are known; otherwise one somewhere. */
  void
  NeedControlsIn(const std::string & groupColumn,
                 const std::string & column,
                 const std::string & value,
                 std::size_t         least = 1) const
  {
    const Table::Text texts = Texts(column);
    const bool        isSomewhere = std::find(texts.begin(), texts.end(), value) != texts.end();
    if (!isSomewhere || !Has(groupColumn) || !m_Outline->everyRow)
    {
      NeedControls(column, value);
      return;
    }
    Say("control_value", LackOfControlsIn(Texts(groupColumn), groupColumn, texts, column, value, least));
  }

  /** Adds a sentence to the problems of a parameter; an empty one is none. */
  void
  Say(const std::string &  parameter,
      const std::string &  sentence,
      Diagnostic::Severity severity = Diagnostic::Severity::Error) const
  {
    if (!sentence.empty())
    {
      m_Problems.Add("/params/" + parameter, sentence, severity);
    }
  }

private:
  Ptr<Outline>  m_Outline;
  Diagnostics & m_Problems;
};

/** The outline of a fit that hands all rows of a port on and says which it saw (phenoFittedOn.h); `features` are those
 * that may come. None where nothing is known of the port. */
inline Outlines
ForeseeFitted(const Inputs & in, const std::string & port, std::optional<std::vector<std::string>> features)
{
  const Ptr<Outline> known = in.Foreseen(port);
  if (known == nullptr)
  {
    return {};
  }
  Outline outline = *known;
  outline.features = std::move(features);
  if (!known->metadata->Has(kFittedOnColumn))
  {
    Table metadata = *known->metadata;
    MarkFitted(metadata, RowMask(metadata.Rows(), 0), "");
    outline.metadata = std::make_shared<const Table>(std::move(metadata));
  }
  return { { port, std::make_shared<const Outline>(std::move(outline)) } };
}

/** The same where no other features come than go in. */
inline Outlines
ForeseeFitted(const Inputs & in, const std::string & port)
{
  const Ptr<Outline> known = in.Foreseen(port);
  return known == nullptr ? Outlines() : ForeseeFitted(in, port, known->features);
}
} // namespace pheno

#endif
