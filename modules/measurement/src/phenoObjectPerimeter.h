#ifndef phenoObjectPerimeter_h
#define phenoObjectPerimeter_h

#include "phenoObjectMap.h"

namespace pheno
{
/** Length of the path through the centres of an object's border pixels, those with one of four neighbours outside it or
 * outside the image (Benkrid and Crookes 2000): a border pixel counts 1, sqrt(2) or (1 + sqrt(2)) / 2 by how many of
 * its four neighbours and of its diagonal ones are border pixels too; other arrangements count 0. */
double
Perimeter(const ObjectMap & objects, const MeasuredObject & object);

/** 8-connected parts less holes, from counts of 2 x 2 squares (Gray 1971). */
double
EulerNumber(const ObjectMap & objects, const MeasuredObject & object);
} // namespace pheno

#endif
