#ifndef phenoGrantedDevice_h
#define phenoGrantedDevice_h

#include "phenoDevice.h"
#include "phenoNode.h"

#include <string>

namespace pheno
{
/** The device that a task is granted, under its name in LibTorch. \throws LearnError when LibTorch does not have it */
inline std::string
GrantedDevice(const Context & context)
{
  const Device      granted = context.GetDevice();
  const std::string name = granted.kind == Device::Kind::Gpu ? "cuda:" + std::to_string(granted.index) : "cpu";
  DeviceOf(name); // checks that it is there
  return name;
}
} // namespace pheno

#endif
