"""National and local toolkits: guides, case studies, instruments."""
