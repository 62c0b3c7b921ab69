"""What the runner cannot hand to Python: wrong kinds, lone surrogates, fresh lists; and how much is allocated."""

import pathlib
import sys
import tracemalloc
import unittest

sys.path.insert(0, str(pathlib.Path.cwd()))

from python import journal as j
from python._wirewright import DecodeError, EncodeError


class Variable(unittest.TestCase):
    def refused(self, kind, call, *expected):
        with self.assertRaises(kind) as caught:
            call()
        error = caught.exception
        self.assertEqual((error.code, error.offset, error.field), expected, str(error))

    def test_fresh_values_share_nothing(self):
        self.assertEqual(j.Texts().name, "nobody")
        one, other = j.Lists(), j.Lists()
        one.plain.append(3)
        self.assertEqual((one.plain, other.plain), ([1, 2, 3], [1, 2]))
        one, other = j.Nested(), j.Nested()
        one.both[0].key = "x"
        one.pieces.append(b"")
        self.assertEqual((other.both[0].key, other.both[1].key, len(other.pieces)), ("", "", 2))

    def test_fresh_values_are_encoded(self):
        for kind in (j.Texts, j.Lists, j.Nested, j.Ending, j.Inner, j.Open):
            data = kind().encode()
            self.assertEqual(kind.decode(data), kind())
            self.assertGreaterEqual(len(data), kind.MIN_SIZE)

    def test_wrong_kinds(self):
        for name, value in (("name", b"x"), ("code", None), ("path", 1), ("raw", ["x"])):
            at = {"name": 0, "code": 1, "raw": 3, "path": 4}[name]
            value = j.Texts(**{"name": "", name: value})
            self.refused(EncodeError, value.encode, "type", at, name)
        for name, value, at in (("octets", "x", 0), ("plain", "ab", 1), ("plain", 7, 1), ("plain", b"ab", 1)):
            value = j.Lists(**{"plain": [], name: value})
            self.refused(EncodeError, value.encode, "type", at, name)
        for value, code in ((True, "type"), (1.0, "type"), ("1", "type"), (-1, "range"), (65536, "range")):
            self.refused(EncodeError, j.Lists(plain=[1, value]).encode, code, 4, "plain[1]")
        self.refused(EncodeError, j.Numbers(small=True).encode, "type", 0, "small")
        self.refused(EncodeError, j.Numbers(small=301).encode, "range", 0, "small")
        self.refused(EncodeError, j.Nested(tags=[None]).encode, "type", 5, "tags[0]")
        self.refused(EncodeError, j.Nested(tags=[j.Tag(key=1)]).encode, "type", 5, "tags[0].key")
        self.refused(EncodeError, j.Nested(rows=[[1], 2]).encode, "type", 16, "rows[1]")
        self.refused(EncodeError, j.Nested(both=[j.Tag()]).encode, "length", 5, "both")

    def test_floats_in_lists(self):
        pairs = j.Lists(pairs=[[1, 2.5]])
        self.assertEqual(j.Lists.decode(pairs.encode()).pairs, [[1.0, 2.5]])
        self.refused(EncodeError, j.Lists(plain=[], floats=[1e300]).encode, "range", 5, "floats[0]")

    def test_lone_surrogates(self):
        self.refused(EncodeError, j.Texts(name="a\ud800").encode, "utf8", 1, "name")
        self.refused(EncodeError, j.Texts(name="\ud800" * 3).encode, "limit", 0, "name")
        self.refused(EncodeError, j.Texts(name="", path="\udfff").encode, "utf8", 4, "path")
        self.refused(EncodeError, j.Nested(words=["", "\ud83d\ude00"]).encode, "utf8", 14, "words[1]")

    def test_the_first_wrong_value_is_reported(self):
        self.refused(EncodeError, j.Texts(name="123456789", code=7).encode, "limit", 0, "name")
        self.refused(EncodeError, j.Texts(name="\0", code=7).encode, "nul", 1, "name")

    def test_prefixes(self):
        data = j.Texts().encode()
        self.assertEqual(j.Texts.decode_prefix(data + b"rest"), (j.Texts(), b"rest"))
        self.assertFalse(hasattr(j.Open, "decode_prefix") or hasattr(j.Inner, "decode_prefix"))
        self.assertFalse(hasattr(j.Texts, "MAX_SIZE"))
        self.assertEqual((j.Tag.MIN_SIZE, j.Tag.MAX_SIZE), (3, 20))

    def test_text_is_no_message(self):
        self.refused(DecodeError, lambda: j.Open.decode("hello"), "type", 0, "")

    def test_accessors_of_lists(self):
        lists = j.Lists(tested=[3, None])
        self.assertEqual((lists.tested_physical(0), lists.tested_physical(1)), (1.5, None))
        lists.set_tested_physical(1, 4.0)
        self.assertEqual(lists.tested, [3, 8])

    def test_memory_is_bounded_by_the_input(self):
        tracemalloc.start()
        for data in (b"\xff" * 9 + b"\x01", b"\xff\xff\xff\xff\x0f", b"\xff" * 64):
            for kind in (j.Counts, j.Lists, j.Nested):
                self.assertRaises(DecodeError, kind.decode, data)
        self.assertLess(tracemalloc.get_traced_memory()[1], 1 << 20)
        tracemalloc.stop()


unittest.main()
