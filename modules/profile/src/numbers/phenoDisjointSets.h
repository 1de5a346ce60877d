#ifndef phenoDisjointSets_h
#define phenoDisjointSets_h

#include <cstddef>
#include <numeric>
#include <vector>

namespace pheno
{
/** Sets that only ever grow together (union-find with path halving). */
class DisjointSets
{
public:
  explicit DisjointSets(std::size_t count)
    : m_Parent(count)
  {
    std::iota(m_Parent.begin(), m_Parent.end(), std::size_t{ 0 });
  }

  /** The number that stands for the set of an element. */
  std::size_t
  Find(std::size_t element)
  {
    while (m_Parent[element] != element)
    {
      m_Parent[element] = m_Parent[m_Parent[element]];
      element = m_Parent[element];
    }
    return element;
  }
  /** Joins the set of `element` to that of `root`, which then stands for both. */
  void
  Join(std::size_t element, std::size_t root)
  {
    m_Parent[this->Find(element)] = this->Find(root);
  }

private:
  std::vector<std::size_t> m_Parent;
};
} // namespace pheno

#endif
