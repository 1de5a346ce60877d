#ifndef phenoBatchControls_h
#define phenoBatchControls_h

#include "phenoMatrix.h"

namespace pheno
{
/** The control rows that batches are aligned with, in the space in which they are. The matrices that align come of them
 * when rows are moved: keeping those would take D x D numbers a batch. */
struct BatchControls
{
  Matrix      rows;    ///< controls x D
  LabelColumn batches; ///< one a row; empty: no batch is aligned

  /** See phenoFitArchive.h. */
  template <typename TFit, typename TVisit>
  static void
  Parts(TFit & fit, TVisit & visit)
  {
    visit("rows", fit.rows);
    visit("batches", fit.batches);
  }
};
} // namespace pheno

#endif
