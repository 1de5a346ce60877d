#ifndef phenoNewBatches_h
#define phenoNewBatches_h

#include "phenoMatrix.h"
#include "phenoRequireLength.h"

#include <set>

namespace pheno
{
/** The rows of those batches that a fit does not know yet. */
struct NewBatches
{
  Matrix      rows;
  RowMask     controls;
  LabelColumn batches;

  /** \param known batches of the fit, in any order. Throws ProfileError for columns of another length. */
  NewBatches(MatrixView                       matrix,
             const RowMask &                  isControl,
             const LabelColumn &              labels,
             const std::vector<std::string> & known)
  {
    RequireLength(isControl.size(), matrix.rows, "mask of controls");
    RequireLength(labels.size(), matrix.rows, "column of batches");
    const std::set<std::string> fitted(known.begin(), known.end());
    std::vector<std::size_t>    places;
    for (std::size_t row = 0; row < labels.size(); ++row)
    {
      if (fitted.count(labels[row]) == 0)
      {
        places.push_back(row);
        controls.push_back(isControl[row]);
        batches.push_back(labels[row]);
      }
    }
    rows = SelectRows(matrix, places);
  }
};
} // namespace pheno

#endif
