#include "phenoConvolutionEncoder.h"
#include "phenoLearnError.h"
#include "phenoShapeText.h"

namespace pheno
{
namespace
{
constexpr int kWidths[] = { 16, 32, 64, 64 };
constexpr int kSmallestImage = 1 << std::size(kWidths);
} // namespace

ConvolutionEncoder::ConvolutionEncoder(const EncoderSettings & settings, torch::ScalarType type)
  : Encoder(settings, type)
{
  this->Add([](Activations & a) {
    if (a.x.size(2) < kSmallestImage || a.x.size(3) < kSmallestImage)
    {
      throw LearnError("cnn4: expected images of at least 16 x 16 pixels, got " + ShapeText(a.x));
    }
  });
  int in = settings.in_channels;
  for (std::size_t layer = 0; layer < std::size(kWidths); ++layer)
  {
    this->AddConvolution("encoder.conv" + std::to_string(layer + 1), { in, kWidths[layer], 3, 1, true });
    this->Add([](Activations & a) { a.x = at::max_pool2d(a.x.relu_(), { 2, 2 }); });
    in = kWidths[layer];
  }
  this->AddHead("mlp_head", in, in);
}
} // namespace pheno
