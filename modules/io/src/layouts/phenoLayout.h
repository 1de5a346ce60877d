#ifndef phenoLayout_h
#define phenoLayout_h

#include "phenoScreenIndex.h"

namespace pheno
{
/** The images that a layout lists: text columns plate, well, site, channel, path (absolute), page and others, any
 * order; wells in any spelling. Columns for planes and time points may stand beside them: MakeIndex keeps one of each.
 */
struct ImageList
{
  Table                    table;
  std::vector<std::string> notes;
};

/** One way in which instruments and programs list images: a pair of functions in a file of its own, phenoLayout*.cxx,
 * and a row in the table of phenoLayouts.cxx. */
struct Layout
{
  LayoutDescription description;
  /** Throws Error saying what was looked for and what was found; BadData for a list that is damaged. */
  ImageList (*list)(const fs::path & source, const IndexOptions & options);
  /** By what a folder or a file is known as this layout ("/data/P1/Index.xml"); "" where it is another. Looks at names
   * and at beginnings of files alone. */
  std::string (*recognize)(const fs::path & source);
};

/** Every layout, in the order in which they are told. */
const std::vector<Layout> &
Layouts();

ImageList
ListPhenix(const fs::path & source, const IndexOptions & options);
std::string
RecognizePhenix(const fs::path & source);

ImageList
ListYokogawa(const fs::path & source, const IndexOptions & options);
std::string
RecognizeYokogawa(const fs::path & source);

ImageList
ListImageXpress(const fs::path & source, const IndexOptions & options);
std::string
RecognizeImageXpress(const fs::path & source);

ImageList
ListInCell(const fs::path & source, const IndexOptions & options);
std::string
RecognizeInCell(const fs::path & source);

ImageList
ListIncucyte(const fs::path & source, const IndexOptions & options);
std::string
RecognizeIncucyte(const fs::path & source);

ImageList
ListLoadData(const fs::path & source, const IndexOptions & options);
std::string
RecognizeLoadData(const fs::path & source);

ImageList
ListOmeTiff(const fs::path & source, const IndexOptions & options);
std::string
RecognizeOmeTiff(const fs::path & source);

ImageList
ListOmeZarr(const fs::path & source, const IndexOptions & options);
std::string
RecognizeOmeZarr(const fs::path & source);

ImageList
ListSheet(const fs::path & source, const IndexOptions & options);
std::string
RecognizeSheet(const fs::path & source);

ImageList
ListRegex(const fs::path & source, const IndexOptions & options);
std::string
RecognizeRegex(const fs::path & source);

/** The images below a folder by the names that an instrument gives (KnownPatterns), for folders that have lost their
 * list. Throws Error with `reason`, why names are looked at, when none fits. */
ImageList
ListByNames(const fs::path & source, const std::string & instrument, const std::string & reason);

/** The first name of an image that the instrument gives; "" when the folder's are of another kind. */
std::string
RecognizeNames(const fs::path & source, const std::string & instrument);

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

/** Leaves the chosen plane and time point of each image (IndexOptions::plane, timepoint), by the columns that tell them
 * (plane, plane_id, Metadata_PlaneID; timepoint, ...). Columns that TableOf made and that say the same in every row go.
 * Adds to the notes how many rows were left out. Where an image has several planes and none was chosen all stay, told
 * by column z, for pheno.read_site to project. Throws Error naming what there is when an image has several time points
 * and none was chosen, or when what was chosen is nowhere. */
void
KeepOneOfEach(ImageList & list, const IndexOptions & options, const fs::path & source);
} // namespace pheno

#endif
