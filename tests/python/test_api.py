"""What programs and people meet when they use generated Python: typical mistakes, limits, memory."""

import copy
import dataclasses
import math
import pickle
import random
import re
import subprocess
import sys
import unittest

from python import _wirewright, greenhouse, showcase
from python._wirewright import DecodeError, EncodeError, WireError


def sample(**changes):
    value = greenhouse.SensorData(sensor_id=7, v1=23.4, v2=51.2, ts=1595919600, name="greenhouse-1")
    return dataclasses.replace(value, **changes)


READING = sample().encode()


class Case(unittest.TestCase):
    def refused(self, code, kind, call, *arguments):
        with self.assertRaises(kind) as caught:
            call(*arguments)
        error = caught.exception
        self.assertEqual(error.code, code, str(error))
        self.assertTrue(re.fullmatch(r"[\x20-\x7e]{1,256}", str(error)), str(error))
        return error

    def undecodable(self, code, data, message=greenhouse.SensorData):
        return self.refused(code, DecodeError, message.decode, data)

    def unencodable(self, code, value):
        return self.refused(code, EncodeError, value.encode)


class Decoding(Case):
    def test_typical_mistakes_are_named(self):
        self.assertIn("a str was given where bytes are expected", str(self.undecodable("type", "hello")))
        self.assertIn("44 bytes where 36 are expected", str(self.undecodable("trailing", bytes(44))))
        error = self.undecodable("short", bytes(30))
        self.assertEqual((error.offset, error.need, error.field), (30, 6, ""))
        self.assertIn("30 bytes where 36 are expected", str(error))
        for wrong in (None, 7, [1, 2], object(), 1.5):
            self.undecodable("type", wrong)

    def test_every_kind_of_bytes_is_taken(self):
        pool = bytearray(b"\xa5" + READING + b"\xa5")
        for data in (READING, bytearray(READING), memoryview(pool)[1:-1], memoryview(READING)):
            self.assertEqual(greenhouse.SensorData.decode(data), greenhouse.SensorData.decode(READING))

    def test_a_value_keeps_nothing_of_its_input(self):
        data = bytearray(showcase.Texts(key=b"\1\2\3\4").encode())
        value = showcase.Texts.decode(data)
        data[:] = bytes(len(data))
        self.assertEqual(value.key, b"\1\2\3\4")

    def test_the_rest_comes_back(self):
        value, rest = greenhouse.SensorData.decode_prefix(READING + b"rest")
        self.assertEqual((value.sensor_id, rest), (7, b"rest"))
        error = self.refused("short", DecodeError, greenhouse.SensorData.decode_prefix, READING[:5])
        self.assertIn("at least 36", str(error))

    def test_only_wire_errors_leave(self):
        chance = random.Random(1)
        kinds = (showcase.Ruled, showcase.Texts, showcase.Named, showcase.Packed, showcase.Nested)
        for _ in range(4000):
            for kind in kinds:
                size = chance.choice((kind.SIZE, chance.randrange(90)))
                try:
                    value = kind.decode(chance.randbytes(size))
                except WireError:
                    continue
                self.assertIsInstance(value.encode(), bytes)


class Encoding(Case):
    def test_texts_that_have_no_bytes(self):
        for name in ("\ud800", "a\udfff"):
            self.unencodable("utf8", sample(name=name))
        self.unencodable("nul", sample(name="a\0b"))
        self.unencodable("limit", sample(name="x" * 21))
        self.unencodable("type", sample(name=b"bytes"))
        for name in ("\ufeffhi", "x" * 20):
            self.assertEqual(greenhouse.SensorData.decode(sample(name=name).encode()).name, name)

    def test_numbers_that_do_not_fit(self):
        for wrong in (3.5e38, -1e39, 10**400):
            self.unencodable("range", sample(v1=wrong))
        for wrong in ("1", None, True, 1j):
            self.unencodable("type", sample(v1=wrong))
        for wrong in (2**31, -(2**31) - 1, 10**400):
            self.unencodable("range", sample(sensor_id=wrong))
        for wrong in (1.0, 1.5, math.nan, "7", True, None, [7]):
            self.unencodable("type", sample(sensor_id=wrong))
        back = greenhouse.SensorData.decode(sample(v1=math.inf, v2=-0.0).encode())
        self.assertEqual((back.v1, math.copysign(1, back.v2)), (math.inf, -1))
        error = self.unencodable("range", greenhouse.Command(angle=181))
        self.assertEqual((error.field, error.offset), ("angle", 4))

    def test_wide_integers(self):
        for n in (2**53 - 1, 2**53, 2**53 + 1, 2**64 - 1):
            self.assertEqual(showcase.Widths.decode(showcase.Widths(eight=n).encode()).eight, n)
        for wrong in (-1, 2**64, 2**64 + 5):
            self.unencodable("range", showcase.Widths(eight=wrong))
        self.unencodable("range", showcase.Widths(int8=2**63))
        self.unencodable("type", showcase.Widths(truth=1))

    def test_values_of_the_wrong_shape(self):
        self.assertEqual(self.unencodable("length", showcase.Nested(lamps=[])).field, "lamps")
        for wrong in (None, 4, "abcd", b"abcd", {1, 2, 3, 4}):
            self.unencodable("type", showcase.Nested(lamps=wrong))
        lamps = [showcase.Lamp() for _ in range(4)]
        lamps[2].brightness = 101
        self.assertEqual(self.unencodable("range", showcase.Nested(lamps=lamps)).field, "lamps[2].brightness")
        self.unencodable("type", showcase.Nested(lamps=[1, 2, 3, 4]))
        self.unencodable("length", showcase.Texts(key=b"123"))
        self.unencodable("type", showcase.Texts(key="1234"))
        self.unencodable("enum", showcase.Named(mode=3))

    def test_only_wire_errors_leave(self):
        odd = (None, math.nan, -1, 2**70, "x", b"x", [], {}, object(), lambda: 0, 1.5, True, [None] * 4, "\ud800")
        for kind in (showcase.Nested, showcase.Ruled, showcase.Texts, showcase.Packed, showcase.Widths, showcase.Named):
            for field in dataclasses.fields(kind):
                for wrong in odd:
                    value = kind()
                    setattr(value, field.name, wrong)
                    try:
                        value.encode()
                    except EncodeError as error:
                        self.assertTrue(error.field.startswith(field.name), error)


class Values(Case):
    def test_fresh_values_share_nothing(self):
        one, other = showcase.Nested(), showcase.Nested()
        one.lamps[0].brightness = 9
        one.matrix[1][2] = 9
        self.assertEqual((other.lamps[0].brightness, one.lamps[1].brightness, other.matrix[1][2]), (0, 0, 0))
        self.assertEqual(one.matrix[0][2], 0)

    def test_unknown_members_are_refused(self):
        with self.assertRaises(AttributeError):
            sample().sensorId = 7
        with self.assertRaises(TypeError):
            greenhouse.SensorData(sensorId=7)

    def test_open_enums_keep_values_without_a_name(self):
        color = showcase.Color(200)
        self.assertEqual((int(color), color.name, showcase.Color(1)), (200, "#200", showcase.Color.GREEN))
        self.assertEqual(showcase.Color(200), color)
        with self.assertRaises(ValueError):
            showcase.Color("red")
        with self.assertRaises(ValueError):
            showcase.Mode(3)

    def test_flags_are_sets(self):
        both = greenhouse.Options.ACK | greenhouse.Options.URGENT
        self.assertIsInstance(both, greenhouse.Options)
        self.assertIn(greenhouse.Options.ACK, both)
        self.assertNotIn(greenhouse.Options.DRY_RUN, both)
        self.assertEqual(repr(both), "Options(0x3)")

    def test_physical_values(self):
        value = greenhouse.Command(speed=4550)
        self.assertEqual(value.speed_physical, 45.5)
        value.speed_physical = 1.234
        self.assertEqual(value.speed, 123)
        value.speed_physical = None
        self.assertIsNone(value.speed)
        self.assertIsNone(value.speed_physical)
        for wrong in (math.nan, math.inf, 655.36, -0.01):
            self.refused("range", EncodeError, setattr, value, "speed_physical", wrong)

    def test_values_and_errors_can_be_copied(self):
        self.assertEqual(copy.deepcopy(sample()), sample())
        self.assertEqual(pickle.loads(pickle.dumps(sample())), sample())
        error = self.undecodable("short", b"")
        again = pickle.loads(pickle.dumps(error))
        self.assertEqual((again.code, again.need, str(again)), (error.code, error.need, str(error)))


class Modules(Case):
    def test_a_support_file_of_another_version_is_refused(self):
        program = (
            "import sys; sys.path.insert(0, '.'); from python import _wirewright; "
            "_wirewright.VERSION = '0.0.9'; import python.weather"
        )
        ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        self.assertIn(f"ImportError: _wirewright.py is of version 0.0.9, but", ran.stderr)
        self.assertNotEqual(_wirewright.VERSION, "0.0.9")


if __name__ == "__main__":
    unittest.main()
