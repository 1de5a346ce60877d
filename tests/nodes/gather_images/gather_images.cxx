#include "phenoTestNode.h"

#include "phenoImage.h"
#include "phenoNumber.h"

#include <unistd.h>

namespace
{
double
ResidentMb()
{
  std::ifstream statm("/proc/self/statm");
  double        pages = 0;
  statm >> pages >> pages;
  return pages * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

/** Visits images one by one. */
class GatherImages : public pheno::Node
{
public:
  explicit GatherImages(const pheno::Json & params)
    : m_Params(params)
  {}

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context & context) override
  {
    static_cast<void>(context);
    std::vector<pheno::Ptr<pheno::Image>> held;
    double                                sum = 0;
    double                                first = 0;
    double                                last = 0;
    in.Each<pheno::Image>({ "images" }, [&](const pheno::Shard &, pheno::Ptr<pheno::Image> image) {
      sum += image->Plane("dna")->GetPixel({ { 0, 0 } });
      last = ResidentMb();
      first = first == 0 ? last : first;
      if (m_Params.at("hold"))
      {
        held.push_back(std::move(image));
      }
    });
    out.Set("table",
            pheno::Table({ "sum", "grown_mb" }, { { pheno::FormatNumber(sum), pheno::FormatNumber(last - first) } }));
  }

private:
  pheno::Json m_Params;
};
} // namespace

PHENO_NODE(GatherImages)
