#ifndef phenoNamedPattern_h
#define phenoNamedPattern_h

#include <map>
#include <optional>
#include <regex>
#include <string>
#include <vector>

namespace pheno
{
/** A regular expression (ECMAScript) with named groups, (?<name>...) or (?P<name>...), which std::regex lacks. */
class NamedPattern
{
public:
  /** Throws Error saying why the pattern cannot be used: no expression, a name twice, no well (or row and col). */
  explicit NamedPattern(const std::string & pattern);

  /** The groups that took part in the first place of the text that fits, by name; nullopt where nothing fits. */
  std::optional<std::map<std::string, std::string>>
  Match(const std::string & text) const;

  /** The names of the groups, in order. */
  std::vector<std::string>
  Names() const;

private:
  std::regex               m_Regex;
  std::vector<std::string> m_Groups; ///< of each group; "" for those without a name
};

/** Patterns of the names that instruments give their files when nothing lists them: "phenix", "yokogawa",
 * "imagexpress", "incell", "incucyte". Several are tried in order. */
const std::map<std::string, std::vector<NamedPattern>> &
KnownPatterns();
} // namespace pheno

#endif
