#ifndef phenoHtd_h
#define phenoHtd_h

#include "phenoFileSystem.h"

#include <set>
#include <string>
#include <vector>

namespace pheno
{
/** What a plate of MetaXpress was to hold: lines of a quoted key and values, "HTSInfoFile" first. */
struct Htd
{
  std::vector<std::string> wells;            ///< selected, normalised
  int                      sites = 1;        ///< selected, numbered from 1
  std::vector<std::string> waves;            ///< names; WaveName1 first, "w1" where it has none
  std::set<int>            collected;        ///< numbers of the waves that were taken, from 1
  bool                     hasSites = false; ///< do file names say the site?
  bool                     hasWaves = false; ///< do file names say the wave?
};

/** Reads an .HTD file of at most 1 MiB. Throws BadData naming the file and the key that is absent or no number; plates
 * of more than 32 x 48 wells, 1000 sites in a row of the grid or 100 waves are refused. */
Htd
ReadHtd(const fs::path & path);
} // namespace pheno

#endif
