#include "phenoGoldenTreatments.h"

#include "phenoAggregate.h"
#include "phenoL2Normalise.h"
#include "phenoNearestMatch.h"

namespace pheno::golden
{
namespace
{
Json
RunScores(const Json & inputs)
{
  const Matrix                   profiles = ToMatrix(inputs.at("profiles"));
  const LabelColumn              moa = ToLabels(inputs.at("moa"));
  const std::vector<LabelColumn> excluded = { ToLabels(inputs.at("compound")), ToLabels(inputs.at("batch")) };
  const NearestMatch             nsc = MatchNearest(profiles, moa, std::span(excluded).first(1));
  const NearestMatch             nscb = MatchNearest(profiles, moa, excluded);
  return { { "nsc", nsc.accuracy },   { "nsc_nn", nsc.nearest },   { "nsc_n_evaluated", nsc.n_evaluated },
           { "nscb", nscb.accuracy }, { "nscb_nn", nscb.nearest }, { "nscb_n_evaluated", nscb.n_evaluated } };
}

Json
RunNearest(const Json & inputs)
{
  const NearestMatch match = MatchNearest(ToMatrix(inputs.at("embeddings")), ToLabels(inputs.at("labels")), {});
  return { { "accuracy", match.accuracy }, { "n_evaluated", match.n_evaluated } };
}

Json
RunPipeline(const Json & inputs)
{
  const LabelColumn              plate = ToLabels(inputs.at("plate"));
  const LabelColumn              moa = ToLabels(inputs.at("moa"));
  const LabelColumn              treatment = ToLabels(inputs.at("treatment"));
  const LabelColumn              compound = ToLabels(inputs.at("compound"));
  const std::vector<LabelColumn> wellKey = { plate, ToLabels(inputs.at("well")) };
  const std::vector<RowGroup>    wells = GroupRows(wellKey);
  Matrix                         embeddings = AggregateRows(ToMatrix(inputs.at("tiles")), wells, Center::Mean);
  L2NormaliseRows(embeddings);
  Json        order = Json::array();
  LabelColumn treatments;
  LabelColumn moas;
  LabelColumn compounds;
  LabelColumn plates;
  for (const RowGroup & well : wells)
  {
    const std::size_t tile = well.rows.front();
    order.push_back(well.key);
    treatments.push_back(treatment[tile]);
    moas.push_back(moa[tile]);
    compounds.push_back(compound[tile]);
    plates.push_back(well.key.front());
  }
  Json got =
    ScoreTreatments(MedianTreatments(embeddings, treatments, moas, compounds, WeeksOf(plates), BatchOf::FirstWell));
  got["well_embeddings"] = FromMatrix(embeddings);
  got["well_order"] = order;
  return got;
}
} // namespace

Json
RunNscNscb(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    const std::string kind = golden.inputs.at("kind");
    return kind == "scores" ? RunScores(golden.inputs)
           : kind == "knn1" ? RunNearest(golden.inputs)
                            : RunPipeline(golden.inputs);
  });
}
} // namespace pheno::golden
