"""For Neo4j Browser: its style sheet, the questions to save, the guide, and the small server that hands them out."""
