"""The OpenAPI 3.1 document, declared by hand: plain views have no serializers to read it from.

`schemas` holds the shapes, `paths` the addresses; tests compare both with the routes, the
snapshots of every page type, and real answers.
"""
