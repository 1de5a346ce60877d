#include "phenoGoldenTensor.h"

namespace pheno::golden
{
namespace
{
/** The topic's network: two convolutions with norms, global mean, head; built from the product's own parts. */
class TwoConvolutions : public Encoder
{
public:
  TwoConvolutions(int in, int first, int second, int hidden, int embed_dim)
    : Encoder({ "two_convolutions", in, embed_dim }, torch::kFloat64)
  {
    this->AddNormedConvolution("conv1", "bn1", { in, first, 3, 1 });
    this->Add([](Activations & a) { a.x.relu_(); });
    this->AddNormedConvolution("conv2", "bn2", { first, second, 3, 2 });
    this->Add([](Activations & a) { a.x.relu_(); });
    this->AddHead("head", second, hidden);
  }
};
} // namespace

Json
RunBnRecalibration(const Case & golden)
{
  const Json &             in = golden.inputs;
  const torch::Tensor      conv1 = ToTensor(in.at("conv1"));
  const torch::Tensor      conv2 = ToTensor(in.at("conv2"));
  const torch::Tensor      h0 = ToTensor(in.at("h0_w"));
  const torch::Tensor      h1 = ToTensor(in.at("h1_w"));
  TwoConvolutions          encoder(static_cast<int>(conv1.size(1)),
                          static_cast<int>(conv1.size(0)),
                          static_cast<int>(conv2.size(0)),
                          static_cast<int>(h0.size(0)),
                          static_cast<int>(h1.size(0)));
  std::vector<NamedTensor> state = { { "conv1.weight", conv1 }, { "conv2.weight", conv2 },
                                     { "head.0.weight", h0 },   { "head.0.bias", ToTensor(in.at("h0_b")) },
                                     { "head.2.weight", h1 },   { "head.2.bias", ToTensor(in.at("h1_b")) } };
  for (std::size_t k = 0; k < encoder.NumberOfNorms(); ++k)
  {
    state.push_back({ encoder.Norm(k).name + ".running_mean", encoder.Norm(k).mean });
    state.push_back({ encoder.Norm(k).name + ".running_var", encoder.Norm(k).variance });
  }
  encoder.LoadState(state);
  torch::Tensor images = ToTensor(in.at("images"));
  if (in.value("image_transform", "none") == "(x-127.5)/255")
  {
    images = (images - 127.5) / 255;
  }
  Json                stats;
  const torch::Tensor embeddings = EmbedByPlate(encoder, images, in.at("plate"), in.at("moa"), &stats);
  return { { "embeddings", FromTensor(embeddings) }, { "embeddings_f64", FromTensor(embeddings) }, { "stats", stats } };
}
} // namespace pheno::golden
