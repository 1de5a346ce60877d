#ifndef phenoFaults_h
#define phenoFaults_h

#include "phenoFileSystem.h"
#include "phenoScreenDesign.h"

#include <array>
#include <cstddef>
#include <map>
#include <string>

namespace pheno::simulate
{
enum class Fault
{
  None,
  Corrupt,
  Truncated,
  Missing,
  Blank
};

const std::string &
NameOf(Fault fault);

/** Plate, well (position in the plate's list) and site (from 1). */
using SiteNumber = std::array<int, 3>;

/** Which image files are damaged; the shares of the recipe are met exactly, up to rounding to whole files. */
class FaultPlan
{
public:
  FaultPlan(const Recipe & recipe, const std::vector<PlateDesign> & plates);

  Fault
  At(const SiteNumber & site, std::size_t stain) const;

private:
  std::map<SiteNumber, std::array<Fault, kStains>> m_Faults;
};

/** Damages a file on disk: noise for its first bytes, the last two fifths cut off, or removed. Blank files are written
 * blank by the caller. Throws Error. */
void
Damage(const fs::path & path, Fault fault);
} // namespace pheno::simulate

#endif
