#ifndef phenoDevice_h
#define phenoDevice_h

#include <torch/types.h>

#include <string>

namespace pheno
{
/** The device of a name: "cpu", or "cuda:N", the GPUs of LibTorch, from 0.
 * \throws LearnError for any other name, or a GPU that is not there */
torch::Device
DeviceOf(const std::string & name);
} // namespace pheno

#endif
