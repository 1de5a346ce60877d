#ifndef phenoClassVectorLoss_h
#define phenoClassVectorLoss_h

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace pheno
{
/** Which class vectors stand in the denominator of a ClassVectorLoss. */
enum class ClassNegatives
{
  Batch, ///< those of the batch's images, one term an image: a class that occurs twice counts twice
  All    ///< the whole table, one term a class
};

/** Images against class vectors: the family of asymmetric objectives around SPC (Nightingale 2026; methods 1.2, 1.3).
 *
 * l_i = - log [ exp(z_i.w_c(i) / t) / ( SUM_{j in N(i)} exp(z_i.z_j / t) + SUM_{k in W(i)} exp(z_i.w_k / t) ) ],
 * L = mean_i l_i
 *
 * N(i): the other images of the batch, or none (image_negatives). W(i): as ClassNegatives says. With mask_same_class,
 * images of class c(i) leave N(i), and w_c(i) stands in W(i) once, as the positive.
 * The gradient reaches the table where that requires one:
 * - A1: a TrainableClassVectors table; A2: the same, projected to the sphere after each step;
 * - A3, SPC: a ClassVectors table with Attract, image negatives, no mask, Batch: the same value as SpcLoss;
 * - A4: as A3 with AttractByGradient.
 * A zero row has logits 0. */
class ClassVectorLoss
{
public:
  struct Settings
  {
    double         temperature = 0.1;
    bool           image_negatives = true;
    bool           mask_same_class = false;
    ClassNegatives class_negatives = ClassNegatives::Batch;
  };

  /** \throws LearnError unless temperature > 0 */
  explicit ClassVectorLoss(Settings settings);

  /** \param z B x D, used as it is, usually unit rows  \param table w, K x D, used as it is
   * \param classes c, of each image, 0 ... K - 1  \return l, length B  \throws LearnError for anything else */
  torch::Tensor
  PerImage(const torch::Tensor & z, const torch::Tensor & table, const std::vector<std::int64_t> & classes) const;

  /** \return the scalar L */
  torch::Tensor
  Compute(const torch::Tensor & z, const torch::Tensor & table, const std::vector<std::int64_t> & classes) const
  {
    return this->PerImage(z, table, classes).mean();
  }

private:
  Settings m_Settings;
};
} // namespace pheno

#endif
