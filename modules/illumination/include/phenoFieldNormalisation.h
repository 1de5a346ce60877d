#ifndef phenoFieldNormalisation_h
#define phenoFieldNormalisation_h

#include "phenoFieldPicture.h"

#include <string>

namespace pheno
{
/** To which scale an illumination field is brought. Dividing an image by a field of another scale gives the same image
 * times a constant; for RobustMinimum alone the shape changes too, in the darkest 2 % of the field. */
enum class FieldNormalisation
{
  None,          ///< grey levels, as estimated
  MeanOne,       ///< mean 1: BaSiC and this library
  MaximumOne,    ///< maximum 1: Fractal
  RobustMinimum, ///< x -> max(x, m) / m, m = the value at place int(0.02 n) of the n sorted positive ones: CellProfiler
  MedianOne      ///< divided by the value at place int(n / 2) of the n sorted positive ones: CellProfiler's "median"
};

/** The name of a normalisation in JSON: none, mean_one, maximum_one, robust_minimum, median_one. */
std::string
NameOf(FieldNormalisation normalisation);

/** Throws itk::ExceptionObject for a name that is none of these. */
FieldNormalisation
FieldNormalisationOf(const std::string & name);

/** The field at the scale asked for. A field without a positive value where one is needed becomes 1 everywhere. */
FieldPicture
NormaliseField(const FieldPicture & field, FieldNormalisation normalisation);
} // namespace pheno

#endif
