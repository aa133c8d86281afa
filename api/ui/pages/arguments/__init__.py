"""The arguments of operations as a form asks for them: what each is made of, what it holds, what was filled in.

A form is a set of named texts (`Texts`), as an address holds them; every argument is one text, several, or rows of
parts, each by a name of its own: ``to``, ``keep_steps``, ``set.content``, ``add_steps.0.posts``. What parts cannot
hold stands as JSON under the name of the argument, so that no change is lost on the way into a form and out of it.
"""
