#ifndef phenoStarModel_h
#define phenoStarModel_h

#include "phenoFileSystem.h"
#include "phenoJson.h"
#include "phenoStarScaling.h"

#include <cstdint>
#include <memory>

namespace pheno
{
struct StarArchitecture;
class StarNetwork;

/** When a polygon is an object. */
struct StarThresholds
{
  double probability = 0.5; ///< a point less probable than this is no candidate
  double overlap = 0.4;     ///< see SuppressOverlaps

  bool
  operator==(const StarThresholds &) const = default;
};

/** What model.json says beside the architecture. */
struct StarModelDescription
{
  StarScaling    scaling;
  StarThresholds thresholds;
  double         median_diameter_px = 0; ///< of the objects trained on, of circles of equal area
  std::uint64_t  seed = 0;
  std::int64_t   steps = 0;
  Json           training; ///< its settings, and how many images and objects there were
};

/** A trained network that finds objects, in a folder: model.json and weights.safetensors (float16, norms folded). */
class StarModel
{
public:
  /** \param network folded, with weights that float16 can hold */
  StarModel(StarModelDescription description, std::shared_ptr<const StarNetwork> network);

  /** \throws Error with the path for a folder that is not such a model, whole and undamaged */
  static StarModel
  Load(const fs::path & folder);

  /** Writes the folder; files of a model in it are replaced. The same model gives the same bytes. \throws Error */
  void
  Save(const fs::path & folder) const;

  const StarModelDescription &
  Description() const
  {
    return m_Description;
  }
  /** The network; its header needs torch, this one does not. */
  const StarNetwork &
  Network() const
  {
    return *m_Network;
  }

private:
  StarModelDescription               m_Description;
  std::shared_ptr<const StarNetwork> m_Network;
};

/** The folder of a model that comes with this program: "nuclei". \throws Error when it is not installed */
fs::path
ShippedStarModel(const std::string & name);
} // namespace pheno

#endif
