#ifndef phenoScriptModule_h
#define phenoScriptModule_h

#include <torch/types.h>

#include <memory>
#include <string>

namespace torch::jit
{
struct Module;
}

/** TorchScript modules of others; private to this room. */
namespace pheno::learn
{
/** Loads a module onto the CPU, in evaluation mode. \throws LearnError for a file that is none */
std::shared_ptr<torch::jit::Module>
LoadScript(const std::string & path);

/** forward(images), interpreted as written, without the optimisations whose kernels change after the first calls, so
 * that equal images give equal bits. \throws LearnError, a sentence, when the module throws or gives no tensor */
torch::Tensor
RunScript(torch::jit::Module & module, const torch::Tensor & images);
} // namespace pheno::learn

#endif
