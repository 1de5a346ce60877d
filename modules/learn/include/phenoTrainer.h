#ifndef phenoTrainer_h
#define phenoTrainer_h

#include "phenoAugmentation.h"
#include "phenoCropSource.h"
#include "phenoEncoderSettings.h"
#include "phenoInputScaling.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace pheno
{
class Encoder;
class EncoderModel;
class Communicator;
class TreatmentTower;

/** Everything that decides the trained weights. */
struct TrainingSettings
{
  /** resnet18, 34, 50, 101, 152, cnn4, vit, cross_channel_former, or torchscript (TrainingData::script) */
  std::string               architecture = "resnet18";
  std::string               norm = "plain";    ///< batch norm, see EncoderSettings
  std::string               head = "unit_mlp"; ///< from features to embedding, see EncoderSettings
  int                       embed_dim = 128;   ///< width of the head's output
  VisionTransformerSettings transformer;       ///< of vit
  BagSettings               bag;               ///< of cross_channel_former; the width is that of the data
  /** "none", or "trunk": all before the head stays bit by bit, in evaluation mode, and the head alone learns. */
  std::string freeze = "none";
  /** One view against class vectors: "spc" (see class_update), "normalized_softmax", "proxy_nca" (scale 1 /
   * temperature), "proxy_anchor"; one view against others: "supcon", "sincere"; two views: "simclr"; images against
   * treatments: "info_nce", "clip", "cwcl", "bi_cwcl", "text_cwcl", "cloob", "siglip", "s2l", "emm", "imm". */
  std::string objective = "spc";
  double      temperature = 0.1;
  /** spc: class vectors move after each step by an angle ("attract", A3), by a share of the way ("rate"), along the
   * gradient of the attraction ("gradient", A4); or the optimizer moves them ("trained", A1) and they are brought back
   * to the sphere ("trained_unit", A2). Methods 1.3. */
  std::string class_update = "attract";
  double      class_step_rad = 0.0196349540849362; ///< attract: at most this angle an image (pi / 160)
  double      class_rate = 0.1;                    ///< rate: the share; gradient: the learning rate
  bool        image_negatives = true;              ///< spc: the batch's other images stand in the denominator
  bool        mask_same_class = false;             ///< spc: those of the same class do not
  std::string class_negatives = "batch";           ///< spc: class vectors of the "batch" or "all" in the denominator
  /** Class vectors start at "random", or at the "means" of their classes under the encoder training starts from. */
  std::string class_start = "random";
  bool        learn_temperature = true; ///< images against treatments: it is learnt, from the one given
  bool        detach_weights = false;   ///< cwcl, bi_cwcl, text_cwcl: no gradient flows into the weights
  double      hopfield_scale = 14.3;    ///< cloob
  int         views = 3;                ///< emm, imm: images of a treatment
  double      image_weight = 0.5;       ///< imm: of a pair of images
  double      regulariser = 0;          ///< images against treatments: share of EmbeddingRegulariser
  std::string optimizer = "adam";       ///< "adam" (L2 weight decay), "adamw" (decoupled) or "sgd" (L2)
  double      learning_rate = 3e-4;
  double      weight_decay = 0.0;
  std::string decay = "all";  ///< what decays: "all", or "matrices" (tensors of at least two dimensions)
  double      momentum = 0.9; ///< sgd
  double      clip_norm = 0;  ///< gradients are scaled down to this norm; 0: never
  /** The model is the moving average of all that the optimizer moves: encoder, treatments' side, learnt scale and bias,
   * trained class vectors ("trained_unit": brought to the sphere). Attracted class vectors and norms' running
   * statistics are state and stay those of the last step. 0: the last weights. */
  double       ema_decay = 0;
  std::string  schedule = "constant"; ///< "constant", "cosine" (to zero) or "cosine_restarts"
  std::int64_t cycles = 1;            ///< cosine_restarts: how often the rate falls to zero
  std::int64_t warmup_steps = 0;      ///< learning rate rises linearly over these first steps
  std::int64_t batch_size = 256;
  std::int64_t accumulate = 1;       ///< batches whose mean gradient makes a step
  std::string  sampler = "shuffled"; ///< see phenoSampler.h
  std::int64_t epochs = 10;          ///< 0: the untrained network
  std::int64_t max_steps = 0;        ///< stop after so many steps even inside an epoch; 0: no such limit
  /** Stop after so many epochs without a lower validation loss, and take the weights that had the lowest; 0: the last
   * weights, validation data only add to the history. */
  std::int64_t  patience = 0;
  std::uint64_t seed = 1;
  std::string   precision =
    "auto"; ///< "float32", "bfloat16", "auto" (bfloat16 where the processor has units), or "float64"
  AugmentationSettings augmentation;
};

/** Reads settings; keys as the fields, `augmentation` as AugmentationFromJson; absent keys keep their default.
 * \throws LearnError for an unknown key, a wrong type or an impossible value, all named */
TrainingSettings
TrainingSettingsFromJson(const nlohmann::json & json);

/** The same object with every key present. */
nlohmann::json
ToJson(const TrainingSettings & settings);

/** The network that settings train on crops of a shape. \param script TorchScript file of architecture torchscript */
EncoderSettings
EncoderSettingsOf(const TrainingSettings & settings, const CropShape & shape, const std::string & script = "");

/** What a training is stopped by: crops of plates, compounds or scaffolds that are not learned from. */
struct ValidationData
{
  const CropSource *        crops = nullptr; ///< null: there are none
  std::vector<std::int64_t> class_of_crop;   ///< as TrainingData's, into the names below
  std::vector<std::string>  class_names;     ///< of its own; for objectives against treatments those of TrainingData
  std::vector<std::int64_t> group_of_crop;
};

/** What is learned from. */
struct TrainingData
{
  const CropSource *             crops = nullptr;
  std::vector<std::int64_t>      class_of_crop; ///< index into class_names, one a crop; may stay empty for simclr
  std::vector<std::string>       class_names;   ///< a class is whatever is to be told apart: a well, a treatment
  std::vector<char>              is_control;    ///< one a class, non-zero for controls; for sampler control_balanced
  std::vector<std::int64_t>      group_of_crop; ///< number of its well, plate, ..., one a crop; for sampler multi_view
  std::vector<std::string>       channels;      ///< names in the crops' order
  InputScaling                   scaling;       ///< EightBitScaling for 8-bit crops
  ValidationData                 validation;
  std::shared_ptr<const Encoder> start;  ///< encoder whose weights training starts from; null: random weights
  std::string                    script; ///< file of the TorchScript module that architecture torchscript starts from
  /** The other side of objectives against treatments; class c is its treatment c. Trained too; outlives the training.
   */
  TreatmentTower * treatments = nullptr;
};

/** One row of the history table: means since the row before. About twenty rows an epoch. */
struct HistoryRow
{
  std::int64_t epoch = 0; ///< 0-based
  std::int64_t step = 0;  ///< steps done, over all epochs
  double       loss = 0;
  double       learning_rate = 0;
  double       validation_loss = std::numeric_limits<double>::quiet_NaN(); ///< at the end of an epoch; else NaN
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

/** How to run, without effect on the result except for `threads` and `device` (last bits of sums; on a GPU the same
 * seed does not give the same bytes). */
struct TrainingRun
{
  /** "cpu", or "cuda:N" of LibTorch's GPUs, where everything that is trained and the optimizer live meanwhile. float32
   * then multiplies in TF32. */
  std::string  device = "cpu";
  std::string  scratch_folder;     ///< checkpoints, of any device; empty: none are kept
  int          threads = 1;        ///< torch's threads, set once here
  int          loader_threads = 1; ///< background threads that read and augment; 0: in line
  double       checkpoint_every_seconds = 60;
  std::int64_t checkpoint_every_steps = 0;                 ///< additionally; 0: by time only
  std::function<void(const TrainingProgress &)> on_step;   ///< after every step
  std::function<bool()>                         cancelled; ///< asked after every step; true: checkpoint and return
  /** The processes that train together, each calling Train with the same arguments; null: this one alone. Each reads
   * and embeds its share of every batch; embeddings are gathered, so that all compute the loss of the whole batch and
   * move the same weights and class vectors. Rank 0 alone restores and writes checkpoints, validates, calls on_step,
   * asks `cancelled` and writes the model. */
  std::shared_ptr<Communicator> ranks;
};

struct TrainingResult
{
  bool                                completed = false; ///< false when cancelled; there is no model then
  std::shared_ptr<const EncoderModel> model;             ///< the trained encoder
  std::int64_t                        resumed_from = 0; ///< step of the checkpoint that was found, 0 when it began anew
  std::int64_t                        steps = 0;
  std::string                         precision; ///< "float32", "bfloat16" or "float64"
  double                              images_per_second = 0;
  std::string                         note; ///< why a checkpoint that was found was not used; empty otherwise
  std::vector<HistoryRow>             history;
};

/** Trains an encoder.
 *
 * On the processor the same data, settings, threads, number of ranks and processor class give the same bytes, however
 * often the training was killed and started again with the same scratch folder. Another number of ranks changes last
 * bits of sums. SPC: loss and class vectors as methods 1.2; SimCLR: NT-Xent over two views, methods 2.1. Objectives
 * against treatments leave the trained tower in `data.treatments`. A TorchScript module learns in its training mode,
 * with its own norms (each rank's of its own share) and dropout, which draws from the training's seed; it is validated
 * in evaluation mode. \throws LearnError for a device that is not there (before anything is loaded), data that does not
 * fit (counts, class indices, fewer crops than a batch), nothing to train (a module without parameters, a frozen trunk
 * without a head), a loss that is not finite, a checkpoint that cannot be written, a batch that the ranks cannot share
 * equally, or another rank that ended
 */
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
