#ifndef phenoClassVectors_h
#define phenoClassVectors_h

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace pheno
{
/** The table of SPC class vectors: K unit vectors that are only ever attracted (methods 1.2). They carry no gradient.
 */
class ClassVectors
{
public:
  /** Uniform in [0, 1), rows normalised (as the authors' init: mutual cosine about 0.75). */
  ClassVectors(std::int64_t      classes,
               std::int64_t      width,
               at::Generator     generator,
               torch::ScalarType type = torch::kFloat32);

  /** A given table, K x D, unit rows. */
  explicit ClassVectors(torch::Tensor table);

  /** Rows of the given classes, B x D. \throws LearnError for a class outside the table */
  torch::Tensor
  Gather(const std::vector<std::int64_t> & classes) const;

  /** Moves w of class(b) towards z_b along the great circle by min(step, angle(w, z_b)), one image after the other, so
   * a class that occurs twice moves twice: w <- cos(s) w + sin(s) t / |t|,  t = z - (z.w) w,  s = min(step, atan2(|t|,
   * z.w)); lands on z when s is the angle. Unchanged where the direction is undefined: z on w, z opposite w, z zero.
   * \param z B x D, the embeddings from before the optimiser's step
   * \param step_rad radians  \throws LearnError for a z that is not finite or a class outside the table */
  void
  Attract(const torch::Tensor & z, const std::vector<std::int64_t> & classes, double step_rad);

  /** K x D. */
  const torch::Tensor &
  Table() const
  {
    return m_Table;
  }

private:
  torch::Tensor m_Table;
};
} // namespace pheno

#endif
