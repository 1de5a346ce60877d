#ifndef phenoChannelFeatures_h
#define phenoChannelFeatures_h

#include "phenoCropSource.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace pheno
{
class Encoder;

struct ChannelFeatureSettings
{
  std::vector<double>         mean = { 0.485, 0.456, 0.406 }; ///< of the encoder's planes, of pixels from 0 to 1
  std::vector<double>         deviation = { 0.229, 0.224, 0.225 };
  std::string                 device = "cpu";  ///< or "cuda:N", where the encoder is meanwhile
  std::int64_t                batch_size = 64; ///< images
  int                         threads = 1;     ///< torch's threads
  std::function<void(double)> on_progress;     ///< fraction done
  std::function<bool()>       cancelled;       ///< asked after every batch; true: LearnError "cancelled"
};

/** CellCLIP's frozen channel encoding (methods 3.1): each channel of a crop becomes a grey image of as many equal
 * planes as the encoder has, p / 255, less the mean, over the deviation; its features are those before the head, in
 * evaluation mode; and the mean is taken over the crops of a group (a site). Memory: one batch of images and the
 * result.
 *
 * \param crops 8 bit  \param group_of_crop number of its group, one a crop
 * \return groups x C x F, row-major; zeros for a group without crops
 * \throws LearnError for crops of other pixels, other numbers of groups, means or deviations, a deviation of 0, or a
 * device that is not there */
std::vector<float>
ChannelFeatures(Encoder &                         encoder,
                const CropSource &                crops,
                const std::vector<std::int64_t> & group_of_crop,
                std::int64_t                      groups,
                const ChannelFeatureSettings &    settings);
} // namespace pheno

#endif
