#ifndef phenoEncoderModel_h
#define phenoEncoderModel_h

#include "phenoCropSource.h"
#include "phenoInputScaling.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pheno
{
class Encoder;

/** What model.json says about a model. */
struct ModelDescription
{
  std::string              architecture;
  std::vector<std::string> channels;   ///< names, in input order
  int                      height = 0; ///< crop size, pixels
  int                      width = 0;
  PixelType                pixel_type = PixelType::kUInt8;
  InputScaling             scaling;
  int                      embed_dim = 0;
  std::string              embedding; ///< "head" (SPC) or "features" (SimCLR: the projector is dropped)
  std::string              objective;
  std::string              precision; ///< it was trained in
  std::uint64_t            seed = 0;
  std::int64_t             steps = 0;   ///< trained
  nlohmann::json           training;    ///< all settings
  nlohmann::json           treatments;  ///< settings of the treatments' side; null without
  std::vector<std::string> class_names; ///< rows of the class vectors; empty without
};

/** A trained encoder: a folder with model.json, weights.safetensors, for SPC class_vectors.safetensors, for
 * architecture torchscript the module with its trained weights as encoder.pt, and for objectives against treatments the
 * weights of their side as treatments.safetensors. */
class EncoderModel
{
public:
  /** \throws LearnError when a file is missing, damaged, of another version, or does not fit the architecture */
  static EncoderModel
  Load(const std::string & folder);

  EncoderModel(ModelDescription description, std::shared_ptr<Encoder> encoder, std::vector<float> class_vectors);

  /** Writes the folder; the same model gives the same bytes. \throws LearnError when it cannot be written */
  void
  Save(const std::string & folder) const;

  const ModelDescription &
  Description() const
  {
    return m_Description;
  }

  /** Values a row of what Embed returns: embed_dim, or the feature width for a SimCLR model. */
  int
  EmbeddingWidth() const;

  /** K x embed_dim, row-major, unit rows, in the order of class_names; empty when the objective has none. */
  const std::vector<float> &
  ClassVectors() const
  {
    return m_ClassVectors;
  }

  /** \throws LearnError naming both sides when the channels (names and order), crop size or pixel type differ */
  void
  RequireFits(const CropShape & shape, const std::vector<std::string> & channels) const;

  /** The network; its header needs torch, this one does not. */
  Encoder &
  Network() const
  {
    return *m_Encoder;
  }

private:
  ModelDescription         m_Description;
  std::shared_ptr<Encoder> m_Encoder;
  std::vector<float>       m_ClassVectors;
};
} // namespace pheno

#endif
