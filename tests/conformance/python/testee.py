"""The Python test program: reads batches, decodes and encodes, answers (docs/conformance.md). table.py is generated."""

import struct
import sys

from python._wirewright import WireError
from python.table import TABLE

CODES = {"short": 1, "trailing": 2, "limit": 3, "enum": 6, "bool": 7, "reserved": 8, "const": 9, "range": 10,
         "varint": 11, "utf8": 12, "nul": 13, "length": 15, "capacity": 20, "type": 21}


class Dump:
    def __init__(self): self.out = bytearray()
    def int(self, n): self.out += (int(n) & (1 << 64) - 1).to_bytes(8, "little")
    def present(self, truth): self.out.append(1 if truth else 0)
    def f32(self, x): self.out += struct.pack("<f", x) if x == x else b"\0\0\xc0\x7f"
    def f64(self, x): self.out += struct.pack("<d", x) if x == x else b"\0\0\0\0\0\0\xf8\x7f"
    def length(self, n): self.out += struct.pack("<I", n)
    def bytes(self, data): self.out += struct.pack("<I", len(data)) + data
    def text(self, text): self.bytes(text.encode())

    def scaled(self, physical, set_):
        self.out += struct.pack("<d", physical)
        try:
            raw = set_(physical)
        except WireError:
            self.present(True)
            self.int(0)
        else:
            self.present(False)
            self.int(raw)


class Load:
    def __init__(self, data): self.data, self.at = data, 0

    def take(self, n):
        self.at += n
        return self.data[self.at - n : self.at]

    def int(self, signed): return int.from_bytes(self.take(8), "little", signed=signed)
    def present(self): return self.take(1) == b"\1"
    def f32(self): return struct.unpack("<f", self.take(4))[0]
    def f64(self): return struct.unpack("<d", self.take(8))[0]
    def length(self): return struct.unpack("<I", self.take(4))[0]
    def bytes(self): return self.take(self.length())
    def text(self): return self.bytes().decode()


def result(status, code, offset, need, path, data, dump):
    out = struct.pack("<BBII", status, code, offset, min(need, 2**32 - 1))
    for part in (path.encode(), data, bytes(dump)):
        out += struct.pack("<I", len(part)) + part
    return out


def refused(error, status, dump=b""):
    return result(status, CODES[error.code], error.offset, error.need, error.field, b"", dump)


def decode(entry, item):
    pool = bytearray(b"\xff" + item + b"\xff")
    try:
        value = entry.decode(memoryview(pool)[1:-1])
    except WireError as error:
        return refused(error, 1)
    pool[:] = b"\xaa" * len(pool)
    dump = Dump()
    entry.dump(value, dump)
    try:
        return result(0, 0, 0, 0, "", value.encode(), dump.out)
    except WireError as error:
        return refused(error, 2, dump.out)


def encode(entry, item):
    try:
        return result(0, 0, 0, 0, "", entry.load(Load(item)).encode(), b"")
    except WireError as error:
        return refused(error, 1)


def main():
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    while head := stdin.read(4):
        request = Load(stdin.read(struct.unpack("<I", head)[0]))
        operation, index, count = struct.unpack("<BHI", request.take(7))
        run = decode if operation == 1 else encode
        response = b"".join(run(TABLE[index], request.bytes()) for _ in range(count))
        stdout.write(struct.pack("<I", len(response)) + response)
        stdout.flush()


main()
