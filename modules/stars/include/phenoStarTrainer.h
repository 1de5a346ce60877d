#ifndef phenoStarTrainer_h
#define phenoStarTrainer_h

#include "phenoStarModel.h"
#include "phenoStarNetwork.h"
#include "phenoStarPatch.h"
#include "phenoTrainer.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace pheno
{
/** Everything that decides the trained weights. */
struct StarTrainingSettings
{
  StarArchitecture architecture;
  StarScaling      scaling; ///< that the images were made with
  std::int64_t     steps = 5000;
  std::int64_t     batch_size = 8;
  std::int64_t     patch_px = 160; ///< side, a multiple of the network's Multiple()
  double           learning_rate = 1e-3;
  double           weight_decay = 1e-4;
  std::int64_t     warmup_steps = 100;
  double           ema_decay = 0.995;    ///< the model is the moving average of weights and norms; 0: the last ones
  std::int64_t     validate_every = 250; ///< steps
  std::uint64_t    seed = 1;
  std::string      precision = "auto"; ///< as ResolvePrecision of phenoPrecision.h
};

/** What is learned from, and what the weights and thresholds are chosen by. */
struct StarTrainingData
{
  std::vector<StarImage> images;
  std::vector<StarImage> validation; ///< may be empty: the last weights and the default thresholds
};

/** How to run, without effect on the result except for `threads` (last bits of sums). */
struct StarTrainingRun
{
  std::string                                   scratch_folder; ///< of the checkpoint; empty: none is kept
  int                                           threads = 1;
  double                                        checkpoint_every_seconds = 60;
  std::int64_t                                  checkpoint_every_steps = 0; ///< additionally; 0: by time only
  std::function<void(const TrainingProgress &)> on_step;                    ///< after every step
  std::function<bool()>                         cancelled; ///< asked after every step; true: checkpoint and return
};

struct StarTrainingResult
{
  bool                             completed = false; ///< false when cancelled; there is no model then
  std::shared_ptr<const StarModel> model;
  std::int64_t                     resumed_from = 0; ///< step of the checkpoint that was found, 0 when it began anew
  std::string                      precision;
  std::string                      note;    ///< why a checkpoint that was found was not used; empty otherwise
  std::vector<HistoryRow>          history; ///< a row every `validate_every` steps and at the end
};

/** Trains a star network: AdamW and half a cosine on varied patches (CutVariedPatch), each image as often as the root
 * of its size asks for. The weights are those of the lowest loss on patches of the validation images, looked at every
 * `validate_every` steps and at the end; then those thresholds of a grid are taken under which the mean of F1 at an
 * intersection over union of .5, .7 and .9 over the validation images' objects is greatest.
 *
 * The same data, settings, threads and processor class give the same bytes, however often the training was killed and
 * started again with the same scratch folder. \throws Error, LearnError for no image, no object, an impossible setting
 * (named), a loss that is not finite, a checkpoint that cannot be written */
StarTrainingResult
TrainStars(const StarTrainingData & data, const StarTrainingSettings & settings, const StarTrainingRun & run);
} // namespace pheno

#endif
