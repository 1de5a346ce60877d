#include "phenoGoldenMatrix.h"

#include "phenoRetrievalGroups.h"
#include "phenoRetrievalScores.h"

#include <array>

namespace pheno::golden
{
namespace
{
constexpr std::array<std::size_t, 4> kCutoffs = { 1, 3, 5, 10 };

/** Every metric under its name in the golden files. */
Json
Named(const RetrievalMetrics & metrics)
{
  Json named = { { "MRR", metrics.mrr }, { "NDCG", metrics.ndcg } };
  for (const RetrievalAt & at : metrics.at)
  {
    const std::string k = std::to_string(at.k);
    named["HitRate_" + k] = at.hit_rate;
    named["Precision_" + k] = at.precision;
    named["Recall_" + k] = at.recall;
    named["FallOut_" + k] = at.fall_out;
    named["MAP_" + k] = at.map;
  }
  return named;
}

/** What the case asks for of one direction: [mean, deviation] of each metric. */
Json
Direction(const std::vector<RetrievalBothWays> & groups,
          RetrievalMetrics RetrievalBothWays::*direction,
          const Json &                         expected)
{
  Json got = Json::object();
  for (const auto & [name, value] : expected.items())
  {
    const GroupStatistics statistics =
      OverGroups(groups, [&](const RetrievalBothWays & group) -> double { return Named(group.*direction).at(name); });
    got[name] = { statistics.mean, statistics.deviation };
  }
  return got;
}

Json
RunGroups(const Case & golden)
{
  const Json & inputs = golden.inputs;
  const auto   groups =
    RetrieveInGroups(ToMatrix(inputs.at("image")), ToMatrix(inputs.at("compound")), inputs.at("group_size"), kCutoffs);
  const Json expected = ReadExpectation(golden.whole, {}).fields;
  Json       got = { { "mol_to_img", Direction(groups, &RetrievalBothWays::text_to_image, expected.at("mol_to_img")) },
                     { "img_to_mol", Direction(groups, &RetrievalBothWays::image_to_text, expected.at("img_to_mol")) } };
  for (const auto & [name, value] : expected.at("avg").items())
  {
    const auto mean = [&got, name = name](const char * direction) { return got[direction].at(name)[0].get<double>(); };
    got["avg"][name] = (mean("mol_to_img") + mean("img_to_mol")) / 2;
  }
  return got;
}

Json
RunActivity(const Json & inputs)
{
  const Matrix             images = ToMatrix(inputs.at("image"));
  std::vector<std::size_t> actives;
  const RowMask            isActive = ToMask(inputs.at("active"));
  for (std::size_t compound = 0; compound < isActive.size(); ++compound)
  {
    if (isActive[compound])
    {
      actives.push_back(compound);
    }
  }
  const Matrix scores = Cosines(images, ToMatrix(inputs.at("compound")));
  return Named(EvaluateRetrieval(scores, std::vector(images.rows, actives), kCutoffs));
}
} // namespace

Json
RunRetrievalGroups(const Case & golden)
{
  return Refusing([&golden] {
    const auto kind = golden.inputs.at("kind").get<std::string>();
    if (kind != "groups" && kind != "activity")
    {
      throw std::logic_error("unknown kind " + kind);
    }
    return kind == "groups" ? RunGroups(golden) : RunActivity(golden.inputs);
  });
}
} // namespace pheno::golden
