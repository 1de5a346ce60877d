#ifndef phenoEmbedder_h
#define phenoEmbedder_h

#include "phenoCropSource.h"
#include "phenoEncoderModel.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace pheno
{
struct EmbeddingSettings
{
  std::string   device = "cpu"; ///< or "cuda:N", where the model is meanwhile; float32 then multiplies in TF32
  std::int64_t  batch_size = 256;
  int           threads = 1;             ///< torch's threads
  int           loader_threads = 1;      ///< 0: in line
  std::string   precision = "float32";   ///< or "bfloat16", "auto"
  bool          features = false;        ///< also return the pre-head features
  std::int64_t  control_sample_size = 0; ///< recalibrate with at most so many controls a plate, drawn by seed; 0: all
  std::uint64_t seed = 1;                ///< of that draw
  std::int64_t  recalibration_bytes = std::int64_t{ 1 }
                                     << 30; ///< activations kept at once; less is slower, not different
  std::function<void(double fraction)> on_progress;
  std::function<bool()>                cancelled; ///< asked after every batch; true: LearnError "cancelled"
};

struct Embeddings
{
  std::int64_t       rows = 0;
  int                width = 0;
  std::vector<float> values; ///< rows x width, in the order of the crops; unit rows for the "head" embedding
  int                feature_width = 0;
  std::vector<float> features; ///< rows x feature_width when asked for
  std::string        precision;
};

/** Embeds all crops with the model's statistics as they are.
 * \param channels names in the crops' order
 * \throws LearnError when the crops do not fit the model, or the device is not there */
Embeddings
Embed(EncoderModel &                   model,
      const CropSource &               crops,
      const std::vector<std::string> & channels,
      const EmbeddingSettings &        settings);

/** Replaces the model's batch-norm statistics by those of one plate's controls (methods 1.2, BATCH CORRECTION): equal
 * to one train-mode forward of all controls, computed layer by layer in bounded memory. \param controls indices of the
 * plate's control crops \throws LearnError naming the plate when it has no control, or a layer sees a single value a
 * channel */
void
RecalibrateToControls(EncoderModel &                    model,
                      const CropSource &                crops,
                      const std::vector<std::int64_t> & controls,
                      const std::string &               plate,
                      const EmbeddingSettings &         settings);

/** For each plate: recalibrates to its controls, then embeds its crops. The model's own statistics come back at the
 * end. \param plate_of_crop name, one a crop  \param is_control one a crop \throws LearnError naming every plate
 * without a control, or for a TorchScript module, whose norms cannot be reached, before any work */
Embeddings
EmbedPlates(EncoderModel &                   model,
            const CropSource &               crops,
            const std::vector<std::string> & channels,
            const std::vector<std::string> & plate_of_crop,
            const std::vector<bool> &        is_control,
            const EmbeddingSettings &        settings);
} // namespace pheno

#endif
