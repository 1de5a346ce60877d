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

  /** As Attract, by a share of the way instead of an angle: w <- unit row of (1 - rate) w + rate z. Unchanged where
   * that sum has no direction.
   * \param rate in (0, 1] \throws LearnError as Attract, and for another rate */
  void
  AttractByRate(const torch::Tensor & z, const std::vector<std::int64_t> & classes, double rate);

  /** One step of Riemannian gradient descent on the attractive term alone, - 1/(B t) SUM_i z_i.w_c(i) (A4,
   * methods 1.3). All images of a class act at once: w <- cos|v| w + sin|v| v / |v|, with v = learning_rate / (B t) (S
   * - (S.w) w), S the sum of the class's z. A step is not bounded by the angle to S. \param z B x D, the embeddings
   * from before the optimiser's step \throws LearnError as Attract, and unless temperature and learning_rate are above
   * 0 */
  void
  AttractByGradient(const torch::Tensor &             z,
                    const std::vector<std::int64_t> & classes,
                    double                            temperature,
                    double                            learning_rate);

  /** K x D. */
  const torch::Tensor &
  Table() const
  {
    return m_Table;
  }

private:
  /** z as float64 on the CPU. \throws LearnError for a z that does not fit or a class outside the table */
  torch::Tensor
  Checked(const torch::Tensor & z, const std::vector<std::int64_t> & classes) const;

  torch::Tensor m_Table;
};
} // namespace pheno

#endif
