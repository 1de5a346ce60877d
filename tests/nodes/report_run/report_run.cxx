#include "phenoTestNode.h"

#include "phenoModel.h"

namespace
{
/** Writes the run's facts to a file. */
class ReportRun : public pheno::Node
{
public:
  explicit ReportRun(const pheno::Json & params)
    : m_Params(params)
  {}

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context & context) override
  {
    static_cast<void>(in);
    const auto path = out.Folder("report") / "report.json";
    std::ofstream(path.c_str()) << context.RunInfo().dump(1) << "\n";
    out.Set("report", pheno::File{ path });
  }

private:
  pheno::Json m_Params;
};
} // namespace

PHENO_NODE(ReportRun)
