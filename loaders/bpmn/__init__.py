"""Flowcharts in BPMN 2.0: lanes are posts, tasks are steps, gateways are decisions.

`names` holds what reader and writer share, `tree` the XML, `read` makes a load of it; the writer, which needs the
layout, is `api.ui.bpmn`.
"""
