"""Pictures: what is drawn (`scene`), where it goes (`layout`), how it looks (`theme`) and the drawing itself (`svg`).

    queries ──▶ scene ──▶ layout ──▶ svg

A scene knows the domain and no coordinates; a layout knows coordinates and no colours; the drawing knows both. All
three are functions of their input alone: the same question gives the same picture, byte for byte.
"""
