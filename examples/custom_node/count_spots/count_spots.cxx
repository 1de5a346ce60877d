#include "phenoImage.h"
#include "phenoNode.h"
#include "phenoTable.h"

#include <itkImageRegionConstIterator.h>

namespace
{
/** Counts pixels brighter than a threshold in one channel. */
class CountSpots : public pheno::Node
{
public:
  explicit CountSpots(const pheno::Json & params)
    : m_Channel(params.at("channel"))
    , m_Threshold(params.at("threshold"))
  {}

  void
  Run(const pheno::Inputs & in, pheno::Outputs & out, pheno::Context & context) override
  {
    const auto image = in.Get<pheno::Image>("image");
    const auto plane = image->Plane(m_Channel); // throws: image has no channel 'x'; it has ...
    int        spots = 0;
    for (itk::ImageRegionConstIterator<pheno::Plane> it(plane, plane->GetBufferedRegion()); !it.IsAtEnd(); ++it)
    {
      spots += it.Get() > m_Threshold ? 1 : 0;
    }
    const pheno::Shard & shard = context.GetShard();
    out.Set("spots",
            pheno::Table({ "plate", "well", "site", "spots" },
                         { { shard.at("plate"), shard.at("well"), shard.at("site"), std::to_string(spots) } }));
  }

private:
  std::string m_Channel;
  double      m_Threshold;
};
} // namespace

PHENO_NODE(CountSpots)
