"""What each page type says in public: one builder a type, every key written out.

A field added to a model changes nothing here until it is written down.
"""
