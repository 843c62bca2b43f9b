"""What is told of stops in public: rounded or released, and nothing else.

Public pages import no other part of this app that reads rows; an import contract holds them to it.
"""
