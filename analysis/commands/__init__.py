"""The commands of `ikt`, one module each.

A module has ``add(commands)``, which adds its parser, and ``run(given)``, which does the work and
returns an exit code. What takes long to import is imported when a command runs.
"""
