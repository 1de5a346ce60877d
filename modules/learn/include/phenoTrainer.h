#ifndef phenoTrainer_h
#define phenoTrainer_h

#include "phenoAugmentation.h"
#include "phenoCropSource.h"
#include "phenoInputScaling.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace pheno
{
class EncoderModel;

/** Everything that decides the trained weights. */
struct TrainingSettings
{
  std::string architecture = "resnet18";
  int         embed_dim = 128;   ///< width of the head's output
  std::string objective = "spc"; ///< "spc" (one view and class vectors) or "simclr" (two views)
  double      temperature = 0.1;
  double class_step_rad = 0.0196349540849362; ///< SPC: class vectors move by at most this angle an image (pi / 160)
  std::string          optimizer = "adam";    ///< "adam" (L2 weight decay) or "adamw" (decoupled)
  double               learning_rate = 3e-4;
  double               weight_decay = 0.0;
  std::string          schedule = "constant"; ///< "constant" or "cosine" (to zero at the last step)
  std::int64_t         warmup_steps = 0;      ///< learning rate rises linearly over these first steps
  std::int64_t         batch_size = 256;
  std::int64_t         epochs = 10;   ///< 0: the untrained network
  std::int64_t         max_steps = 0; ///< stop after so many steps even inside an epoch; 0: no such limit
  std::uint64_t        seed = 1;
  std::string          precision = "auto"; ///< "float32", "bfloat16", or "auto": bfloat16 where the processor has units
  AugmentationSettings augmentation;
};

/** Reads settings; keys as the fields, `augmentation` as AugmentationFromJson; absent keys keep their default.
 * \throws LearnError for an unknown key, a wrong type or an impossible value, all named */
TrainingSettings
TrainingSettingsFromJson(const nlohmann::json & json);

/** The same object with every key present. */
nlohmann::json
ToJson(const TrainingSettings & settings);

/** What is learned from. */
struct TrainingData
{
  const CropSource *        crops = nullptr;
  std::vector<std::int64_t> class_of_crop; ///< index into class_names, one a crop; may stay empty for simclr
  std::vector<std::string>  class_names;   ///< a class is whatever is to be told apart: a well, a treatment
  std::vector<std::string>  channels;      ///< names in the crops' order
  InputScaling              scaling;       ///< EightBitScaling for 8-bit crops
};

/** One row of the history table: means since the row before. About twenty rows an epoch. */
struct HistoryRow
{
  std::int64_t epoch = 0; ///< 0-based
  std::int64_t step = 0;  ///< steps done, over all epochs
  double       loss = 0;
  double       learning_rate = 0;
  double       seconds = 0; ///< wall time since the training began, without what a kill lost; not reproducible
};

struct TrainingProgress
{
  std::int64_t step = 0;
  std::int64_t steps = 0; ///< all that will be done
  double       fraction = 0;
  double       loss = 0;              ///< of the last step
  double       images_per_second = 0; ///< since this process began; an image counts once, whatever its views
};

/** How to run, without effect on the result except for `threads` (last bits of sums). */
struct TrainingRun
{
  std::string  scratch_folder;     ///< checkpoints; empty: none are kept
  int          threads = 1;        ///< torch's threads, set once here
  int          loader_threads = 1; ///< background threads that read and augment; 0: in line
  double       checkpoint_every_seconds = 60;
  std::int64_t checkpoint_every_steps = 0;                 ///< additionally; 0: by time only
  std::function<void(const TrainingProgress &)> on_step;   ///< after every step
  std::function<bool()>                         cancelled; ///< asked after every step; true: checkpoint and return
};

struct TrainingResult
{
  bool                                completed = false; ///< false when cancelled; there is no model then
  std::shared_ptr<const EncoderModel> model;             ///< the trained encoder
  std::int64_t                        resumed_from = 0; ///< step of the checkpoint that was found, 0 when it began anew
  std::int64_t                        steps = 0;
  std::string                         precision; ///< "float32" or "bfloat16"
  double                              images_per_second = 0;
  std::string                         note; ///< why a checkpoint that was found was not used; empty otherwise
  std::vector<HistoryRow>             history;
};

/** Trains an encoder.
 *
 * The same data, settings, threads and processor class give the same bytes, however often the training was killed and
 * started again with the same scratch folder.
 * SPC: loss and class vectors as methods 1.2; SimCLR: NT-Xent over two views, methods 2.1.
 * \throws LearnError for data that does not fit (counts, class indices, fewer crops than a batch), a loss that is not
 * finite, or a checkpoint that cannot be written */
TrainingResult
Train(const TrainingData & data, const TrainingSettings & settings, const TrainingRun & run);

/** The same, and writes the model folder (see EncoderModel) when it completed.
 * \param model_folder is created; existing model files in it are replaced
 * \throws LearnError also for files that cannot be written */
TrainingResult
Train(const TrainingData &     data,
      const TrainingSettings & settings,
      const TrainingRun &      run,
      const std::string &      model_folder);
} // namespace pheno

#endif
