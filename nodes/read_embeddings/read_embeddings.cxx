#include "phenoAnnotate.h"
#include "phenoModel.h"
#include "phenoNode.h"
#include "phenoNpy.h"
#include "phenoProfiles.h"
#include "phenoValueCodec.h"

namespace
{
using namespace pheno;

/** Profiles from the files of other programs. */
class ReadEmbeddings : public Node
{
public:
  explicit ReadEmbeddings(const Json &) {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const fs::path   path = in.Get<File>("embeddings")->path;
    const Ptr<Table> wells = in.Has("wells") ? in.Get<Table>("wells") : nullptr;
    Profiles profiles = path.extension() == ".npy" ? FromArray(path, wells) : FromProfiles(path, wells, context);
    context.Log(LogLevel::Info,
                path.filename().string() + ": " + std::to_string(profiles.Rows()) + " wells, " +
                  std::to_string(profiles.Columns()) + " features (" + FirstAndLast(profiles.features) +
                  "), metadata " + Join(profiles.metadata.Names()));
    out.Set("profiles", std::move(profiles));
  }

private:
  static std::string
  FirstAndLast(const std::vector<std::string> & names)
  {
    return names.empty() ? "none" : names.front() + " to " + names.back();
  }

  static Profiles
  FromArray(const fs::path & path, const Ptr<Table> & wells)
  {
    const NpyArray array = ReadNpy(path);
    if (array.shape.size() != 2)
    {
      throw Error(path.string() + ": has " + std::to_string(array.shape.size()) +
                  " dimensions, expected 2: wells x features");
    }
    if (!wells)
    {
      throw Error(path.string() + ": needs a table on the port 'wells' that describes its rows");
    }
    if (wells->Rows() != array.shape[0])
    {
      throw Error(path.string() + ": has " + std::to_string(array.shape[0]) + " rows, the table of wells has " +
                  std::to_string(wells->Rows()) + "; expected row i of one to describe row i of the other");
    }
    Profiles profiles;
    profiles.precision =
      array.type == NpyArray::Type::Float64 ? Profiles::Precision::Float64 : Profiles::Precision::Float32;
    profiles.values = array.Doubles();
    for (std::size_t feature = 1; feature <= array.shape[1]; ++feature)
    {
      profiles.features.push_back("Z" + std::to_string(feature));
    }
    for (const Table::Column & column : wells->columns)
    {
      profiles.metadata.Add(MetadataName(column.name), column.cells);
    }
    return profiles;
  }

  static std::string
  MetadataName(const std::string & column)
  {
    return column == "plate"           ? "Metadata_Plate"
           : column == "well"          ? "Metadata_Well"
           : Table::IsMetadata(column) ? column
                                       : "Metadata_" + column;
  }

  static Profiles
  FromProfiles(const fs::path & path, const Ptr<Table> & wells, Context & context)
  {
    Profiles profiles = *std::get<Ptr<Profiles>>(ImportValue(ValueType::Profiles, path));
    if (wells)
    {
      Annotate(profiles.metadata, PlateMap(wells), context);
    }
    return profiles;
  }
};
} // namespace

PHENO_NODE(ReadEmbeddings)
