"""An installation in one file, and back: database and files of one moment, checked to the last bit
(ADR 0029).
"""
