#ifndef phenoPretrained_h
#define phenoPretrained_h

#include "phenoEncoder.h"

#include <string>
#include <vector>

namespace pheno
{
/** How a first layer that was trained on `from` channels (3: RGB) serves C others. Both rules scale by from / C, so
 * that C equal planes give what `from` equal planes gave (exactly for the mean; for repetition when `from` divides C).
 */
enum class Widening
{
  Repetition, ///< channel c takes the weights of channel c mod from
  Mean        ///< every channel takes the mean over the channels
};

/** weight: out x from x k x k. \return out x channels x k x k; the weight itself when nothing changes
 * \throws LearnError for a weight of other dimensions, or less than one channel */
torch::Tensor
WidenFirstLayer(const torch::Tensor & weight, int channels, Widening rule);

/** The state of a network that others have written, under this project's names: torchvision's ResNets ("conv1",
 * "layer1" to "layer4", "fc"), Perakis' ("features.0", "l1", "l2"; the four-layer network's "conv1" to "conv4"), SPC's
 * and timm's (as they are), and DINOv2's as Hugging Face publishes them (query, key and value joined, the mask token
 * left out). A leading "module." of parallel training and num_batches_tracked counters are dropped. \throws LearnError
 * when only some of query, key and value of a layer are there */
std::vector<NamedTensor>
TranslateState(const std::vector<NamedTensor> & state);

/** What LoadPretrained could not use. */
struct PretrainedReport
{
  std::vector<std::string> kept;     ///< tensors of the network's head that the file does not have; as they were
  std::vector<std::string> left_out; ///< tensors of a head in the file that the network does not have
};

/** Copies a state of others into the network: names translated, first layer widened to the network's channels. The
 * trunk must fit; of the heads what fits is taken (torchvision's fc of 1000 classes is left out, for instance). \throws
 * LearnError for a trunk tensor that is missing, unknown or of another shape */
PretrainedReport
LoadPretrained(Encoder & encoder, const std::vector<NamedTensor> & state, Widening rule);
} // namespace pheno

#endif
