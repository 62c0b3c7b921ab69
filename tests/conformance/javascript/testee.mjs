// The JavaScript test program: reads batches, decodes and encodes, answers (docs/conformance.md). table.js is generated.
import { readSync, writeSync } from "node:fs";
import { WireError } from "./wirewright.js";
import { TABLE } from "./table.js";

const CODES = { short: 1, trailing: 2, limit: 3, enum: 6, bool: 7, reserved: 8, const: 9, range: 10, varint: 11, utf8: 12, nul: 13, length: 15, capacity: 20, type: 21 };

class Dump {
  parts = [];
  int(n) { const b = Buffer.alloc(8); b.writeBigUInt64LE(BigInt.asUintN(64, BigInt(n))); this.parts.push(b); }
  big(n) { if (typeof n !== "bigint") throw new Error("bigint"); this.int(n); }
  list(values, Kind) { if (values.constructor !== Kind) throw new Error("list"); const b = Buffer.alloc(4); b.writeUInt32LE(values.length); this.parts.push(b); }
  present(truth) { this.parts.push(Buffer.of(truth ? 1 : 0)); }
  f32(x) { const b = Buffer.alloc(4); Number.isNaN(x) ? b.writeUInt32LE(0x7fc00000) : b.writeFloatLE(x); this.parts.push(b); }
  f64(x) { const b = Buffer.alloc(8); Number.isNaN(x) ? b.writeBigUInt64LE(0x7ff8000000000000n) : b.writeDoubleLE(x); this.parts.push(b); }
  bytes(data) { const b = Buffer.alloc(4); b.writeUInt32LE(data.length); this.parts.push(b, Buffer.from(data)); }
  text(t) { this.bytes(Buffer.from(t, "utf8")); }
  scaled(physical, set) {
    const b = Buffer.alloc(8);
    b.writeDoubleLE(physical);
    this.parts.push(b);
    try { const raw = set(); this.present(false); this.int(raw); } catch { this.present(true); this.int(0); }
  }
}

class Load {
  constructor(data) { this.data = data; this.at = 0; }
  take(n) { this.at += n; return this.data.subarray(this.at - n, this.at); }
  big(signed) { const b = this.take(8); return signed ? b.readBigInt64LE() : b.readBigUInt64LE(); }
  int(signed) { return Number(this.big(signed)); }
  present() { return this.take(1)[0] === 1; }
  // As a program may have them: now in the array that decode makes, now in a plain one.
  list(Kind, read) {
    const values = Array.from({ length: this.take(4).readUInt32LE() }, read);
    return values.length % 2 && Kind !== Array ? new Kind(values) : values;
  }
  f32() { return this.take(4).readFloatLE(); }
  f64() { return this.take(8).readDoubleLE(); }
  sized() { return this.take(this.take(4).readUInt32LE()); }
  bytes() { return new Uint8Array(this.sized()); }
  text() { return this.sized().toString("utf8"); }
}

function result(status, code, offset, need, path, bytes, dump) {
  const head = Buffer.alloc(10);
  head[0] = status;
  head[1] = code;
  head.writeUInt32LE(offset, 2);
  head.writeUInt32LE(need, 6);
  const parts = [head];
  for (const part of [Buffer.from(path), bytes, dump]) {
    const n = Buffer.alloc(4);
    n.writeUInt32LE(part.length);
    parts.push(n, part);
  }
  return Buffer.concat(parts);
}

const NONE = Buffer.alloc(0);

function refused(error, status, dump) {
  if (!(error instanceof WireError)) throw error;
  return result(status, CODES[error.code], error.offset, Math.min(error.need, 0xffffffff), error.field, NONE, dump);
}

/** The bytes of a value, which are the same in the middle of a target. */
function encode(entry, value) {
  const bytes = entry.encode(value);
  const target = new Uint8Array(bytes.length + 5).fill(0x55);
  const expected = target.slice();
  expected.set(bytes, 3);
  if (entry.into(value, target, 3) !== bytes.length || Buffer.compare(target, expected)) throw new Error("into");
  try {
    entry.into(value, target, 6);
  } catch (error) {
    if (error.code === "capacity" && error.offset === bytes.length) return bytes;
  }
  throw new Error("capacity");
}

const operations = {
  1(entry, item, index) {
    // Inside a larger buffer, at an offset of its own.
    const pool = new Uint8Array(item.length + 16).fill(index % 2 ? 0xff : 0);
    pool.set(item, index % 8);
    let value;
    try { value = entry.decode(pool.subarray(index % 8, index % 8 + item.length)); } catch (error) { return refused(error, 1, NONE); }
    pool.fill(0xaa);
    const dump = new Dump();
    entry.dump(value, dump);
    const dumped = Buffer.concat(dump.parts);
    try { return result(0, 0, 0, 0, "", encode(entry, value), dumped); } catch (error) { return refused(error, 2, dumped); }
  },
  2(entry, item) {
    try { return result(0, 0, 0, 0, "", encode(entry, entry.load(new Load(item))), NONE); } catch (error) { return refused(error, 1, NONE); }
  },
};

function read(n) {
  const data = Buffer.alloc(n);
  for (let at = 0; at < n; ) {
    const got = readSync(0, data, at, n - at, null);
    if (got === 0) process.exit(0);
    at += got;
  }
  return data;
}

for (;;) {
  const request = new Load(read(read(4).readUInt32LE()));
  const operation = operations[request.take(1)[0]];
  const entry = TABLE[request.take(2).readUInt16LE()];
  const count = request.take(4).readUInt32LE();
  const answers = [NONE];
  for (let i = 0; i < count; i++) answers.push(operation(entry, request.sized(), i));
  answers[0] = Buffer.alloc(4);
  answers[0].writeUInt32LE(answers.reduce((sum, a) => sum + a.length, -4));
  const response = Buffer.concat(answers);
  for (let at = 0; at < response.length; ) at += writeSync(1, response, at);
}
