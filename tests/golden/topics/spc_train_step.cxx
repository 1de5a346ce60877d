#include "phenoGoldenTensor.h"

#include "phenoAdam.h"
#include "phenoClassVectors.h"
#include "phenoSpcLoss.h"

namespace pheno::golden
{
Json
RunSpcTrainStep(const Case & golden)
{
  const Json &        in = golden.inputs;
  const torch::Tensor samples = ToTensor(in.at("X"));
  const auto          classOfSample = in.at("class_of_sample").get<std::vector<std::int64_t>>();
  const torch::Tensor a = ToTensor(in.at("A"));
  const torch::Tensor b = ToTensor(in.at("b"));
  const SpcLoss       loss(in.at("temperature").get<double>());
  ClassVectors        vectors(ToTensor(in.at("class_vectors")));
  Adam                adam({ { "A", a }, { "b", b } }, {});
  Json                losses = Json::array();
  double              sum = 0;
  for (const Json & batch : in.at("batches"))
  {
    std::vector<std::int64_t> classes;
    for (const Json & sample : batch)
    {
      classes.push_back(classOfSample.at(sample.get<std::size_t>()));
    }
    const torch::Tensor x =
      samples.index_select(0, torch::tensor(batch.get<std::vector<std::int64_t>>(), torch::kInt64));
    const torch::Tensor z = NormaliseRows(at::linear(x, a, b));
    const torch::Tensor value = loss.Compute(z, vectors.Gather(classes));
    value.backward();
    adam.Step(in.at("lr").get<double>());
    vectors.Attract(z, classes, in.at("dphi").get<double>());
    losses.push_back(value.item<double>());
    sum += value.item<double>();
  }
  return { { "losses", losses },
           { "mean_loss", sum / static_cast<double>(losses.size()) },
           { "A_after", FromTensor(a.detach()) },
           { "b_after", FromTensor(b.detach()) },
           { "class_vectors_after", FromTensor(vectors.Table()) } };
}
} // namespace pheno::golden
