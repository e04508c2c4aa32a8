"""Verbs: one public function is one operation of a person."""
