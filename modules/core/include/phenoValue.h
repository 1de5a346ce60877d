#ifndef phenoValue_h
#define phenoValue_h

#include <memory>
#include <string>
#include <variant>

namespace pheno
{
/** What travels along the edges of a workflow. A closed set: a new alternative is a new ABI. Defined in modules/io. */
struct Table;    ///< named columns of text, integers or reals
struct Image;    ///< named float planes of one site, one geometry
struct Labels;   ///< one uint32 instance mask
struct Crops;    ///< N x C x H x W pixels and a table row per crop
struct Profiles; ///< metadata columns and an N x D matrix with feature names
struct Model;    ///< a folder: weights and the JSON that rebuilds it
struct File;     ///< anything else, by path

template <typename T>
using Ptr = std::shared_ptr<const T>;
using Value = std::variant<Ptr<Table>, Ptr<Image>, Ptr<Labels>, Ptr<Crops>, Ptr<Profiles>, Ptr<Model>, Ptr<File>>;

/** In the order of the alternatives of Value. */
enum class ValueType
{
  Table,
  Image,
  Labels,
  Crops,
  Profiles,
  Model,
  File
};

/** "table", "image", ...: the names that descriptors and workflows use. */
const std::string &
Name(ValueType type);

/** The reverse of Name. Throws Error naming the known types. */
ValueType
ValueTypeFromName(const std::string & name);

inline ValueType
TypeOf(const Value & value)
{
  return static_cast<ValueType>(value.index());
}
} // namespace pheno

#endif
