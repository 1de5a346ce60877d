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

/** Writes a plate's fields under the names that CellProfiler's pipelines look for. */
class WriteIlluminationNode : public Node
{
public:
  explicit WriteIlluminationNode(const Json & params)
    : m_Normalisation(FieldNormalisationOf(params.at("normalisation")))
    , m_Names(params.at("channels").get<std::map<std::string, std::string>>())
  {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Ptr<Image>                    field = in.Get<Image>("field");
    const std::map<std::string, double> offsets = Offsets(in);
    const std::string                   plate = PathPart("plate", context.GetShard().at("plate"));
    const fs::path                      folder = out.Folder("files") / "illumination";
    fs::create_directories(folder / plate);
    for (const std::string & channel : field->channels)
    {
      const auto        named = m_Names.find(channel);
      const std::string name = PathPart("channel", named == m_Names.end() ? channel : named->second);
      const auto        offset = offsets.find(channel);
      WriteIllumination(folder / plate / (plate + "_Illum" + name + ".npy"),
                        { NormaliseField(PictureOf(*field->Plane(channel)), m_Normalisation),
                          m_Normalisation,
                          offset == offsets.end() ? 0.0 : offset->second });
      if (in.Has("dark"))
      {
        WriteFieldPicture(folder / plate / (plate + "_Dark" + name + ".npy"),
                          PictureOf(*in.Get<Image>("dark")->Plane(channel)));
      }
    }
    out.Set("files", File{ folder });
  }

private:
  static std::map<std::string, double>
  Offsets(const Inputs & in)
  {
    std::map<std::string, double> offsets;
    if (in.Has("levels"))
    {
      const Ptr<Table>  levels = in.Get<Table>("levels");
      const Table::Text channels = levels->Texts("channel");
      const Table::Real values = levels->Numbers("offset");
      for (std::size_t i = 0; i < channels.size(); ++i)
      {
        offsets[channels[i]] = values[i];
      }
    }
    return offsets;
  }

  FieldNormalisation                 m_Normalisation;
  std::map<std::string, std::string> m_Names;
};
} // namespace

PHENO_NODE(WriteIlluminationNode)
