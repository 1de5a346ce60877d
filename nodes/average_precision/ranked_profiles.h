#ifndef ranked_profiles_h
#define ranked_profiles_h

#include "phenoJson.h"
#include "phenoMeanAveragePrecision.h"
#include "phenoProfiles.h"

#include <string>
#include <vector>

namespace pheno
{
using Names = std::vector<std::string>;

/** What the parameters of the node say. */
struct RankingSettings
{
  /** Throws Error or ProfileError for rules that no profiles could meet. */
  explicit RankingSettings(const Json & params);

  /** Columns of a parameter, with Metadata_. */
  static Names
  Columns(const Json & names);

  PairRules               rules;
  std::string             labelColumn; ///< empty: every profile has one label
  std::string             separator;
  bool                    leaveOutEmpty;
  bool                    emptyIsValue;
  Names                   groupBy;
  AveragePrecisionOptions ranking;
  MapOptions              means;
};

/** Average precisions, one a profile or one a profile and label. */
struct RankedProfiles
{
  /** Throws Error for a column that the profiles do not have (before anything is computed) and ProfileError for an
   * empty cell where these are refused. */
  RankedProfiles(const Profiles & profiles, const RankingSettings & settings);

  std::size_t       leftOut = 0; ///< profiles with an empty cell
  Table             about;       ///< metadata, one row a query
  AveragePrecisions precision;
  std::string       lack; ///< why there is nothing to test; empty: there is
};

/** Means of groups with the average precisions that they are made of. */
struct RankedGroups
{
  RankedGroups(const RankedProfiles & ranked, const RankingSettings & settings);

  std::vector<MapGroup>            groups; ///< sorted by key
  std::vector<std::vector<double>> members;
  std::size_t                      leftOut = 0; ///< average precisions without a group
};
} // namespace pheno

#endif
