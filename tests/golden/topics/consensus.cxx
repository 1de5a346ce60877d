#include "phenoGoldenMatrix.h"

#include "phenoAggregate.h"
#include "phenoConsensus.h"

namespace pheno::golden
{
namespace
{
Json
RunModz(const Json & inputs, const Matrix & matrix, const std::vector<RowGroup> & groups)
{
  ModzOptions options;
  options.correlation = ProfileCorrelationFromName(inputs.at("method"));
  options.minimumWeight = inputs.at("min_weight");
  options.decimals = inputs.at("precision");
  Json weights = Json::object();
  for (const RowGroup & group : groups)
  {
    weights[group.key.front()] = FromNumbers(Modz(SelectRows(matrix, group.rows), options).weights);
  }
  return { { "out", FromMatrix(ModzConsensus(matrix, groups, options)) },
           { "weights_in_row_order_of_group", weights } };
}
} // namespace

Json
RunConsensus(const Case & golden)
{
  return Refusing([&golden]() -> Json {
    const Json &                inputs = golden.inputs;
    const Matrix                matrix = ToMatrix(inputs.at("X"));
    const std::vector<RowGroup> groups = GroupRows(ToLabels(inputs.at("group")));
    const std::string           operation = inputs.at("operation");
    Json                        got = operation == "modz"
                                        ? RunModz(inputs, matrix, groups)
                                        : Json{ { "out", FromMatrix(AggregateRows(matrix, groups, CenterFromName(operation))) } };
    got["groups"] = Json::array();
    for (const RowGroup & group : groups)
    {
      got["groups"].push_back(group.key.front());
    }
    return got;
  });
}
} // namespace pheno::golden
