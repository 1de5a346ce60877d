#ifndef phenoOneHotRow_h
#define phenoOneHotRow_h

#include <algorithm>
#include <string>
#include <vector>

namespace pheno::molecule
{
/** One row of features, 0 or 1 each; where wanted, the names of its columns instead. */
class OneHotRow
{
public:
  enum class Gives
  {
    Values,
    Names
  };
  explicit OneHotRow(Gives gives)
    : m_Gives(gives)
  {}

  /** One column a choice; what is none of them sets the last. */
  void
  Choice(const std::string & name, const std::vector<std::string> & choices, const std::string & chosen)
  {
    const auto found = std::min(std::find(choices.begin(), choices.end(), chosen), choices.end() - 1);
    for (auto choice = choices.begin(); choice != choices.end(); ++choice)
    {
      this->Add(name, *choice, choice == found);
    }
  }

  /** One column a number from `least` to `most`; beyond them the nearest. */
  void
  Number(const std::string & name, int least, int most, int number)
  {
    for (int each = least; each <= most; ++each)
    {
      this->Add(name, std::to_string(each), each == std::clamp(number, least, most));
    }
  }

  void
  Flag(const std::string & name, bool set)
  {
    this->Add(name, "", set);
  }

  const std::vector<std::string> &
  Names() const
  {
    return m_Names;
  }
  const std::vector<float> &
  Values() const
  {
    return m_Values;
  }

private:
  void
  Add(const std::string & name, const std::string & value, bool set)
  {
    if (m_Gives == Gives::Names)
    {
      m_Names.push_back(value.empty() ? name : name + "_" + value);
    }
    else
    {
      m_Values.push_back(set ? 1.0F : 0.0F);
    }
  }

  Gives                    m_Gives;
  std::vector<std::string> m_Names;
  std::vector<float>       m_Values;
};
} // namespace pheno::molecule

#endif
