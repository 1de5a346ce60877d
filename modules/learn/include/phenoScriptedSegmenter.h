#ifndef phenoScriptedSegmenter_h
#define phenoScriptedSegmenter_h

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace torch::jit
{
struct Module;
}

namespace pheno
{
/** The channels of an image that somebody else owns, each height rows of width pixels. */
struct ChannelPlanes
{
  std::vector<const float *> channels;
  std::int64_t               height = 0;
  std::int64_t               width = 0;
};

/** How a scripted segmenter sees an image. */
struct ScriptedSegmenterSettings
{
  double scale = 1; ///< side of the image's pixels over that of the pixels that the module is for
  /** Percentiles (0 to 100, linear between order statistics) of each channel that become 0 and 1, without clipping;
   * channels of less contrast than 0.001 are divided by that. None: grey levels as they are. */
  std::optional<std::pair<double, double>> percentiles;
  int                                      threads = 1;
  std::string                              device = "cpu"; ///< as DeviceOf takes
};

/** A TorchScript module that makes label planes of an image, its post-processing inside, such as InstanSeg's
 * (Goldsborough et al. 2024): forward(1 x C x H x W) gives labels H x W, L x H x W or 1 x L x H x W, of one plane or
 * two.
 *
 * An image is treated as InstanSeg's own program does: brought to the module's pixels bilinearly where their sides
 * differ by more than a hundredth, normalised, labelled at once, and the labels brought back by the nearest neighbour.
 * The memory that this needs is the module's. What a module draws at random is drawn from torch's default generator. */
class ScriptedSegmenter
{
public:
  /** \throws LearnError, with the path, for a file that is no TorchScript module */
  explicit ScriptedSegmenter(const std::string & path);

  /** Micrometres of a pixel's side that the module says it is for (attribute pixel_size); 0 where it does not. */
  double
  PixelSize() const;

  /** The label planes, height x width numbers each: 0 is background.
   * \throws LearnError when the module throws, or gives anything but one or two planes of whole numbers of its image's
   * size */
  std::vector<std::vector<std::uint32_t>>
  Segment(const ChannelPlanes & image, const ScriptedSegmenterSettings & settings) const;

private:
  std::shared_ptr<torch::jit::Module> m_Module;
};
} // namespace pheno

#endif
