#ifndef phenoReport_h
#define phenoReport_h

#include "phenoJson.h"
#include "phenoTable.h"

#include <cstdint>
#include <string>
#include <vector>

namespace pheno
{
/** A picture inside the page (`jpeg`) or, where that is empty, beside it (`path`, relative to the page, '/' separated).
 */
struct Picture
{
  std::vector<std::uint8_t> jpeg;
  std::string               path;
};

/** What a well looks like. */
struct WellPicture
{
  std::string plate;
  std::string well;
  Picture     comparable; ///< drawn with the ranges that all wells share
  Picture     automatic;  ///< drawn with its own ranges; may be absent
};

/** Everything a page is made of. Tables that are null are left out with their section; a table without rows says so.
 *
 * Columns are found with or without `Metadata_` and in any case (an exact name goes first); `moa` stands for mechanism,
 * `compound_name` for compound, `compound_um` and `concentration` for dose, `object_count` for cell_count. Further
 * columns are shown too, and numbers can be chosen for colouring. A column is numeric when it has a number and nothing
 * else but empty cells; plate, well, site, batch, treatment, compound, mechanism, role and status are always text.
 *
 * What each table needs; what it knows beside that:
 * - audit: plate; status: rows with a status other than "ok" come first and are counted
 * - unmatched: plate, well; found_in: "plate map" or "images"
 * - wells: plate, well; treatment, compound, dose, mechanism, role, cell_count, distances: one row a well
 * - map: plate, well, x, y: one row a well, everything else comes from wells
 * - hits: treatment (as in wells); rank, compound, dose, mechanism, distance, p, q, map, nearest_mechanism
 * - metrics: metric, value; scope (what was measured: trained, untrained, intensity), group (the part of the screen, ""
 *   for all of it), n, p, q, low, high, note. Scope "chance" or a metric called "<metric>_chance" is drawn as chance.
 * - dose: compound, dose, value; mechanism, role: one row a well
 * - history: epoch or step, and a number such as loss; seed: one curve each
 *
 * role: "negcon", "negative_control", "control" or "dmso" (any case) marks control wells. */
struct ReportContent
{
  std::string title;
  /** Context::RunInfo: workflow, pheno, seed, steps, quarantine, notes, inputs; unknown keys are ignored. */
  Json run = Json::object();
  /** Draws the mark that the data are simulated. */
  bool          simulated = false;
  const Table * audit = nullptr;
  const Table * unmatched = nullptr;
  const Table * wells = nullptr;
  const Table * map = nullptr;
  const Table * hits = nullptr;
  const Table * metrics = nullptr;
  const Table * dose = nullptr;
  const Table * history = nullptr;
  /** What `value` of the dose table is, for its axis. */
  std::string              dose_value = "distance_to_control";
  std::vector<WellPicture> pictures;
  /** Names of FlatMetrics that stand among the key numbers on top, for instance "nsc/trained". */
  std::vector<std::string> headline;
};

/** One HTML page that holds its scripts, styles, data and embedded pictures, and opens from disk without a network: its
 * content security policy forbids one. Bytes depend on the content alone. Text that is no UTF-8 has its bad bytes
 * replaced. Throws Error naming table and column for a missing column, a number that is none, a headline that is no
 * metric, a picture path that leaves the page's folder. */
std::string
RenderReport(const ReportContent & content);

/** A column of the metrics table (see ReportContent) as a flat object, "metric/scope/group" -> number. Empty parts are
 * left out, so a screen-wide figure is "nsc/trained". JSON knows neither NaN nor infinity: both are null. Throws Error
 * naming the first name that two rows share, or a row without a metric. */
Json
FlatMetrics(const Table & metrics, const std::string & column = "value");
} // namespace pheno

#endif
