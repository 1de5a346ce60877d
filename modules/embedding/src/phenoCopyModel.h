#ifndef phenoCopyModel_h
#define phenoCopyModel_h

#include "phenoEncoderModel.h"

namespace pheno
{
/** A model with a network of its own, which recalibration may change without anybody else noticing. */
EncoderModel
CopyModel(const EncoderModel & model);
} // namespace pheno

#endif
