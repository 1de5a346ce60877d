#include "phenoTestNode.h"

#include "phenoModel.h"

namespace
{
/** Writes a model folder that holds a parameter and how many elements came in. */
class EmitModel : public pheno::Node
{
public:
  explicit EmitModel(const pheno::Json & params)
    : m_Params(params)
  {}

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context & context) override
  {
    pheno::test::CountCall(m_Params, context);
    const std::size_t elements = in.Has("tables") ? in.Shards("tables").size() : 0;
    const pheno::Json description{ { "value", m_Params.at("value") }, { "elements", elements } };
    const auto        folder = out.Folder("model");
    std::ofstream((folder / "model.json").c_str()) << description.dump() << "\n";
    out.Set("model", pheno::Model{ folder, description });
  }

private:
  pheno::Json m_Params;
};
} // namespace

PHENO_NODE(EmitModel)
