#ifndef phenoMutator_h
#define phenoMutator_h

#include "phenoJson.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace pheno::test
{
/** Makes broken copies of JSON texts, the same for one seed on every machine: half of them by changing the tree (a
 * value gets another type, moves, is doubled or goes), half by changing bytes. */
class Mutator
{
public:
  explicit Mutator(std::uint64_t seed)
    : m_Random(seed)
  {}

  std::string
  Mutate(const std::string & text)
  {
    const OrderedJson parsed = OrderedJson::parse(text, nullptr, false);
    std::string       mutated = text;
    if (Below(2) == 0 && !parsed.is_discarded())
    {
      OrderedJson tree = parsed;
      for (std::size_t changes = 1 + Below(3); changes > 0; --changes)
      {
        MutateTree(tree);
      }
      return tree.dump(1, ' ', false, OrderedJson::error_handler_t::replace);
    }
    for (std::size_t changes = 1 + Below(4); changes > 0; --changes)
    {
      MutateBytes(mutated);
    }
    return mutated;
  }

  std::size_t
  Below(std::size_t count)
  {
    return static_cast<std::size_t>(m_Random() % count);
  }

private:
  OrderedJson
  Odd()
  {
    static const char * const kValues[] = { "null",
                                            "true",
                                            "false",
                                            "0",
                                            "-1",
                                            "1e300",
                                            "0.5",
                                            "\"\"",
                                            "\"x.y\"",
                                            "\"@screen\"",
                                            "[]",
                                            "{}",
                                            "[[[[]]]]",
                                            "18446744073709551615",
                                            "\"#\"",
                                            "[\"plate\"]",
                                            "{\"$ref\": \"#\"}",
                                            "\"\\u0000\"",
                                            "{\"\": {}}",
                                            "-9223372036854775808",
                                            "\"object\"",
                                            "{\"default\": {}}" };
    return OrderedJson::parse(kValues[Below(std::size(kValues))]);
  }

  static void
  Collect(OrderedJson & node, std::vector<OrderedJson *> & nodes)
  {
    nodes.push_back(&node);
    if (node.is_structured())
    {
      for (OrderedJson & child : node)
      {
        Collect(child, nodes);
      }
    }
  }

  void
  MutateTree(OrderedJson & tree)
  {
    std::vector<OrderedJson *> nodes;
    Collect(tree, nodes);
    OrderedJson &     node = *nodes[Below(nodes.size())];
    const OrderedJson other = *nodes[Below(nodes.size())];
    switch (Below(6))
    {
      case 0:
        node = Odd();
        break;
      case 1:
        node = other;
        break;
      case 2:
        if (node.is_object() && !node.empty())
        {
          node.erase(std::next(node.begin(), static_cast<std::ptrdiff_t>(Below(node.size()))).key());
        }
        break;
      case 3:
        if (node.is_object())
        {
          node[nodes.size() % 2 == 0 ? "x" : "$ref"] = Odd();
        }
        break;
      case 4:
        if (node.is_array())
        {
          node.push_back(other);
        }
        break;
      default:
        if (node.is_string())
        {
          std::string text = node.get<std::string>();
          MutateBytes(text);
          node = text;
        }
    }
  }

  void
  MutateBytes(std::string & text)
  {
    if (text.empty())
    {
      text = "{";
      return;
    }
    const std::size_t at = Below(text.size());
    const std::size_t count = 1 + Below(std::min<std::size_t>(text.size() - at, 40));
    switch (Below(5))
    {
      case 0:
        text[at] = static_cast<char>(Below(256));
        break;
      case 1:
        text.erase(at, count);
        break;
      case 2:
        text.insert(Below(text.size()), text.substr(at, count));
        break;
      case 3:
        text.insert(at, 1, "{}[]\",:.@0-e\\"[Below(13)]);
        break;
      default:
        std::swap(text[at], text[Below(text.size())]);
    }
  }

  std::mt19937_64 m_Random;
};
} // namespace pheno::test

#endif
