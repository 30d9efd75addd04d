"""The library: courses and toolkits as plain text, loaded into pages. docs/library-format.md.

errors      what can be wrong, with file and line
markup      Markdown to sanitised HTML
directives  a document's body to stream blocks
documents   a folder to a tree of documents, all checked
loading     documents to pages, in one transaction
"""
