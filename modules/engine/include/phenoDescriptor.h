#ifndef phenoDescriptor_h
#define phenoDescriptor_h

#include "phenoFileSystem.h"
#include "phenoJson.h"
#include "phenoValue.h"

#include <string>
#include <vector>

namespace pheno
{
/** A named input or output of a node. */
struct Port
{
  std::string name;
  ValueType   type = ValueType::File;
  std::string doc;
  bool        many = false;     ///< input: may be fed by several shards
  bool        optional = false; ///< input: may be unconnected; output: need not be stored
  /** Table inputs: the columns that the node reads besides the axes, fixed ones, those that a table may lack, and those
   * that parameters name (a parameter may be a string or a list of strings; empty strings are skipped). Where the
   * descriptor names columns, be the list empty, the node receives, and its key hashes, only the axes and these;
   * otherwise all columns. */
  bool                     namesColumns = false;
  std::vector<std::string> columns;
  std::vector<std::string> optionalColumns;
  std::vector<std::string> columnsFrom;
};

enum class Determinism
{
  Exact,      ///< same bytes for any thread count; the seed is not part of the key
  Seeded,     ///< same bytes for one seed, thread grant and processor class
  Approximate ///< sums on an accelerator
};

struct Resources
{
  int  cpu = 1;    ///< threads at most
  int  memMb = 64; ///< memory bound of one task
  int  gpu = 0;
  bool ranks = false; ///< several processes can work on one task together, see Context::GetRank
};

/** What a node's JSON says of it: the only place where a port, a parameter, a default, an id or a version is written.
 */
struct Descriptor
{
  std::string       id;
  int               version = 1;
  std::string       title;
  std::string       doc;
  std::vector<Port> inputs; ///< in the order of the file
  std::vector<Port> outputs;
  Json              params; ///< JSON Schema of the parameters object
  Resources         resources;
  Determinism       determinism = Determinism::Exact;
  bool              readsRun = false; ///< gets Context::RunInfo
  std::string       digest;           ///< SHA-256 of the file
  fs::path          path;             ///< of the .json
  fs::path          library;          ///< <same stem>.so beside it
  bool              foreign = false;  ///< found by --nodes: the library's digest enters the key

  /** nullptr when there is no such port. */
  const Port *
  Input(const std::string & name) const;
  const Port *
  Output(const std::string & name) const;
};

/** Reads and checks a descriptor against schemas/node.schema.json (compiled in) and its params against CheckSchema.
 * Throws DiagnosticsError with all problems, each prefixed by the file's name. */
Descriptor
ReadDescriptor(const fs::path & path);
} // namespace pheno

#endif
