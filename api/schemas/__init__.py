"""What is asked and answered over HTTP, as pydantic models: questions are checked by them, answers described.

An answer is not made from its model: it is what ``to_json`` of the view model says, written as it is. The tests
hold real answers against the schemas.
"""
