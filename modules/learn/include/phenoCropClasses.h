#ifndef phenoCropClasses_h
#define phenoCropClasses_h

#include <cstdint>
#include <string>
#include <vector>

namespace pheno
{
/** The crops that are learned from, and the class of each (what TrainingData wants). */
struct CropClasses
{
  std::vector<std::int64_t> crops; ///< indices, ascending
  std::vector<std::int64_t> index; ///< into names, one for each of `crops`
  std::vector<std::string>  names; ///< one a class, in byte order
};

/** Makes a class of every combination of labels, named "first|second|...".
 *
 * A crop with an empty label belongs to no class and is left out.
 * \param labels one column a label (plate, well, compound, ...), each with one value a crop
 * \throws LearnError without columns, or with columns of different lengths */
CropClasses
ClassesByLabels(const std::vector<std::vector<std::string>> & labels);
} // namespace pheno

#endif
