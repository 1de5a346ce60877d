#ifndef phenoShard_h
#define phenoShard_h

#include "phenoJson.h"

#include <string>
#include <utility>
#include <vector>

namespace pheno
{
/** One combination of axis values, such as plate=P1, well=B02: what one task works on.
 *
 * Values are strings ever after the index reader normalised them. Axes keep the order of the step's `each`; shards
 * compare by their values in natural order (P2 before P10), ties by bytes, so that order is total. The shard without
 * axes is the whole screen. */
class Shard
{
public:
  using Axis = std::pair<std::string, std::string>;

  Shard() = default;
  explicit Shard(std::vector<Axis> axes)
    : m_Axes(std::move(axes))
  {}

  const std::vector<Axis> &
  Axes() const
  {
    return m_Axes;
  }
  bool
  Has(const std::string & axis) const;
  /** The value of an axis. Throws Error naming the axes there are. */
  const std::string &
  at(const std::string & axis) const;

  /** "plate=P1 well=B02"; "all" for the whole screen. */
  std::string
  ToString() const;
  /** "P1_B02", safe as a file name (other characters than letters, digits, '.', '-' become '-'); "all" without axes. */
  std::string
  FileStem() const;
  Json
  ToJson() const;

  friend bool
  operator==(const Shard &, const Shard &) = default;
  friend bool
  operator<(const Shard & a, const Shard & b);

private:
  std::vector<Axis> m_Axes;
};

/** Natural order of two names: runs of digits compare as numbers. Total: equal only when the bytes are equal. */
bool
NaturalLess(const std::string & a, const std::string & b);
} // namespace pheno

#endif
