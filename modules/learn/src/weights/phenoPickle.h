#ifndef phenoPickle_h
#define phenoPickle_h

#include <torch/types.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pheno::learn
{
struct PickleValue;
using PicklePointer = std::shared_ptr<PickleValue>;

/** A value of a Python pickle. Nothing of Python is run: objects of classes that are not known here are Other. */
struct PickleValue
{
  enum class Kind
  {
    Mark, ///< of the decoder's stack, in no result
    None,
    Integer, ///< also True and False
    Number,
    Text,
    List, ///< also tuples
    Dictionary,
    Global, ///< a class or function: text is "<module> <name>"
    Tensor,
    Other
  };
  Kind                       kind = Kind::Other;
  std::int64_t               integer = 0;
  double                     number = 0;
  std::string                text;
  std::vector<PicklePointer> items; ///< of a list; of a dictionary key, value, key, value
  torch::Tensor              tensor;
};

/** Gives the flat tensor behind a persistent id, torch's ("storage", class, key, location, count). */
using StorageLoader = std::function<torch::Tensor(const PickleValue & id)>;

/** Decodes what torch.save writes: pickle protocol 2 with tensors, parameters, ordered dictionaries and plain values.
 * \throws LearnError for damaged bytes or another protocol */
PicklePointer
ReadPickle(std::string_view bytes, const StorageLoader & load);
} // namespace pheno::learn

#endif
