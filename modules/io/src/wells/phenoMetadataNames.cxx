#include "phenoMetadataNames.h"

#include "phenoError.h"

#include <algorithm>

namespace pheno
{
namespace
{
struct Alias
{
  const char *              ours;
  std::vector<const char *> theirs; ///< the first one that the table has is taken
};

const std::vector<Alias> &
Aliases()
{
  static const std::vector<Alias> aliases = {
    { "Metadata_Plate",
      { "plate",
        "Plate",
        "Metadata_plate",
        "Image_Metadata_Plate",
        "Metadata_Assay_Plate_Barcode",
        "Assay_Plate_Barcode" } },
    { "Metadata_Well",
      { "well",
        "Well",
        "Metadata_well",
        "Image_Metadata_Well",
        "Metadata_well_position",
        "Metadata_Well_Position",
        "well_position" } },
    { "Metadata_Site", { "site", "Site", "Metadata_site", "Image_Metadata_Site" } },
    { "Metadata_Batch", { "batch", "Batch", "Metadata_batch", "Image_Metadata_Batch" } },
    { "Metadata_Source", { "source", "Source", "Metadata_source", "Image_Metadata_Source" } },
    { "Metadata_treatment", { "treatment" } },
    { "Metadata_moa", { "moa" } },
    { "Metadata_compound_name", { "compound_name" } },
    { "Metadata_compound_uM", { "compound_uM" } },
    { "Metadata_cell_type", { "cell_type" } },
    { "Metadata_filepath", { "filepath" } },
    { "Metadata_library", { "library" } },
    { "Metadata_PP_ID", { "PP_ID" } },
    { "Metadata_SMILES", { "SMILES" } },
  };
  return aliases;
}

void
Rename(Table & table, const std::string & theirs, const std::string & ours, std::vector<std::string> & done)
{
  const auto found = std::find_if(
    table.columns.begin(), table.columns.end(), [&](const Table::Column & column) { return column.name == theirs; });
  found->name = ours;
  done.push_back(theirs + " to " + ours);
}

void
RenameAsked(Table & table, const std::map<std::string, std::string> & renames, std::vector<std::string> & done)
{
  for (const auto & [theirs, ours] : renames)
  {
    if (!Table::IsMetadata(ours))
    {
      throw Error("rename: '" + theirs + "' is to become '" + ours + "'; expected a name that begins with Metadata_");
    }
    if (!table.Has(theirs))
    {
      const std::string nearest = NearestName(theirs, table.Names());
      throw Error("rename: the file has no column '" + theirs + "'" +
                  (nearest.empty() ? "" : "; the nearest is '" + nearest + "'"));
    }
    if (theirs != ours && table.Has(ours))
    {
      throw Error("rename: '" + theirs + "' is to become '" + ours + "', and there is such a column already");
    }
    Rename(table, theirs, ours, done);
  }
}
} // namespace

std::vector<std::string>
RenameMetadata(Table & table, const std::map<std::string, std::string> & renames)
{
  std::vector<std::string> done;
  RenameAsked(table, renames, done);
  for (const Alias & alias : Aliases())
  {
    for (const char * theirs : alias.theirs)
    {
      if (!table.Has(alias.ours) && table.Has(theirs))
      {
        Rename(table, theirs, alias.ours, done);
      }
    }
  }
  constexpr std::string_view kCount = "Image_Count_";
  for (const std::string & name : table.Names())
  {
    const std::string ours = "Metadata_Count_" + name.substr(std::min(name.size(), kCount.size()));
    if (name.starts_with(kCount) && !table.Has(ours))
    {
      Rename(table, name, ours, done);
    }
  }
  return done;
}
} // namespace pheno
