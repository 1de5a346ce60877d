#include "phenoGatherProfiles.h"
#include "phenoModel.h"
#include "phenoPathPart.h"
#include "phenoProfilesFormat.h"

#include <map>

namespace
{
using namespace pheno;

/** What the recipe puts behind a plate's name. */
std::string
RecipeEnding(const std::string & level, const std::string & selectedOn)
{
  static const std::map<std::string, std::string> endings = {
    { "aggregated", "" },
    { "augmented", "_augmented" },
    { "normalized", "_normalized" },
    { "normalized_negcon", "_normalized_negcon" },
    { "feature_select", "_normalized_feature_select_" },
    { "feature_select_negcon", "_normalized_feature_select_negcon_" },
  };
  const bool selects = level.starts_with("feature_select");
  return endings.at(level) + (selects ? selectedOn : "");
}

/** Writes profiles under the names that other programs look for. */
class WriteProfilesNode : public Node
{
public:
  explicit WriteProfilesNode(const Json & params)
    : m_Names(params.at("names"))
    , m_Name(params.at("name"))
    , m_Level(params.at("level"))
    , m_SelectedOn(params.at("selected_on"))
    , m_Stages(params.at("stages").get<std::vector<std::string>>())
  {
    for (const std::string name : params.at("formats"))
    {
      m_Formats.push_back(ProfilesFormatFromName(name));
    }
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Profiles all = GatherProfiles(in, "profiles");
    const fs::path folder = out.Folder("files") / "profiles";
    fs::create_directories(folder);
    if (m_Names == "recipe" && m_Level != "consensus")
    {
      this->WritePlates(all, folder, context);
    }
    else
    {
      this->Write(all, folder / this->Stem());
    }
    out.Set("files", File{ folder });
  }

private:
  std::string
  Stem() const
  {
    if (m_Names == "plain")
    {
      return m_Name;
    }
    return m_Names == "recipe" ? m_Level : Join(WithFirst("profiles", m_Stages), "_");
  }

  static std::vector<std::string>
  WithFirst(const std::string & first, std::vector<std::string> rest)
  {
    rest.insert(rest.begin(), first);
    return rest;
  }

  void
  Write(const Profiles & profiles, const fs::path & stem) const
  {
    for (const ProfilesFormat format : m_Formats)
    {
      WriteProfiles(stem.string() + "." + EndingOf(format), profiles, format);
    }
  }

  void
  WritePlates(const Profiles & all, const fs::path & folder, Context & context) const
  {
    const std::string                            ending = RecipeEnding(m_Level, m_SelectedOn);
    const Table::Text                            plates = all.metadata.Texts("Metadata_Plate");
    const bool                                   hasBatch = all.metadata.Has("Metadata_Batch");
    const Table::Text                            batches = hasBatch ? all.metadata.Texts("Metadata_Batch") : plates;
    std::map<fs::path, std::vector<std::size_t>> rowsOf;
    for (std::size_t row = 0; row < plates.size(); ++row)
    {
      const std::string plate = PathPart("column 'Metadata_Plate'", plates[row]);
      const fs::path    place =
        hasBatch ? folder / PathPart("column 'Metadata_Batch'", batches[row]) / plate : folder / plate;
      rowsOf[place / (plate + ending)].push_back(row);
    }
    for (const auto & [stem, rows] : rowsOf)
    {
      context.ThrowIfCancelled();
      fs::create_directories(stem.parent_path());
      this->Write(all.Select(rows), stem);
    }
  }

  std::string                 m_Names, m_Name, m_Level, m_SelectedOn;
  std::vector<std::string>    m_Stages;
  std::vector<ProfilesFormat> m_Formats;
};
} // namespace

PHENO_NODE(WriteProfilesNode)
