#ifndef phenoCrossModalObjective_h
#define phenoCrossModalObjective_h

#include "phenoObjective.h"

#include <memory>
#include <string>
#include <vector>

namespace pheno
{
class TreatmentTower;
}

namespace pheno::learn
{
/** The objectives that set images against treatments. */
const std::vector<std::string> &
CrossModalNames();

/** Images against embeddings of their treatments (methods 3.3, 4.1); the classes are the treatments. Both sides are
 * divided by their norms; the tower, a learnt scale and, for the sigmoid losses, the bias are moved by the optimizer
 * together with the encoder.
 *
 * "emm" and "imm" take settings.views images of each treatment, the others one.
 * \throws LearnError without a tower, for one of another width than the embedding, or an impossible setting */
std::unique_ptr<Objective>
MakeCrossModalObjective(const TrainingSettings & settings, TreatmentTower * treatments);
} // namespace pheno::learn

#endif
