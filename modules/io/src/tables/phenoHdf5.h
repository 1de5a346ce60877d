#ifndef phenoHdf5_h
#define phenoHdf5_h

#include "phenoTable.h"

#include <hdf5.h>

#include <string>
#include <vector>

namespace pheno::hdf5
{
/** An open thing of HDF5, closed with its owner. */
class Handle
{
public:
  using Close = herr_t (*)(hid_t);

  /** Throws Error(`what`) for a negative id. */
  Handle(hid_t id, Close close, const std::string & what);
  Handle(Handle && other) noexcept;
  Handle(const Handle &) = delete;
  Handle &
  operator=(const Handle &) = delete;
  ~Handle();

  operator hid_t() const { return m_Id; }

private:
  hid_t m_Id;
  Close m_Close;
};

/** Throws Error(`what`) for a negative result. */
void
Check(herr_t result, const std::string & what);

/** Lengths along all dimensions. */
std::vector<hsize_t>
ShapeOf(hid_t space);

bool
HasLink(hid_t place, const std::string & name);
bool
IsGroup(hid_t place, const std::string & name);

Handle
OpenGroup(hid_t place, const std::string & name);
Handle
OpenDataset(hid_t place, const std::string & name);

/** The whole of a dataset, row by row, as doubles or integers whatever it is stored as. Throws Error. */
std::vector<double>
ReadDoubles(hid_t dataset, const std::string & name);
std::vector<std::int64_t>
ReadIntegers(hid_t dataset, const std::string & name);
/** Strings of any kind. */
Table::Text
ReadTexts(hid_t dataset, const std::string & name);
/** Text, integers (booleans are 0 and 1) or reals by the dataset's type. */
Table::Cells
ReadCells(hid_t dataset, const std::string & name);

/** Attributes: "" and none where there is no such attribute. */
std::string
TextAttribute(hid_t object, const std::string & name);
std::vector<std::string>
TextsAttribute(hid_t object, const std::string & name);
std::vector<std::int64_t>
IntegersAttribute(hid_t object, const std::string & name);

// ---- writing: objects carry no times
// ---------------------------------------------------------------------------------

Handle
MakeGroup(hid_t place, const std::string & name);
void
WriteText(hid_t object, const std::string & attribute, const std::string & text);
void
WriteTexts(hid_t object, const std::string & attribute, const Table::Text & texts);
Handle
WriteDataset(hid_t place, const std::string & name, const Table::Text & texts);
/** Numbers that lie in memory as `type`. */
Handle
WriteDataset(hid_t place, const std::string & name, hid_t type, const std::vector<hsize_t> & shape, const void * data);
void
WriteInteger(hid_t object, const std::string & attribute, std::int64_t value);
/** A dataset that can grow along its first dimension: a chunk for each pair of the first two indices, deflated. */
Handle
MakeGrowing(hid_t place, const std::string & name, hid_t type, const std::vector<hsize_t> & shape);
/** Part of a dataset, from numbers that lie in memory as `type`. */
void
WriteBox(hid_t                        dataset,
         const std::string &          name,
         hid_t                        type,
         const std::vector<hsize_t> & start,
         const std::vector<hsize_t> & count,
         const void *                 data);
} // namespace pheno::hdf5

#endif
