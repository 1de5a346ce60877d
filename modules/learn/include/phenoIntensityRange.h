#ifndef phenoIntensityRange_h
#define phenoIntensityRange_h

#include "phenoCropSource.h"
#include "phenoInputScaling.h"

namespace pheno
{
/** The input scaling of a set of crops: EightBitScaling for 8-bit pixels; else RangeScaling of two percentiles (0 to
 * 100) of each channel, measured on an even sample of at most 2,000 crops and about 256 pixels of each of their
 * channels. \throws LearnError unless 0 <= low_percentile <= high_percentile <= 100, or when a crop cannot be read */
InputScaling
MeasureInputScaling(const CropSource & crops, double low_percentile, double high_percentile);
} // namespace pheno

#endif
