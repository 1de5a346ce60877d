#include "phenoTestNode.h"

#include <chrono>
#include <thread>

namespace
{
/** Goes on where the checkpoint says; one line of `calls` a step. */
class CheckpointRows : public pheno::Node
{
public:
  explicit CheckpointRows(const pheno::Json & params)
    : m_Params(params)
  {}

  void
  Run(const pheno::Inputs &, pheno::Outputs & out, pheno::Context & context) override
  {
    const std::string checkpoint = (context.Scratch() / "step").string();
    int               step = 0;
    std::ifstream(checkpoint) >> step;
    const int stop = m_Params.at("stop_after");
    for (; step < m_Params.at("steps").get<int>(); ++step)
    {
      if (stop > 0 && step >= stop && !pheno::fs::exists(m_Params.at("unless").get<std::string>()))
      {
        throw pheno::Error("stopped on purpose after step " + std::to_string(step));
      }
      context.ThrowIfCancelled();
      pheno::test::CountCall(m_Params, context);
      std::this_thread::sleep_for(std::chrono::milliseconds(m_Params.at("milliseconds").get<int>()));
      std::ofstream(checkpoint + ".new") << step + 1;
      pheno::fs::rename(checkpoint + ".new", checkpoint);
    }
    out.Set("table", pheno::Table({ "steps" }, { { std::to_string(step) } }));
  }

private:
  pheno::Json m_Params;
};
} // namespace

PHENO_NODE(CheckpointRows)
