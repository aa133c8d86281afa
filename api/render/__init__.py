"""How answers look: pages of headings, paragraphs and grids, laid out for 80 columns and for Chinese text."""
