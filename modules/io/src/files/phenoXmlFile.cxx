#include "phenoXmlFile.h"

#include "phenoError.h"
#include "phenoFileBytes.h"

namespace pheno
{
pugi::xml_document
ParseXml(const std::string & text, const std::string & name)
{
  const std::size_t type = text.find("<!DOCTYPE");
  if (type != std::string::npos)
  {
    throw BadData(name + ": declares a document type at byte " + std::to_string(type) +
                  ", which no instrument's list does; not read");
  }
  pugi::xml_document           document;
  const pugi::xml_parse_result result = document.load_buffer(text.data(), text.size());
  if (!result)
  {
    throw BadData(name + ": is no valid XML at byte " + std::to_string(result.offset) + " of " +
                  std::to_string(text.size()) + ": " + result.description());
  }
  return document;
}

pugi::xml_document
ReadXml(const fs::path & path)
{
  return ParseXml(ReadFileBytes(path), path.string());
}

std::string
LocalName(const char * name)
{
  const std::string text = name;
  const std::size_t colon = text.find(':');
  return colon == std::string::npos ? text : text.substr(colon + 1);
}

pugi::xml_node
LocalChild(pugi::xml_node parent, const std::string & name)
{
  return parent.find_child([&](pugi::xml_node child) { return LocalName(child.name()) == name; });
}

std::string
LocalAttribute(pugi::xml_node node, const std::string & name)
{
  return node.find_attribute([&](pugi::xml_attribute attribute) { return LocalName(attribute.name()) == name; })
    .value();
}
} // namespace pheno
