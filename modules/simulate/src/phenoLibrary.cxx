#include "phenoLibrary.h"

#include "phenoRandomStream.h"
#include "phenoReadEffects.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace pheno::simulate
{
namespace
{
/** Of substituents on one core, of which `share` takes its part. */
constexpr std::size_t kMostCombinations = 100000;

struct Substituent
{
  std::string name;
  std::string smiles;
  TraitValues effects;
  double      ec50Factor;
  double      strengthFactor;
};

struct Core
{
  std::string              name;
  std::string              smiles;
  std::size_t              mechanism; ///< index in the recipe
  double                   ec50;
  double                   strength;
  std::vector<std::size_t> places; ///< indices of its placeholders, ascending
};

std::string
Braced(const std::string & placeholder)
{
  return "{" + placeholder + "}";
}

/** Adds a problem for every name that came before. */
class Names
{
public:
  Names(std::string what, Diagnostics & problems)
    : m_What(std::move(what))
    , m_Problems(problems)
  {}

  void
  Add(const std::string & name, const std::string & where)
  {
    if (!m_Seen.insert(name).second)
    {
      m_Problems.Add(where, "a " + m_What + " \"" + name + "\" is there already");
    }
  }

private:
  std::string           m_What;
  Diagnostics &         m_Problems;
  std::set<std::string> m_Seen;
};

/** Outside brackets neither a digit or % (which close rings) nor a dot, and nowhere a brace. */
bool
IsAcyclicFragment(const std::string & fragment)
{
  if (fragment.find_first_of("{}") != std::string::npos)
  {
    return false;
  }
  bool bracket = false;
  for (const char c : fragment)
  {
    bracket = c == '[' || (bracket && c != ']');
    if (!bracket && std::string("0123456789%.").find(c) != std::string::npos)
    {
      return false;
    }
  }
  return true;
}

/** A library being read and put together. */
class Library
{
public:
  Library(const Json & json, const Recipe & recipe, Diagnostics & problems)
    : m_Recipe(recipe)
    , m_Problems(problems)
    , m_Share(json.at("share"))
  {
    ReadSubstituents(json.at("substituents"));
    ReadCores(json.at("cores"));
  }

  const std::vector<std::string> &
  Placeholders() const
  {
    return m_Placeholders;
  }

  void
  Expand(std::vector<Recipe::Mechanism> & mechanisms) const
  {
    for (std::size_t c = 0; c < m_Cores.size(); ++c)
    {
      for (const auto combination : Chosen(c))
      {
        mechanisms[m_Cores[c].mechanism].compounds.push_back(Make(m_Cores[c], combination));
      }
    }
  }

private:
  void
  ReadSubstituents(const Json & json)
  {
    for (auto member = json.begin(); member != json.end(); ++member)
    {
      m_Placeholders.push_back(member.key());
      auto &     choices = m_Choices.emplace_back();
      Names      names("substituent", m_Problems);
      Names      structures("substituent with SMILES", m_Problems);
      const auto list = "/library/substituents/" + member.key();
      for (const Json & item : member.value())
      {
        const auto where = list + "/" + std::to_string(choices.size());
        choices.push_back({ item.at("name"),
                            item.at("smiles"),
                            ReadEffects(item.at("effects")),
                            item.at("ec50_factor"),
                            item.at("strength_factor") });
        names.Add(choices.back().name, where + "/name");
        structures.Add(choices.back().smiles, where + "/smiles");
        if (!IsAcyclicFragment(choices.back().smiles))
        {
          m_Problems.Add(where + "/smiles",
                         "expected one fragment without rings, got \"" + choices.back().smiles + "\"");
        }
      }
    }
  }

  void
  ReadCores(const Json & json)
  {
    Names                 names("core", m_Problems);
    Names                 structures("core with SMILES", m_Problems);
    std::set<std::size_t> used;
    for (const Json & item : json)
    {
      const auto where = "/library/cores/" + std::to_string(m_Cores.size());
      Core       core{ item.at("name"), item.at("smiles"),   MechanismOf(item.at("mechanism"), where + "/mechanism"),
                 item.at("ec50"), item.at("strength"), {} };
      core.places = PlacesOf(core.smiles, where + "/smiles");
      used.insert(core.places.begin(), core.places.end());
      names.Add(core.name, where + "/name");
      structures.Add(core.smiles, where + "/smiles");
      if (CountCombinations(core) > kMostCombinations)
      {
        m_Problems.Add(where,
                       "expected at most " + std::to_string(kMostCombinations) + " combinations of substituents");
      }
      m_Cores.push_back(std::move(core));
    }
    for (std::size_t p = 0; p < m_Placeholders.size(); ++p)
    {
      if (used.count(p) == 0)
      {
        m_Problems.Add("/library/substituents/" + m_Placeholders[p],
                       "no core has the placeholder " + Braced(m_Placeholders[p]));
      }
    }
  }

  std::size_t
  MechanismOf(const std::string & name, const std::string & where)
  {
    std::vector<std::string> known;
    for (const auto & mechanism : m_Recipe.mechanisms)
    {
      if (mechanism.name == name)
      {
        return known.size();
      }
      known.push_back(mechanism.name);
    }
    const auto nearest = NearestName(name, known);
    m_Problems.Add(
      where, "there is no mechanism \"" + name + "\"" + (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
    return 0;
  }

  /** Which placeholders a core's SMILES has, each checked to be known and there once. */
  std::vector<std::size_t>
  PlacesOf(const std::string & smiles, const std::string & where)
  {
    std::vector<std::size_t> places;
    for (auto open = smiles.find('{'); open != std::string::npos; open = smiles.find('{', open + 1))
    {
      const auto close = smiles.find('}', open);
      const auto name = smiles.substr(open + 1, close == std::string::npos ? close : close - open - 1);
      const auto known = std::find(m_Placeholders.begin(), m_Placeholders.end(), name);
      if (known == m_Placeholders.end())
      {
        m_Problems.Add(where, "there are no substituents for the placeholder " + Braced(name));
        continue;
      }
      places.push_back(static_cast<std::size_t>(known - m_Placeholders.begin()));
    }
    std::sort(places.begin(), places.end());
    const auto twice = std::adjacent_find(places.begin(), places.end());
    if (twice != places.end())
    {
      m_Problems.Add(where, "the placeholder " + Braced(m_Placeholders[*twice]) + " is there more than once");
    }
    return places;
  }

  /** Held to just above kMostCombinations. */
  std::size_t
  CountCombinations(const Core & core) const
  {
    std::size_t count = 1;
    for (const auto place : core.places)
    {
      count = std::min(count * m_Choices[place].size(), kMostCombinations + 1);
    }
    return count;
  }

  /** Which of a core's combinations are made, ascending: all, or a share drawn without replacement. */
  std::vector<std::size_t>
  Chosen(std::size_t coreNumber) const
  {
    const auto               count = CountCombinations(m_Cores[coreNumber]);
    std::vector<std::size_t> combinations(count);
    std::iota(combinations.begin(), combinations.end(), std::size_t{ 0 });
    const auto   wanted = static_cast<std::size_t>(std::floor(m_Share * static_cast<double>(count) + 0.5));
    RandomStream random(m_Recipe.seed, Purpose::Library, { coreNumber });
    while (combinations.size() > std::max<std::size_t>(1, wanted))
    {
      std::swap(combinations[random.Below(combinations.size())], combinations.back());
      combinations.pop_back();
    }
    std::sort(combinations.begin(), combinations.end());
    return combinations;
  }

  Recipe::Compound
  Make(const Core & core, std::size_t combination) const
  {
    Recipe::Compound compound{ "SIM-" + core.name, core.ec50, core.strength, core.smiles, NeutralEffects(),
                               core.name,          {} };
    compound.substituents.resize(m_Placeholders.size());
    for (auto place = core.places.rbegin(); place != core.places.rend(); ++place)
    {
      const auto & choices = m_Choices[*place];
      compound.substituents[*place] = choices[combination % choices.size()].name;
      Attach(choices[combination % choices.size()], m_Placeholders[*place], compound);
      combination /= choices.size();
    }
    for (const auto place : core.places)
    {
      compound.name += "-" + m_Placeholders[place] + compound.substituents[place];
    }
    return compound;
  }

  static void
  Attach(const Substituent & substituent, const std::string & placeholder, Recipe::Compound & compound)
  {
    const auto braced = Braced(placeholder);
    compound.smiles.replace(compound.smiles.find(braced), braced.size(), substituent.smiles);
    compound.effects = CombineEffects(compound.effects, substituent.effects);
    compound.ec50 *= substituent.ec50Factor;
    compound.strength *= substituent.strengthFactor;
  }

  const Recipe &                        m_Recipe;
  Diagnostics &                         m_Problems;
  double                                m_Share;
  std::vector<std::string>              m_Placeholders;
  std::vector<std::vector<Substituent>> m_Choices; ///< parallel to m_Placeholders
  std::vector<Core>                     m_Cores;
};
} // namespace

void
AddLibrary(const Json & json, Recipe & recipe, Diagnostics & problems)
{
  const auto    before = problems.Items().size();
  const Library library(json, recipe, problems);
  if (problems.Items().size() == before)
  {
    recipe.placeholders = library.Placeholders();
    for (auto & mechanism : recipe.mechanisms)
    {
      for (auto & listed : mechanism.compounds)
      {
        listed.substituents.resize(recipe.placeholders.size());
      }
    }
    library.Expand(recipe.mechanisms);
  }
}
} // namespace pheno::simulate
