#include "phenoAnnotate.h"
#include "phenoModel.h"
#include "phenoOutline.h"
#include "phenoReadProfiles.h"

namespace
{
using namespace pheno;

/** Profiles from the files of other programs. */
class ReadProfilesNode : public Node
{
public:
  explicit ReadProfilesNode(const Json & params)
    : m_Unmatched(UnmatchedFromName(params.at("unmatched")))
  {
    m_Options.features.by = FeatureRuleFromName(params.at("features_by"));
    m_Options.features.list = params.at("features");
    m_Options.features.prefixes = params.at("prefixes");
    m_Options.renames = params.at("rename");
    m_Options.cells = params.at("cells");
    if (m_Options.features.list.empty() == (m_Options.features.by == FeatureRule::By::List))
    {
      throw Error("features_by \"list\" and a list of features go together; one was given without the other");
    }
  }

  Outlines
  Foresee(const Inputs & in) const override
  {
    if (!in.CanLoad("profiles") || (in.Has("wells") && !in.CanLoad("wells")))
    {
      return {};
    }
    Profiles profiles = this->Read(in).profiles;
    if (this->JoinsWells(in))
    {
      Annotate(profiles, PlateMap(in.Get<Table>("wells")), m_Unmatched);
    }
    Outline outline;
    outline.metadata = std::make_shared<const Table>(std::move(profiles.metadata));
    outline.features = std::move(profiles.features);
    return { { "profiles", std::make_shared<const Outline>(std::move(outline)) } };
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    ProfilesRead      read = this->Read(in);
    const std::string file = in.Get<File>("profiles")->path.filename().string() + ": ";
    for (const std::string & note : read.notes)
    {
      context.Log(LogLevel::Info, file + note);
    }
    for (const std::string & warning : read.warnings)
    {
      context.Log(LogLevel::Warning, file + warning);
    }
    if (this->JoinsWells(in))
    {
      AnnotateAndSay(read.profiles, PlateMap(in.Get<Table>("wells")), m_Unmatched, context);
    }
    out.Set("profiles", std::move(read.profiles));
  }

private:
  ProfilesRead
  Read(const Inputs & in) const
  {
    return ReadProfiles(in.Get<File>("profiles")->path, in.Has("wells") ? in.Get<Table>("wells") : nullptr, m_Options);
  }

  /** The rows of an array are described one by one, all others by plate and well. */
  static bool
  JoinsWells(const Inputs & in)
  {
    return in.Has("wells") && in.Get<File>("profiles")->path.extension() != ".npy";
  }

  ReadProfilesOptions m_Options;
  Unmatched           m_Unmatched;
};
} // namespace

PHENO_NODE(ReadProfilesNode)
