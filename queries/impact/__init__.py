"""Impact (calculus §5): the difference that a reform makes to the derived relations, with the path behind each row."""
