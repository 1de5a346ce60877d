#ifndef phenoClassificationScores_h
#define phenoClassificationScores_h

#include "phenoMatrix.h"

namespace pheno
{
/** How well classes were predicted. Macro means give every class the same weight. */
struct ClassificationScores
{
  double      accuracy = 0;          ///< of N rows; NaN for none, as all others
  double      balanced_accuracy = 0; ///< mean recall over the classes that occur in the truth
  double      precision = 0;         ///< macro over all classes; 0 for one that is never predicted
  double      recall = 0;            ///< macro over all classes; 0 for one that never occurs
  double      f1 = 0;                ///< macro over all classes; 0 where it is undefined
  double      roc_auc = 0;           ///< one against the rest, macro; NaN when a class does not occur, or only one does
  double      top_3 = 0;             ///< the right class is among the three of highest probability; equals: later first
  std::size_t n = 0;
};

/** \param truth, predicted places among the classes, N each \param probabilities N x classes
 * Throws ProfileError for other sizes or a place outside. */
ClassificationScores
ScoreClassification(std::span<const int> truth, std::span<const int> predicted, MatrixView probabilities);
} // namespace pheno

#endif
