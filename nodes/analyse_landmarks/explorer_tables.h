#ifndef explorer_tables_h
#define explorer_tables_h

#include "landmark_analysis.h"

#include "phenoTable.h"

namespace pheno::landmarks
{
/** The tables of spc-cosine-analysis, which spc-data-explorer opens: their names of columns.
 *
 * Metadata columns lose their prefix; Metadata_Plate and Metadata_Well become plate and well. Derived ones: moa_first
 * (up to the first comma), moa_truncated_10 and annotated_target_description_truncated_10 (ten words), moa_compound_uM
 * and PP_ID_uM (name@concentration). Columns that the explorer colours by exist always: library, moa_first ("Unknown"
 * where not known) and SMILES. Truth values are True and False. */
class ExplorerTables
{
public:
  ExplorerTables(const Profiles & profiles, const LandmarkAnalysis & analysis, const Settings & settings);

  /** One row a well: the wells' metadata and what their treatments have; scores begin with score_.
   * \param maps columns to stand first, such as UMAP1 */
  Table
  Wells(const Table & maps) const;
  /** One row a treatment: its name, metadata of its first well, measures, nearest landmarks and scores. */
  Table
  Treatments(const std::vector<std::size_t> & treatments) const;
  /** One row a treatment, one column <landmark>_distance a landmark, by name; query_dmso_distance and query_mad. */
  Profiles
  Distances(const std::vector<std::size_t> & treatments) const;
  /** One row a landmark, by name. */
  Table
  Landmarks() const;

private:
  Table
  TreatmentMetadata(const std::vector<std::size_t> & treatments) const;
  void
  AddMeasures(Table & numbers) const;
  void
  AddNearest(Table & numbers) const;
  void
  AddScores(Table & numbers) const;
  std::vector<std::size_t>
  LandmarksByName() const;

  const LandmarkAnalysis & m_Analysis;
  Table                    m_Wells;   ///< metadata of every well, with derived columns
  Table                    m_Numbers; ///< one row a treatment, and an empty one for wells without
};

/** The rows of reference or test treatments that are no controls. */
std::vector<std::size_t>
TreatmentsOf(const LandmarkAnalysis & analysis, bool reference);

/** "True" or "False". */
std::string
TruthText(bool value);
} // namespace pheno::landmarks

#endif
