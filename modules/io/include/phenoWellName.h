#ifndef phenoWellName_h
#define phenoWellName_h

#include <optional>
#include <string>

namespace pheno
{
/** "b2", "B02", "r02c02", "B-2" -> "B02"; rows to AF and columns to 48 (1536 wells). nullopt for anything else. */
std::optional<std::string>
NormalizeWell(const std::string & text);

/** Zero-based row and column of a normalised well. Throws Error for another spelling. */
struct WellPosition
{
  int row = 0;
  int column = 0;
};
WellPosition
PositionOfWell(const std::string & well);

/** The reverse: {1, 1} -> "B02". */
std::string
WellAt(WellPosition position);
} // namespace pheno

#endif
