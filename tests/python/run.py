"""Runs the unit tests of generated Python; the folder that holds the package `python` is the current one."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path.cwd()))
here = pathlib.Path(__file__).parent
result = unittest.TextTestRunner().run(unittest.TestLoader().discover(str(here), top_level_dir=str(here)))
sys.exit(not (result.wasSuccessful() and result.testsRun))
