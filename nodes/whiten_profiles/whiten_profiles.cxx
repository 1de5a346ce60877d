#include "phenoNode.h"
#include "phenoProfileView.h"
#include "phenoTypicalVariation.h"

namespace
{
using namespace pheno;

/** Whitens well profiles on the controls, and aligns batches. */
class WhitenProfiles : public Node
{
public:
  explicit WhitenProfiles(const Json & params)
    : m_BatchColumn(params.at("batch_column"))
    , m_ControlColumn(params.at("control_column"))
    , m_ControlValue(params.at("control_value"))
  {
    const std::string method = params.at("method");
    m_Options.whitening = method != "coral";
    m_Options.coral = method != "whitening";
    m_Options.lambda = params.at("lambda");
  }

  void
  Run(const Inputs & in, Outputs & out, Context &) override
  {
    Profiles all;
    in.Each<Profiles>({ "profiles" }, [&](const Shard &, const Ptr<Profiles> & some) { AppendProfiles(all, *some); });
    const RowMask controls = MaskOf(all.metadata.Texts(m_ControlColumn), m_ControlValue);
    all.values = NormaliseTypicalVariation(ViewOf(all), controls, all.metadata.Texts(m_BatchColumn), m_Options).values;
    out.Set("profiles", std::move(all));
  }

private:
  std::string             m_BatchColumn;
  std::string             m_ControlColumn;
  std::string             m_ControlValue;
  TypicalVariationOptions m_Options;
};
} // namespace

PHENO_NODE(WhitenProfiles)
