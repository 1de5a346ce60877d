#ifndef phenoBatchProbe_h
#define phenoBatchProbe_h

#include "phenoClassificationScores.h"
#include "phenoRowSplit.h"

namespace pheno
{
/** What a probe called the rows it had not seen: can a label (plate, batch, well row) be read from the profiles? */
struct Probe
{
  std::vector<std::string> classes;       ///< labels of the rows learnt from and tested, ascending as byte strings
  std::vector<std::string> predicted;     ///< one a test row
  Matrix                   probabilities; ///< test rows x classes; 0 for a class that was not learnt
  ClassificationScores     scores;
};

/** The k nearest training rows by cosine vote; a tie goes to the smallest class, equal distances to the lower row.
 * Probabilities are shares of votes. Throws ProfileError for fewer than k training rows, no test row, a row outside, a
 * label column of another length, or a NaN or infinite value. */
Probe
ProbeNeighbours(MatrixView          profiles,
                const LabelColumn & labels,
                const RowSplit &    split,
                std::size_t         k = 3,
                unsigned            threads = 1);

/** Multinomial logistic regression: minimises |W|^2 / 2 + inverseStrength x sum of cross entropies, the intercepts not
 * penalised. Features are used as they are: bring them to one scale before. Throws ProfileError as above, or for a
 * single class to learn. */
Probe
ProbeLogistic(MatrixView          profiles,
              const LabelColumn & labels,
              const RowSplit &    split,
              double              inverseStrength = 1,
              unsigned            threads = 1);
} // namespace pheno

#endif
