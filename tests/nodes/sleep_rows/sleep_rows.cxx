#include "phenoTestNode.h"

#include <chrono>
#include <thread>

namespace
{
/** Sleeps in small pieces, reports progress and heeds cancellation. */
class SleepRows : public pheno::Node
{
public:
  explicit SleepRows(const pheno::Json & params)
    : m_Params(params)
  {}

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context & context) override
  {
    pheno::test::CountCall(m_Params, context);
    const int milliseconds = m_Params.at("milliseconds");
    for (int slept = 0; slept < milliseconds; slept += 2)
    {
      context.ThrowIfCancelled();
      context.Progress(static_cast<double>(slept) / milliseconds);
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    out.Set("table", in.Has("table") ? *in.Get<pheno::Table>("table") : pheno::Table({ "value" }, { { "1" } }));
  }

private:
  pheno::Json m_Params;
};
} // namespace

PHENO_NODE(SleepRows)
