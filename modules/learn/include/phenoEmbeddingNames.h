#ifndef phenoEmbeddingNames_h
#define phenoEmbeddingNames_h

#include <string>
#include <vector>

namespace pheno
{
/** The feature names of an embedding of this width: "Embedding_0001", "Embedding_0002", ... */
std::vector<std::string>
EmbeddingNames(int width);
} // namespace pheno

#endif
