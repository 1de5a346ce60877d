#include "phenoGoldenMatrix.h"

#include "phenoRetrieval.h"
#include "phenoRetrievalScores.h"

#include <array>
#include <cmath>

namespace pheno::golden
{
namespace
{
constexpr std::array<std::size_t, 3> kCutoffs = { 1, 5, 10 };

/** The fields of one direction that the case asks for. */
Json
Direction(const RetrievalMetrics & metrics, const Json & expected, bool byEquation)
{
  Json all = { { "mean_rank", metrics.mean_rank },
               { "median_rank", byEquation ? metrics.median_rank : std::floor(metrics.median_rank) },
               { "MRR", metrics.mrr },
               { "MRR_torchmetrics", Unspecified() },
               { "ranks", metrics.ranks },
               { "ranks_avg", metrics.ranks } };
  for (const RetrievalAt & at : metrics.at)
  {
    all["R@" + std::to_string(at.k)] = at.hit_rate;
  }
  Json got = Json::object();
  for (const auto & [field, value] : expected.items())
  {
    if (all.contains(field))
    {
      got[field] = all.at(field);
    }
  }
  return got;
}
} // namespace

Json
RunRetrieval(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    const Matrix          image = ToMatrix(golden.inputs.at("image"));
    const Matrix          text = ToMatrix(golden.inputs.at("text"));
    std::vector<RowGroup> pairs(text.rows);
    for (std::size_t row = 0; row < text.rows; ++row)
    {
      pairs[row].rows = { row };
    }
    const RetrievalBothWays both = RetrieveBothWays(InnerProducts(image, text), pairs, kCutoffs);
    const Json              byEquation = golden.whole.value("expected_by_equation", Json::object());
    Json                    got;
    for (const auto & [name, metrics] :
         { std::pair{ "image_to_text", &both.image_to_text }, std::pair{ "text_to_image", &both.text_to_image } })
    {
      const bool given = byEquation.contains(name);
      got[name] = Direction(*metrics, given ? byEquation.at(name) : golden.whole.at("expected").at(name), given);
    }
    for (const RetrievalAt & at : both.image_to_text.at)
    {
      got["chance"]["R@" + std::to_string(at.k)] = at.chance_hit_rate;
    }
    return got;
  });
}
} // namespace pheno::golden
