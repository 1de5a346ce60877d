#ifndef phenoStateDict_h
#define phenoStateDict_h

#include "phenoParameterList.h"

#include <string>
#include <vector>

namespace pheno
{
/** The tensors of a network that others have saved: a safetensors file, or what Python's torch.save writes since
 * PyTorch 1.6 (a zip archive with a pickle). Told apart by content, not by name. No Python code is run; values that are
 * not tensors are passed over.
 *
 * A torch.save file holds a dictionary of tensors, or a checkpoint with such dictionaries inside ("state_dict",
 * "teacher"): the only one is taken, of several the one named `part`.
 * \throws LearnError, with the path, for a damaged or foreign file (older torch.save and TorchScript among them), and
 * when the dictionary is not there or not the only one (all are named) */
std::vector<NamedTensor>
ReadStateDict(const std::string & path, const std::string & part = "");
} // namespace pheno

#endif
