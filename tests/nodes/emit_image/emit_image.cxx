#include "phenoTestNode.h"

#include "phenoImage.h"
#include "phenoNumber.h"

namespace
{
/** A square plane filled with the number of the site. */
class EmitImage : public pheno::Node
{
public:
  explicit EmitImage(const pheno::Json & params)
    : m_Params(params)
  {}

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context & context) override
  {
    pheno::test::CountCall(m_Params, context);
    if (in.Has("table"))
    {
      in.Load("table");
    }
    const std::size_t width = m_Params.at("width_px");
    const auto        plane = pheno::Plane::New();
    plane->SetRegions(itk::Size<2>{ { width, width } });
    plane->Allocate();
    plane->FillBuffer(static_cast<float>(pheno::ParseNumber(context.GetShard().at("site")).value()));
    out.Set("image", pheno::Image{ { "dna" }, { plane.GetPointer() } });
  }

private:
  pheno::Json m_Params;
};
} // namespace

PHENO_NODE(EmitImage)
