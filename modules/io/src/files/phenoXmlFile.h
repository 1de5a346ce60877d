#ifndef phenoXmlFile_h
#define phenoXmlFile_h

#include "phenoFileSystem.h"

#include <pugixml.hpp>

#include <string>

namespace pheno
{
/** Reads an XML file whole; takes memory of a few times its size. Document types and entities of their own are refused,
 * so that no text grows on reading. Throws BadData naming file and byte where it is no XML, Error when it cannot be
 * read. */
pugi::xml_document
ReadXml(const fs::path & path);

/** The same of text in memory; `name` stands for the file in messages. */
pugi::xml_document
ParseXml(const std::string & text, const std::string & name);

/** The first child of this name, whatever its namespace prefix. */
pugi::xml_node
LocalChild(pugi::xml_node parent, const std::string & name);

/** The attribute of this name, whatever its namespace prefix; "" without. */
std::string
LocalAttribute(pugi::xml_node node, const std::string & name);

/** A name without its namespace prefix. */
std::string
LocalName(const char * name);
} // namespace pheno

#endif
