#ifndef phenoFitArchive_h
#define phenoFitArchive_h

#include "phenoMatrix.h"

#include <map>
#include <optional>

namespace pheno
{
/** A fit taken apart: arrays of doubles, lists of texts and single numbers, each by name. It knows no file; who keeps
 * every double as it is gets back a fit that gives the same bytes.
 *
 * A fit names its parts once, for saving as for loading:
 *
 *   template <typename TFit, typename TVisit>
 *   static void Parts(TFit & fit, TVisit & visit) { visit("center", fit.center); visit("scale", fit.scale); }
 *
 * where TFit is the fit or const. Parts of parts are called "part.name". */
struct FitArchive
{
  struct Array
  {
    std::vector<std::size_t> shape; ///< D, or rows and columns
    std::vector<double>      values;
  };

  std::map<std::string, Array>                    arrays;
  std::map<std::string, std::vector<std::string>> texts;
  std::map<std::string, double>                   numbers;

  /** Throw ProfileError naming the part that is not there, or whose shape has another number of dimensions. */
  const Array &
  GetArray(const std::string & name, std::size_t dimensions) const;
  const std::vector<std::string> &
  GetTexts(const std::string & name) const;
  double
  GetNumber(const std::string & name) const;
};

/** Writes the parts of a fit to an archive. */
class FitSaver
{
public:
  explicit FitSaver(FitArchive & archive, std::string prefix = "")
    : m_Archive(archive)
    , m_Prefix(std::move(prefix))
  {}

  void
  operator()(const std::string & name, const std::vector<double> & values)
  {
    m_Archive.arrays[m_Prefix + name] = { { values.size() }, values };
  }
  void
  operator()(const std::string & name, const Matrix & matrix)
  {
    m_Archive.arrays[m_Prefix + name] = { { matrix.rows, matrix.columns }, matrix.values };
  }
  void
  operator()(const std::string & name, const std::vector<std::string> & texts)
  {
    m_Archive.texts[m_Prefix + name] = texts;
  }
  void
  operator()(const std::string & name, const std::string & text)
  {
    m_Archive.texts[m_Prefix + name] = { text };
  }
  void
  operator()(const std::string & name, double number)
  {
    m_Archive.numbers[m_Prefix + name] = number;
  }
  void
  operator()(const std::string & name, std::size_t number)
  {
    m_Archive.numbers[m_Prefix + name] = static_cast<double>(number);
  }
  void
  operator()(const std::string & name, const std::map<std::string, std::vector<std::string>> & lists)
  {
    std::vector<std::string> keys;
    for (const auto & [key, texts] : lists)
    {
      m_Archive.texts[m_Prefix + name + "." + std::to_string(keys.size())] = texts;
      keys.push_back(key);
    }
    m_Archive.texts[m_Prefix + name] = std::move(keys);
  }
  template <typename TFit>
  void
  operator()(const std::string & name, const std::optional<TFit> & fit)
  {
    (*this)(name, static_cast<std::size_t>(fit ? 1 : 0));
    if (fit)
    {
      (*this)(name, *fit);
    }
  }
  template <typename TFit>
  void
  operator()(const std::string & name, const TFit & fit)
  {
    FitSaver inner(m_Archive, m_Prefix + name + ".");
    TFit::Parts(fit, inner);
  }

private:
  FitArchive & m_Archive;
  std::string  m_Prefix;
};

/** Reads the parts of a fit from an archive. */
class FitLoader
{
public:
  explicit FitLoader(const FitArchive & archive, std::string prefix = "")
    : m_Archive(archive)
    , m_Prefix(std::move(prefix))
  {}

  void
  operator()(const std::string & name, std::vector<double> & values) const
  {
    values = m_Archive.GetArray(m_Prefix + name, 1).values;
  }
  void
  operator()(const std::string & name, Matrix & matrix) const
  {
    const FitArchive::Array & array = m_Archive.GetArray(m_Prefix + name, 2);
    matrix.rows = array.shape[0];
    matrix.columns = array.shape[1];
    matrix.values = array.values;
  }
  void
  operator()(const std::string & name, std::vector<std::string> & texts) const
  {
    texts = m_Archive.GetTexts(m_Prefix + name);
  }
  void
  operator()(const std::string & name, std::string & text) const
  {
    const std::vector<std::string> & texts = m_Archive.GetTexts(m_Prefix + name);
    text = texts.empty() ? "" : texts.front();
  }
  void
  operator()(const std::string & name, double & number) const
  {
    number = m_Archive.GetNumber(m_Prefix + name);
  }
  void
  operator()(const std::string & name, std::size_t & number) const
  {
    number = static_cast<std::size_t>(m_Archive.GetNumber(m_Prefix + name));
  }
  void
  operator()(const std::string & name, std::map<std::string, std::vector<std::string>> & lists) const
  {
    const std::vector<std::string> & keys = m_Archive.GetTexts(m_Prefix + name);
    for (std::size_t i = 0; i < keys.size(); ++i)
    {
      lists[keys[i]] = m_Archive.GetTexts(m_Prefix + name + "." + std::to_string(i));
    }
  }
  template <typename TFit>
  void
  operator()(const std::string & name, std::optional<TFit> & fit) const
  {
    fit.reset();
    if (m_Archive.GetNumber(m_Prefix + name) != 0)
    {
      (*this)(name, fit.emplace());
    }
  }
  template <typename TFit>
  void
  operator()(const std::string & name, TFit & fit) const
  {
    const FitLoader inner(m_Archive, m_Prefix + name + ".");
    TFit::Parts(fit, inner);
  }

private:
  const FitArchive & m_Archive;
  std::string        m_Prefix;
};

template <typename TFit>
FitArchive
SaveFit(const TFit & fit)
{
  FitArchive archive;
  FitSaver   saver(archive);
  TFit::Parts(fit, saver);
  return archive;
}

/** Throws ProfileError naming a part that is not there. */
template <typename TFit>
TFit
LoadFit(const FitArchive & archive)
{
  TFit            fit;
  const FitLoader loader(archive);
  TFit::Parts(fit, loader);
  return fit;
}
} // namespace pheno

#endif
