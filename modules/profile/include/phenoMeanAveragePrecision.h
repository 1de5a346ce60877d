#ifndef phenoMeanAveragePrecision_h
#define phenoMeanAveragePrecision_h

#include "phenoAveragePrecision.h"

#include <cstdint>

namespace pheno
{
/** How the null of a group's mean relates its members. */
enum class MapNull
{
  Shared,     ///< members with the same (n_pos, n_total) share one random ranking (copairs; conservative)
  Independent ///< every member has its own
};

struct MapOptions
{
  MapNull       null = MapNull::Shared;
  std::size_t   null_size = 10000;    ///< random rankings where the null is not enumerated
  std::size_t   exact_limit = 100000; ///< the null is enumerated where it has at most this many outcomes (Shared only)
  std::uint64_t seed = 0;
};

/** One group: a treatment, a mechanism. */
struct MapGroup
{
  std::vector<std::string> key;
  double                   map = 0;            ///< mean AP of the members with one; NaN without
  double                   normalised_map = 0; ///< mean of their normalised APs; NaN where none is defined
  double                   chance = 0;         ///< mean of their expected APs under random rankings
  std::size_t              n_members = 0;      ///< with an AP
  double                   p = 0;              ///< P(null >= map); NaN without members
  bool                     exact = false;      ///< p by enumeration; else (1 + #{null >= map}) / (1 + null_size)
  double                   q = 0;              ///< Benjamini-Hochberg over the groups with a p
};

/** Mean average precision per group with p values, groups sorted by key. Members without an AP are left out; a group
 * with none is kept with n_members 0. Throws ProfileError when labels and result differ in length. */
std::vector<MapGroup>
MeanAveragePrecision(const AveragePrecisions &    result,
                     std::span<const LabelColumn> groupBy,
                     const MapOptions &           options = {});
} // namespace pheno

#endif
