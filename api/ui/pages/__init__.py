"""Pages for people: each a route and a pure view model, drawn by a template of the same name.

    route ──▶ view model ──▶ template        (api/ui/pages/*.py, api/ui/templates/*.html)

A page reads through the same door as the API and says at which moment; every state of it is its address.
"""
