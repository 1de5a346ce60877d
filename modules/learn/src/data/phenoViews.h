#ifndef phenoViews_h
#define phenoViews_h

#include <torch/types.h>

namespace pheno::learn
{
/** The members of a multi-view batch, all unit: Z_0 the compounds, Z_v the images of view v.
 * \param compound B x D, B > 1  \param images B x V x D, V > 0  \return 1 + V x B x D
 * \throws LearnError "<what>: ..." for other shapes */
torch::Tensor
StackViews(const char * what, const torch::Tensor & compound, const torch::Tensor & images);
} // namespace pheno::learn

#endif
