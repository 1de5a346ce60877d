#ifndef phenoPlanInputs_h
#define phenoPlanInputs_h

#include "phenoError.h"
#include "phenoPlan.h"
#include "phenoPlanIndex.h"

#include <functional>
#include <optional>
#include <vector>

/** What MakePlan knows of the workflow's inputs; private to this room. */
namespace pheno
{
/** Reads one input: a table with its axes normalised, the digest of anything. nullopt after reporting a problem. */
std::optional<InputTable>
ReadInput(const WorkflowInput & input, Diagnostics & problems, std::vector<Diagnostic> & notes);

/** Digest of a file, or of the names and contents of all files below a folder. */
std::string
ContentDigest(const fs::path & path, const std::function<std::string(const fs::path &)> & digestOfFile);

/** Columns of a table as text. */
std::vector<Table::Text>
AxisTexts(const Table & table, const std::vector<std::string> & axes);

/** "no column 'x'; did you mean 'y'?" */
std::string
Lacks(const Table & table, const std::string & column);

/** Removes the index rows that an exclusions table names (its columns but `reason` are axes; an empty cell fits all).
 * Throws Error on a column that the index lacks. */
void
Exclude(Table & index, const fs::path & exclusions, std::vector<Diagnostic> & notes);

/** The axes that a table has in common with the index: those with known names and those of a step's `each`. */
std::vector<std::string>
SharedAxes(const Table & table, const Table & index, const std::vector<std::string> & each);

/** Notes which wells (or other shards) only one of index and table has; a problem when they share none. */
void
CompareShards(const WorkflowInput &     input,
              const Table &             table,
              AxisIndex &               index,
              Diagnostics &             problems,
              std::vector<Diagnostic> & notes);

/** The columns that a table port of a step receives: axes first. Reports columns that the table lacks. */
std::vector<std::string>
PortColumns(const Step &                     step,
            const Port &                     port,
            const Table &                    table,
            const std::vector<std::string> & axes,
            Diagnostics &                    problems);
} // namespace pheno

#endif
