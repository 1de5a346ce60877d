#ifndef phenoGoldenMatrix_h
#define phenoGoldenMatrix_h

#include "phenoGoldenCompare.h"

#include "phenoMatrix.h"
#include "phenoProfileError.h"

#include <stdexcept>

namespace pheno::golden
{
/** Nested lists as a matrix; null is NaN. */
Matrix
ToMatrix(const Json & rows);

/** A list as numbers; null is NaN. */
std::vector<double>
ToNumbers(const Json & list);

/** A list of texts, booleans or numbers as labels; null, NaN and None are missing values (empty texts). */
LabelColumn
ToLabels(const Json & list);

/** A list of booleans as a mask. */
RowMask
ToMask(const Json & list);

/** NaN becomes null, infinities their names. */
Json
FromNumber(double number);
Json
FromNumbers(std::span<const double> numbers);
Json
FromMatrix(MatrixView matrix);

/** X X^T. */
Matrix
Gram(MatrixView matrix);

/** Element-wise magnitudes. */
Matrix
Magnitudes(MatrixView matrix);

/** Runs a handler's body; a ProfileError becomes the std::runtime_error that counts as a clear refusal. */
template <typename TBody>
Json
Refusing(const TBody & body)
{
  try
  {
    return body();
  }
  catch (const ProfileError & error)
  {
    throw std::runtime_error(error.what());
  }
}
} // namespace pheno::golden

#endif
