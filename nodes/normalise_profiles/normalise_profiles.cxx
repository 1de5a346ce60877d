#include "phenoNode.h"
#include "phenoNormalise.h"
#include "phenoProfileView.h"

#include <cmath>

namespace
{
using namespace pheno;

/** Normalises profiles to the controls of their plate. */
class NormaliseProfiles : public Node
{
public:
  explicit NormaliseProfiles(const Json & params)
    : m_Method(NormaliseMethodFromName(params.at("method")))
    , m_GroupBy(params.at("group_by"))
    , m_ControlColumn(params.at("control_column"))
    , m_ControlValue(params.at("control_value"))
    , m_Epsilon(params.at("epsilon"))
  {}

  void
  Run(const Inputs & in, Outputs & out, Context & context) override
  {
    Profiles all;
    in.Each<Profiles>({ "profiles" }, [&](const Shard &, const Ptr<Profiles> & some) { AppendProfiles(all, *some); });
    if (all.Rows() > 0)
    {
      Matrix matrix{ ViewOf(all) };
      NormalisePerGroup(matrix,
                        all.metadata.Texts(m_GroupBy),
                        MaskOf(all.metadata.Texts(m_ControlColumn), m_ControlValue),
                        m_Method,
                        m_Epsilon);
      all.values = std::move(matrix.values);
      FillMissing(all, context);
    }
    out.Set("profiles", std::move(all));
  }

private:
  /** Drops features that are nowhere a number and sets single missing values to the controls' center. */
  static void
  FillMissing(Profiles & profiles, Context & context)
  {
    const std::size_t        columns = profiles.Columns();
    std::vector<std::size_t> kept;
    std::size_t              filled = 0;
    for (std::size_t f = 0; f < columns; ++f)
    {
      std::size_t missing = 0;
      for (std::size_t row = 0; row < profiles.Rows(); ++row)
      {
        missing += std::isfinite(profiles.values[row * columns + f]) ? 0 : 1;
      }
      if (missing < profiles.Rows())
      {
        kept.push_back(f);
        filled += missing;
      }
    }
    std::vector<double>      values;
    std::vector<std::string> names;
    values.reserve(profiles.Rows() * kept.size());
    for (const std::size_t f : kept)
    {
      names.push_back(profiles.features[f]);
    }
    for (std::size_t row = 0; row < profiles.Rows(); ++row)
    {
      for (const std::size_t f : kept)
      {
        const double value = profiles.values[row * columns + f];
        values.push_back(std::isfinite(value) ? value : 0);
      }
    }
    if (filled > 0 || kept.size() < columns)
    {
      context.Log(LogLevel::Warning,
                  std::to_string(filled) + " missing values set to the controls' center, " +
                    std::to_string(columns - kept.size()) + " features without values dropped");
    }
    profiles.values = std::move(values);
    profiles.features = std::move(names);
  }

  NormaliseMethod m_Method;
  std::string     m_GroupBy;
  std::string     m_ControlColumn;
  std::string     m_ControlValue;
  double          m_Epsilon;
};
} // namespace

PHENO_NODE(NormaliseProfiles)
