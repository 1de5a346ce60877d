#ifndef phenoLayout_h
#define phenoLayout_h

#include "phenoScreenIndex.h"

namespace pheno
{
/** The images that a layout lists: text columns plate, well, site, channel, path (absolute), page and others, any
 * order; wells in any spelling. */
struct ImageList
{
  Table                    table;
  std::vector<std::string> notes;
};

/** One way in which instruments and programs list images. Throw Error saying what was looked for and what was found. */
using ListImages = ImageList (*)(const fs::path & source, const IndexOptions & options);

ImageList
ListPhenix(const fs::path & source, const IndexOptions & options);
ImageList
ListLoadData(const fs::path & source, const IndexOptions & options);
ImageList
ListSheet(const fs::path & source, const IndexOptions & options);
ImageList
ListRegex(const fs::path & source, const IndexOptions & options);

/** Lower case letters and digits of a column name without its unit: "Position X [m]" -> "positionx". */
std::string
PlainName(const std::string & column);

/** The name of the plate whose folder this is: "BR00117035__2021-05-02T16_02_51-Measurement1/Images" -> "BR00117035".
 */
std::string
PlateOfFolder(fs::path folder);

/** Makes a path that a list gives absolute: '\' becomes '/', relative ones start at the folder. */
fs::path
ResolveListed(const fs::path & folder, std::string listed);

/** A well from a row (number or letters) and a column; the texts joined when that is no well, for the message later. */
std::string
WellFromRowColumn(const std::string & row, const std::string & column);
} // namespace pheno

#endif
