#include "phenoTestNode.h"

#include "phenoModel.h"

namespace
{
/** report.html and thumbnails/a.png */
class WriteSite : public pheno::Node
{
public:
  explicit WriteSite(const pheno::Json &) {}

  void
  Run(const pheno::Inputs &, pheno::Outputs & out, pheno::Context &) override
  {
    const auto folder = out.Folder("page");
    pheno::fs::create_directories(folder / "thumbnails");
    std::ofstream((folder / "thumbnails" / "a.png").c_str()) << "png";
    std::ofstream((folder / "report.html").c_str()) << "<html></html>\n";
    out.Set("page", pheno::File{ folder / "report.html" });
  }
};
} // namespace

PHENO_NODE(WriteSite)
