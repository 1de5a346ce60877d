#ifndef crop_labels_h
#define crop_labels_h

#include "phenoCropClasses.h"
#include "phenoNode.h"
#include "phenoPlateMap.h"
#include "phenoTable.h"

#include <optional>
#include <string>
#include <vector>

namespace pheno::training
{
/** What is known of each crop: its plate, its well, and what the plate map says of that well. */
class CropLabels
{
public:
  CropLabels(const Table & rows, const Inputs & in);

  /** Values of "plate", "well" or a column of the plate map, one a crop. */
  Table::Text
  operator[](const std::string & name) const;
  std::vector<Table::Text>
  operator[](const std::vector<std::string> & names) const;

private:
  Table::Text             m_Plates;
  Table::Text             m_Wells;
  std::optional<PlateMap> m_Map;
};

/** Whether a label comes from the plate map. */
bool
IsOfMap(const std::string & name);

/** Numbers the combinations of labels of some crops, from 0 in order of appearance. */
std::vector<std::int64_t>
NumberGroups(const std::vector<Table::Text> & labels, const std::vector<std::int64_t> & crops);

/** The crops whose label is among the names, with its place there. */
CropClasses
ClassesAmong(const Table::Text & labels, const std::vector<std::string> & names);

/** Leaves out crops of another value. \param split one value a crop; empty: all stay. Classes without crops go too,
 * unless `keep_names`. */
CropClasses
OnlyOf(const CropClasses & classes, const Table::Text & split, const std::string & value, bool keep_names);
} // namespace pheno::training

#endif
