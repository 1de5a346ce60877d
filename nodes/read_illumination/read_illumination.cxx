#include "phenoEvenPlane.h"
#include "phenoIlluminationFile.h"
#include "phenoImage.h"
#include "phenoModel.h"
#include "phenoNode.h"
#include "phenoPathPart.h"
#include "phenoPlanePicture.h"
#include "phenoTable.h"

#include <map>

namespace
{
using namespace pheno;

/** A plate's fields from files of other programs. */
class ReadIlluminationNode : public Node
{
public:
  explicit ReadIlluminationNode(const Json & params)
    : m_StoredAs(FieldNormalisationOf(params.at("stored_as")))
    , m_Normalisation(FieldNormalisationOf(params.at("normalisation")))
    , m_Names(params.at("channels").get<std::map<std::string, std::string>>())
  {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const std::string                     plate = PathPart("plate", context.GetShard().at("plate"));
    const std::map<std::string, fs::path> files = Find(in.Get<File>("files")->path, plate);
    Image                                 field, dark;
    Table::Real                           offsets;
    for (const auto & [name, path] : files)
    {
      IlluminationFile file = ReadIllumination(path);
      if (!fs::exists(fs::path(path).replace_extension(".json")))
      {
        file.normalisation = m_StoredAs;
      }
      context.Log(LogLevel::Info,
                  path.filename().string() + ": normalisation " + NameOf(file.normalisation) + ", offset " +
                    std::to_string(file.offset));
      const auto named = m_Names.find(name);
      field.channels.push_back(named == m_Names.end() ? name : named->second);
      field.planes.push_back(ToPlane(NormaliseField(file.field, m_Normalisation), field, path));
      const fs::path dark_path = path.parent_path() / (plate + "_Dark" + name + ".npy");
      dark.planes.push_back(fs::exists(dark_path) ? ToPlane(ReadDarkField(dark_path), field, dark_path)
                                                  : EvenPlane(*field.planes.back(), file.offset));
      offsets.push_back(file.offset);
    }
    Table levels;
    levels.Add("channel", Table::Text(field.channels));
    levels.Add("offset", std::move(offsets));
    dark.channels = field.channels;
    out.Set("field", std::move(field));
    out.Set("dark", std::move(dark));
    out.Set("levels", std::move(levels));
  }

private:
  /** Files of a plate by what follows _Illum in their names. */
  static std::map<std::string, fs::path>
  Find(const fs::path & folder, const std::string & plate)
  {
    const std::string               start = plate + "_Illum";
    std::map<std::string, fs::path> files;
    for (const fs::path & place : { folder / plate, folder })
    {
      if (!fs::is_directory(place))
      {
        continue;
      }
      for (const fs::directory_entry & entry : fs::directory_iterator(place))
      {
        const std::string stem = entry.path().stem().string();
        if (entry.path().extension() == ".npy" && stem.size() > start.size() && stem.rfind(start, 0) == 0)
        {
          files.emplace(stem.substr(start.size()), entry.path());
        }
      }
    }
    if (files.empty())
    {
      throw Error(folder.string() + ": found no " + start + "<channel>.npy there or in its folder " + plate);
    }
    return files;
  }

  static Plane::ConstPointer
  ToPlane(const FieldPicture & picture, const Image & others, const fs::path & path)
  {
    auto geometry = Plane::New();
    geometry->SetRegions(itk::Size<2>{ { picture.width, picture.height } });
    if (!others.planes.empty() && others.Size() != geometry->GetLargestPossibleRegion().GetSize())
    {
      throw BadData(path.string() + ": is " + std::to_string(picture.width) + " x " + std::to_string(picture.height) +
                    " pixels, the plate's other fields " + std::to_string(others.Size()[0]) + " x " +
                    std::to_string(others.Size()[1]));
    }
    return PlaneOf(picture, *geometry).GetPointer();
  }

  FieldNormalisation                 m_StoredAs;
  FieldNormalisation                 m_Normalisation;
  std::map<std::string, std::string> m_Names;
};
} // namespace

PHENO_NODE(ReadIlluminationNode)
