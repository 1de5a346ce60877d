#ifndef phenoForeseenChannels_h
#define phenoForeseenChannels_h

#include "phenoNode.h"
#include "phenoOutline.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace pheno
{
/** Adds to the problems of a parameter each channel that it names and that is not among `known`. \param whose such as
 * "images have" */
inline void
NeedChannelsAmong(const std::vector<std::string> & known,
                  const std::string &              whose,
                  const std::string &              parameter,
                  const std::vector<std::string> & channels,
                  Diagnostics &                    problems)
{
  for (const std::string & channel : channels)
  {
    if (std::find(known.begin(), known.end(), channel) == known.end())
    {
      const std::string nearest = NearestName(channel, known);
      problems.Add("/params/" + parameter,
                   whose + " no channel '" + channel + "'" +
                     (nearest.empty() ? "" : " (did you mean '" + nearest + "'?)") + "; there are " + Join(known));
    }
  }
}

/** The same of the images of a port; where their channels are not known before the run, nothing is wrong. */
inline void
NeedChannels(const Inputs &                   in,
             const std::string &              port,
             const std::string &              parameter,
             const std::vector<std::string> & channels,
             Diagnostics &                    problems)
{
  if (const Ptr<Outline> images = in.Foreseen(port))
  {
    NeedChannelsAmong(images->channels, "images have", parameter, channels, problems);
  }
}

/** Of images that come out with the channels that they went in with. */
inline Outlines
ForeseeSameChannels(const Inputs & in, const std::string & from, const std::string & to)
{
  const Ptr<Outline> images = in.Foreseen(from);
  return images == nullptr ? Outlines() : Outlines{ { to, images } };
}
} // namespace pheno

#endif
