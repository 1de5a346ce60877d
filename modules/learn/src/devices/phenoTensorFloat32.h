#ifndef phenoTensorFloat32_h
#define phenoTensorFloat32_h

#include <ATen/Context.h>

namespace pheno::learn
{
/** Lets GPUs multiply float32 in TF32 (a mantissa of 10 bits, sums in float32); then as before. */
class TensorFloat32
{
public:
  TensorFloat32()
    : m_InConvolutions(at::globalContext().allowTF32CuDNN())
    , m_InProducts(at::globalContext().allowTF32CuBLAS())
  {
    at::globalContext().setAllowTF32CuDNN(true);
    at::globalContext().setAllowTF32CuBLAS(true);
  }
  ~TensorFloat32()
  {
    at::globalContext().setAllowTF32CuDNN(m_InConvolutions);
    at::globalContext().setAllowTF32CuBLAS(m_InProducts);
  }
  TensorFloat32(const TensorFloat32 &) = delete;
  TensorFloat32 &
  operator=(const TensorFloat32 &) = delete;

private:
  bool m_InConvolutions;
  bool m_InProducts;
};
} // namespace pheno::learn

#endif
