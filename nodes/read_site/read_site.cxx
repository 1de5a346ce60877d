#include "phenoForeseenChannels.h"
#include "phenoImage.h"
#include "phenoIndexedPlane.h"
#include "phenoNode.h"
#include "phenoProjection.h"
#include "phenoTable.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace
{
using namespace pheno;

bool
IsBlank(const Plane & plane)
{
  const float * begin = plane.GetBufferPointer();
  const float * end = begin + plane.GetBufferedRegion().GetNumberOfPixels();
  return std::all_of(begin, end, [&](float value) { return value == *begin; });
}

/** nullopt for "single". */
std::optional<Projection>
ProjectionOf(const std::string & name)
{
  static const std::map<std::string, Projection> projections = { { "maximum", Projection::Maximum },
                                                                 { "mean", Projection::Mean },
                                                                 { "best_focus", Projection::BestFocus } };
  const auto                                     found = projections.find(name);
  return found == projections.end() ? std::nullopt : std::optional(found->second);
}

/** Reads the channels of one site. */
class ReadSite : public Node
{
public:
  explicit ReadSite(const Json & params)
    : m_Channels(params.at("channels").get<std::vector<std::string>>())
    , m_Projection(ProjectionOf(params.at("projection")))
  {}

  void
  Check(const Inputs & in, Diagnostics & problems) const override
  {
    if (in.CanLoad("files") && !m_Channels.empty())
    {
      NeedChannelsAmong(
        Distinct(in.Get<Table>("files")->Texts("channel")), "the index has", "channels", m_Channels, problems);
    }
  }

  Outlines
  Foresee(const Inputs & in) const override
  {
    if (!in.CanLoad("files"))
    {
      return {};
    }
    Outline outline;
    outline.channels = m_Channels.empty() ? Distinct(in.Get<Table>("files")->Texts("channel")) : m_Channels;
    return { { "image", std::make_shared<const Outline>(std::move(outline)) } };
  }

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    const Ptr<Table>  files = in.Get<Table>("files");
    const Table::Text channels = files->Texts("channel");
    Image             image;
    image.channels = m_Channels.empty() ? Distinct(channels) : m_Channels;
    CheckOneTime(*files);
    for (const std::string & channel : image.channels)
    {
      context.ThrowIfCancelled();
      std::vector<std::size_t> rows;
      for (std::size_t row = 0; row < channels.size(); ++row)
      {
        if (channels[row] == channel)
        {
          rows.push_back(row);
        }
      }
      if (rows.empty())
      {
        throw BadData("channel '" + channel + "' is missing; the index has " + Join(Distinct(channels)));
      }
      image.planes.push_back(ReadChannel(*files, channel, rows, context));
      if (image.planes.back()->GetBufferedRegion() != image.planes.front()->GetBufferedRegion())
      {
        throw BadData("channel '" + channel + "' has another size than channel '" + image.channels.front() + "'");
      }
    }
    if (std::all_of(image.planes.begin(), image.planes.end(), [](const auto & plane) { return IsBlank(*plane); }))
    {
      throw BadData("every plane is blank");
    }
    out.Set("image", std::move(image));
  }

private:
  /** In the order of the index. */
  static std::vector<std::string>
  Distinct(const Table::Text & channels)
  {
    std::vector<std::string> names;
    for (const std::string & channel : channels)
    {
      if (std::find(names.begin(), names.end(), channel) == names.end())
      {
        names.push_back(channel);
      }
    }
    return names;
  }

  static void
  CheckOneTime(const Table & files)
  {
    const Table::Text           cells = files.Has("t") ? files.Texts("t") : Table::Text();
    const std::set<std::string> times(cells.begin(), cells.end());
    if (times.size() > 1)
    {
      throw Error("the site has the time points " + Join({ times.begin(), times.end() }) +
                  "; add \"t\" to the axes that the step runs each of");
    }
  }

  Plane::ConstPointer
  ReadChannel(const Table &                    files,
              const std::string &              channel,
              const std::vector<std::size_t> & rows,
              Context &                        context) const
  {
    if (rows.size() == 1)
    {
      return ReadRow(files, rows.front());
    }
    if (!m_Projection)
    {
      throw Error("channel '" + channel + "' has " + std::to_string(rows.size()) +
                  " planes; choose a projection: maximum, mean or best_focus");
    }
    StackProjector projector(*m_Projection);
    for (const std::size_t row : rows)
    {
      context.ThrowIfCancelled();
      projector.Add(ReadRow(files, row));
    }
    return projector.Finish();
  }

  static Plane::ConstPointer
  ReadRow(const Table & files, std::size_t row)
  {
    return ReadIndexedPlane(IndexedPlaneAt(files, row)).GetPointer();
  }

  std::vector<std::string>  m_Channels;
  std::optional<Projection> m_Projection;
};
} // namespace

PHENO_NODE(ReadSite)
