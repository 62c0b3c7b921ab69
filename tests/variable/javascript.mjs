// What programs meet when they use what has no fixed size; the folder of the generated modules is the argument.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const folder = pathToFileURL(`${process.argv[2]}/`);
const varied = await import(new URL("varied.js", folder));
const { WireError } = await import(new URL("wirewright.js", folder));

/** The error that a call throws; it must be ours. */
function refused(call, code) {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof WireError, `a foreign error: ${error}`);
    assert.equal(error.code, code, error.message);
    assert.match(error.message, /^[\x20-\x7e]{1,256}$/);
    return error;
  }
  assert.fail(`nothing was thrown where ${code} is expected`);
}

const texts = (fields) => varied.encodeTexts(new varied.Texts(fields));
const lists = (fields) => varied.encodeLists(new varied.Lists(fields));
const nested = (fields) => varied.encodeNested(new varied.Nested(fields));

test("sizes are said", () => {
  assert.equal(varied.TEXTS_MIN_SIZE, 13);
  assert.equal(varied.TEXTS_MAX_SIZE, undefined);
  assert.deepEqual([varied.STRICT_MIN_SIZE, varied.STRICT_MAX_SIZE], [1, 4]);
  assert.equal(varied.STRICT_SIZE, undefined);
  assert.equal(varied.POINT_SIZE, 4);
  assert.equal(texts({}).length, varied.TEXTS_MIN_SIZE);
});

test("texts of every length come back", () => {
  for (const text of ["", "a", "é", "a".repeat(127), "a".repeat(128), "é".repeat(42), "é".repeat(43), "😀".repeat(32), "x😀".repeat(60)]) {
    const bytes = texts({ counted: text });
    assert.equal(bytes.length, varied.TEXTS_MIN_SIZE + Buffer.byteLength(text) + (Buffer.byteLength(text) > 127 ? 1 : 0));
    assert.equal(varied.decodeTexts(bytes).counted, text);
  }
  assert.equal(varied.decodeTexts(texts({ counted: "a\0b" })).counted, "a\0b");
  assert.equal(varied.decodeTexts(texts({ wide: "\ufeff" })).wide, "\ufeff");
});

test("texts that cannot stand there are refused at their places", () => {
  const places = (fields, code) => {
    const { offset, field } = refused(() => texts(fields), code);
    return [offset, field];
  };
  assert.deepEqual(places({ short: "\ud800" }, "utf8"), [3, "short"]);
  assert.deepEqual(places({ counted: `${"a".repeat(130)}\udc00` }, "utf8"), [11, "counted"]);
  assert.deepEqual(places({ plain: "é" }, "utf8"), [5, "plain"]);
  assert.deepEqual(places({ short: "a\0" }, "nul"), [3, "short"]);
  assert.deepEqual(places({ name: "a\0" }, "nul"), [10, "name"]);
  assert.deepEqual(places({ name: "1234567890123" }, "limit"), [10, "name"]);
  assert.deepEqual(places({ wide: "éééé" }, "limit"), [5, "wide"]);
  assert.deepEqual(places({ plain: "a".repeat(65536) }, "limit"), [3, "plain"]);
  for (const wrong of [7, null, [], Uint8Array.of(1)]) {
    assert.deepEqual(places({ short: "é", before: 1, plain: "", word: "", wide: wrong ?? 8 }, "type"), [7, "wide"]);
  }
});

test("lists of numbers are typed arrays, and taken as plain ones", () => {
  const bytes = lists({ samples: [1, 65535], floats: [1.5], doubles: [2.5], odd: [-1], octets: [255], large: [1n, 2] });
  const value = varied.decodeLists(bytes);
  assert.deepEqual(value.samples, Uint16Array.of(1, 65535));
  assert.deepEqual(value.floats, Float32Array.of(1.5));
  assert.deepEqual(value.doubles, Float64Array.of(2.5));
  assert.deepEqual(value.odd, Int32Array.of(-1));
  assert.deepEqual(value.octets, Uint8Array.of(255));
  assert.deepEqual(value.large, [1n, 2n]);
  assert.deepEqual(varied.encodeLists(value), bytes);
  // Of another kind, and in the middle of a buffer.
  const pool = Uint16Array.of(9, 1, 65535, 9);
  assert.deepEqual(lists({ ...value, samples: pool.subarray(1, 3), octets: Uint16Array.of(255) }), bytes);
  const { offset, field } = refused(() => lists({ samples: Int32Array.of(1, 65536) }), "range");
  assert.deepEqual([offset, field], [5, "samples[1]"]);
  assert.equal(refused(() => lists({ samples: "12" }), "type").field, "samples");
  assert.equal(refused(() => lists({ samples: new DataView(new ArrayBuffer(2)) }), "type").offset, 2);
  assert.equal(refused(() => lists({ samples: new Array(101) }), "limit").offset, 2);
  assert.equal(refused(() => lists({ samples: new Array(2 ** 32 - 1) }), "limit").offset, 2);
});

test("a value keeps nothing of its input, nor bytes of a value", () => {
  const input = varied.encodeRaw(new varied.Raw({ small: Uint8Array.of(1, 2), all: Uint8Array.of(3) }));
  const value = varied.decodeRaw(input);
  input.fill(0xff);
  assert.deepEqual([value.small, value.all], [Uint8Array.of(1, 2), Uint8Array.of(3)]);
  assert.equal(value.small.buffer.byteLength, 2);
  const first = varied.encodeRaw(value);
  const copy = first.slice();
  varied.encodeRaw(new varied.Raw({ small: new Uint8Array(200).fill(7) }));
  assert.deepEqual(first, copy);
  assert.equal(first.buffer.byteLength, first.length);
});

test("nothing but what is written reaches the wire", () => {
  const before = varied.encodeRaw(new varied.Raw({ small: new Uint8Array(255).fill(0xee) }));
  assert.equal(before.filter((byte) => byte === 0xee).length, 255);
  const groups = varied.encodeGroups(new varied.Groups({ states: [1], text: "a", marks: [1] }));
  assert.equal(Buffer.from(groups).toString("hex"), "01010000" + "00000000" + "0161" + "000000000000" + "01" + "00");
});

test("allocation is bounded by the input", () => {
  const count = Buffer.from("0201000000" + "ffffffff", "hex");
  assert.equal(refused(() => varied.decodeTexts(count), "limit").field, "wide");
  const large = new Uint8Array([0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]);
  assert.equal(refused(() => varied.decodeRaw(large), "limit").offset, 3);
  assert.equal(refused(() => varied.decodeRaw(Uint8Array.of(255, 1)), "short").need, 254);
});

test("a getter may encode as well", () => {
  const value = new varied.Strict({ text: "abc" });
  const outer = { get text() { return Buffer.from(varied.encodeStrict(value)).toString("latin1", 1); } };
  assert.equal(Buffer.from(varied.encodeStrict(outer)).toString("hex"), "03616263");
});

test("a target is written to only when all is well", () => {
  const target = new Uint8Array(8).fill(0x55);
  const value = new varied.Strict({ text: "abc" });
  assert.equal(refused(() => varied.encodeStrictInto(value, target, 5), "capacity").offset, 4);
  assert.equal(refused(() => varied.encodeStrictInto({ text: "abcd" }, target), "limit").offset, 0);
  refused(() => varied.encodeStrictInto(value, [0, 0, 0, 0]), "type");
  refused(() => varied.encodeStrictInto(value, target, -1), "capacity");
  assert.ok(target.every((byte) => byte === 0x55));
  assert.equal(varied.encodeStrictInto(value, target, 4), 4);
  assert.deepEqual(target, Uint8Array.of(0x55, 0x55, 0x55, 0x55, 3, 97, 98, 99));
});

test("errors name where they are", () => {
  const path = (fields, code) => refused(() => nested(fields), code).field;
  assert.equal(path({ names: ["a", "123456789"] }, "limit"), "names[1]");
  assert.equal(path({ deep: [["x"], ["a", "\ud800"]] }, "utf8"), "deep[1][1]");
  assert.equal(path({ tags: [new varied.Tag({ key: 7 })] }, "type"), "tags[0].key");
  assert.equal(path({ pair: [new varied.Tag()] }, "length"), "pair");
  assert.equal(path({ head: null, tail: 7 }, "type"), "tail");
  assert.equal(path({ rows: [[1], [1, 2, 3, 4]] }, "limit"), "rows[1]");
  assert.equal(refused(() => varied.encodeNested(null), "type").field, "");
  const bytes = nested({ tags: [new varied.Tag({ key: "ab" })] });
  bytes[bytes.indexOf(0x61)] = 0xff;
  assert.equal(refused(() => varied.decodeNested(bytes), "utf8").field, "tags[0].key");
});

test("fresh values and their physical ones", () => {
  assert.deepEqual(new varied.Tag(), new varied.Tag({ kind: 0, key: "", weight: 5 }));
  assert.equal(new varied.Numbers().maybe, undefined);
  assert.equal(new varied.Nested().pair.length, 2);
  const value = new varied.Lists({ temperatures: Int16Array.of(250, -1) });
  assert.equal(value.temperaturesPhysical(0), 2.5);
  value.setTemperaturesPhysical(1, 1.25);
  assert.deepEqual(value.temperatures, Int16Array.of(250, 125));
  assert.deepEqual(JSON.parse(JSON.stringify(new varied.Numbers({ several: [1n, 2n ** 60n] }))).several, [1, String(2n ** 60n)]);
});

test("large numbers come back", () => {
  for (let bits = 0n; bits <= 64n; bits++) {
    for (const near of [-1n, 0n]) {
      const whole = BigInt.asUintN(64, (1n << bits) + near);
      const half = BigInt.asIntN(64, whole);
      const bytes = varied.encodeNumbers(new varied.Numbers({ whole, half, ruled: 1n, last: whole }));
      const value = varied.decodeNumbers(bytes);
      assert.deepEqual([value.whole, value.half, value.last], [whole, half, whole]);
    }
  }
  const encode = (fields) => varied.encodeNumbers(new varied.Numbers({ ruled: 1n, ...fields }));
  assert.deepEqual(encode({ whole: 300 }), encode({ whole: 300n }));
  refused(() => encode({ whole: 2 ** 60 }), "range");
  refused(() => encode({ whole: -1n }), "range");
  refused(() => encode({ maybe: -1n }), "range");
  refused(() => encode({ whole: "1" }), "type");
});
