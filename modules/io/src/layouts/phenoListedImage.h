#ifndef phenoListedImage_h
#define phenoListedImage_h

#include "phenoTable.h"

#include <map>
#include <string>
#include <vector>

namespace pheno
{
/** One image as an instrument lists it. Texts are as listed, wells in any spelling, "" where nothing is said. */
struct ListedImage
{
  std::string plate;
  std::string well;
  std::string site;
  std::string channel; ///< its name
  std::string path;    ///< absolute once the layout has found the folder
  std::string page = "0";
  std::string plane;     ///< along z
  std::string timepoint; ///< 1 is the first where the instrument counts
  std::string positionX; ///< of the field, micrometres
  std::string positionY;
  std::string positionZ; ///< of the focus, micrometres
  std::string pixelSize; ///< micrometres
};

/** One row an image: plate, well, site, channel, path, page, and those of plane, timepoint, position_x_um,
 * position_y_um, position_z_um, pixel_size_um that any image has. */
Table
TableOf(const std::vector<ListedImage> & images);

/** Names of channels by their ids; where two ids share a name, `prefix` and the id are added to tell them apart. */
void
TellApart(std::map<std::string, std::string> & names, const std::string & prefix);

/** "007" -> "7", "000" -> "0". */
std::string
WithoutLeadingZeros(const std::string & text);

/** A length in metres as micrometres, to a tenth of a nanometre; "" for what is no number. */
std::string
Micrometres(const std::string & metres);
} // namespace pheno

#endif
