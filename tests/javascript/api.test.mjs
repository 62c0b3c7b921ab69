// What programs and people meet when they use generated JavaScript: typical mistakes, limits, memory.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as greenhouse from "../../generated/javascript/greenhouse.js";
import * as showcase from "../../generated/javascript/showcase.js";
import { WireError, madeFor } from "../../generated/javascript/wirewright.js";

const READING = greenhouse.encodeSensorData(sample());

function sample() {
  return new greenhouse.SensorData({ sensorId: 7, v1: 23.4, v2: 51.2, ts: 1595919600, name: "greenhouse-1" });
}

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

const decode = greenhouse.decodeSensorData;
const encode = greenhouse.encodeSensorData;
const command = (fields) => greenhouse.encodeCommand(new greenhouse.Command(fields));
const widths = (fields) => showcase.encodeWidths(new showcase.Widths(fields));

test("typical mistakes are named", () => {
  assert.match(refused(() => decode(new Blob([READING])), "type").message, /a Blob was given.*binaryType/);
  assert.match(refused(() => decode("hello"), "type").message, /a string was given.*text message/);
  for (const wrong of [undefined, null, 7, {}, [1, 2], true, () => 0, Symbol("x")]) refused(() => decode(wrong), "type");
  assert.match(refused(() => decode(new Uint8Array(44)), "trailing").message, /44 bytes where 36 are expected/);
  const short = refused(() => decode(new Uint8Array(30)), "short");
  assert.match(short.message, /30 bytes where 36 are expected/);
  assert.deepEqual([short.offset, short.need, short.field], [30, 6, ""]);
});

test("every kind of view of bytes is taken, at its place", () => {
  // Node's small buffers share one pool.
  for (let offset = 0; offset < 10; offset++) {
    const pool = Buffer.allocUnsafe(64).fill(0xa5);
    pool.set(READING, offset);
    const slice = pool.subarray(offset, offset + 36);
    for (const data of [slice, new DataView(slice.buffer, slice.byteOffset, 36), new Int8Array(slice.buffer, slice.byteOffset, 36)]) {
      assert.equal(decode(data).name, "greenhouse-1");
    }
  }
  assert.equal(decode(READING.buffer).sensorId, 7);
  const words = new Uint16Array(READING.buffer);
  assert.equal(decode(words).ts, 1595919600);
});

test("a value keeps nothing of its input", () => {
  const input = showcase.encodeTexts(new showcase.Texts({ key: Uint8Array.of(1, 2, 3, 4) }));
  const value = showcase.decodeTexts(input);
  input.fill(0xff);
  assert.deepEqual([...value.key], [1, 2, 3, 4]);
});

test("shared and detached memory", () => {
  const shared = new Uint8Array(new SharedArrayBuffer(36));
  shared.set(READING);
  assert.equal(decode(shared).name, "greenhouse-1");
  const detached = READING.slice();
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  assert.ok(["type", "short"].includes(caught(() => decode(detached))));
  assert.ok(["type", "short"].includes(caught(() => decode(detached.buffer))));
});

function caught(call) {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof WireError, `a foreign error: ${error}`);
    return error.code;
  }
  return "";
}

test("texts that have no bytes", () => {
  for (const name of ["\ud800", "a\udfff", "\udc00\ud800"]) refused(() => encode({ ...sample(), name }), "utf8");
  refused(() => encode({ ...sample(), name: "a\0b" }), "nul");
  refused(() => encode({ ...sample(), name: "x".repeat(21) }), "limit");
  assert.equal(decode(encode({ ...sample(), name: "\ufeffhi" })).name, "\ufeffhi");
  assert.equal(decode(encode({ ...sample(), name: "x".repeat(20) })).name.length, 20);
});

test("numbers that do not fit", () => {
  refused(() => encode({ ...sample(), v1: 3.5e38 }), "range");
  refused(() => encode({ ...sample(), v1: "1" }), "type");
  refused(() => encode({ ...sample(), v1: 1n }), "type");
  assert.equal(decode(encode({ ...sample(), v1: Infinity })).v1, Infinity);
  assert.ok(Object.is(decode(encode({ ...sample(), v1: -0 })).v1, -0));
  for (const wrong of [1.5, NaN, Infinity, 2 ** 31, -(2 ** 31) - 1]) refused(() => encode({ ...sample(), sensorId: wrong }), "range");
  for (const wrong of ["7", true, null, 7n, {}, [7]]) refused(() => encode({ ...sample(), sensorId: wrong }), "type");
  const error = refused(() => command({ angle: 181 }), "range");
  assert.deepEqual([error.field, error.offset], ["angle", 4]);
});

test("integers around 2^53 and 2^64", () => {
  const back = (eight) => showcase.decodeWidths(widths({ eight })).eight;
  for (const n of [2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 64n - 1n]) assert.equal(back(n), n);
  assert.equal(back(2 ** 53 - 1), 2n ** 53n - 1n, "a safe number will do");
  for (const wrong of [2n ** 64n, 2n ** 64n + 5n, -1n, 2 ** 53, -1, 0.5]) refused(() => widths({ eight: wrong }), "range");
  for (const wrong of ["1", true]) refused(() => widths({ eight: wrong }), "type");
  refused(() => widths({ int8: 2n ** 63n }), "range");
  assert.equal(showcase.decodeWidths(widths({ int8: -(2n ** 63n) })).int8, -(2n ** 63n));
});

test("values of the wrong shape", () => {
  for (const wrong of [undefined, null, 7, "x"]) refused(() => encode(wrong), "type");
  const { name, ...nameless } = { ...sample() };
  assert.equal(name, "greenhouse-1");
  assert.equal(refused(() => encode(nameless), "type").field, "name");
  const nested = () => new showcase.Nested();
  const with_ = (fields) => () => showcase.encodeNested(Object.assign(nested(), fields));
  assert.equal(refused(with_({ lamps: nested().lamps.slice(1) }), "length").field, "lamps");
  for (const wrong of [undefined, {}, 4, new DataView(new ArrayBuffer(4))]) refused(with_({ lamps: wrong }), "type");
  const lamps = nested().lamps;
  lamps[2].brightness = 101;
  assert.equal(refused(with_({ lamps }), "range").field, "lamps[2].brightness");
  refused(() => showcase.encodeTexts(new showcase.Texts({ key: new Uint8Array(3) })), "length");
  refused(() => showcase.encodeTexts(new showcase.Texts({ key: [1, 2, 3, 4] })), "type");
  refused(() => showcase.encodeWidths(new showcase.Widths({ truth: 1 })), "type");
  refused(() => showcase.encodeNamed(new showcase.Named({ mode: 3 })), "enum");
});

test("encodeInto tests the room", () => {
  const target = new Uint8Array(40).fill(0xee);
  assert.equal(greenhouse.encodeSensorDataInto(sample(), target, 4), 36);
  assert.deepEqual(target.subarray(4), READING);
  assert.deepEqual([...target.subarray(0, 4)], [0xee, 0xee, 0xee, 0xee]);
  for (const offset of [5, 41, -1, NaN]) {
    assert.equal(refused(() => greenhouse.encodeSensorDataInto(sample(), target, offset), "capacity").offset, 36);
  }
  refused(() => greenhouse.encodeSensorDataInto(sample(), new ArrayBuffer(40)), "type");
});

test("physical values", () => {
  const value = new greenhouse.Command({ speed: 4550 });
  assert.equal(value.speedPhysical, 45.5);
  value.speedPhysical = 1.234;
  assert.equal(value.speed, 123);
  value.speedPhysical = undefined;
  assert.equal(value.speed, undefined);
  assert.equal(value.speedPhysical, undefined);
  for (const wrong of [NaN, Infinity, 655.36, -0.01]) refused(() => (value.speedPhysical = wrong), "range");
});

test("JSON has the names of the schema", () => {
  assert.equal(
    JSON.stringify(new greenhouse.SensorData({ v1: NaN, v2: -Infinity })),
    '{"sensor_id":0,"v1":"nan","v2":"-inf","ts":0,"name":""}',
  );
  const json = JSON.parse(JSON.stringify(new showcase.Widths({ eight: 2n ** 64n - 1n, seven: 5n })));
  assert.deepEqual([json.eight, json.seven], ["18446744073709551615", 5]);
  assert.equal(JSON.parse(JSON.stringify(new showcase.Texts({ key: Uint8Array.of(0, 1, 254, 255) }))).key, "0001feff");
  assert.deepEqual(JSON.parse(JSON.stringify(new showcase.Nested())).matrix, [[0, 0, 0], [0, 0, 0]]);
  assert.equal("hops" in JSON.parse(JSON.stringify(new showcase.PackedWord())), false);
});

test("fresh values share nothing", () => {
  const [one, other] = [new showcase.Nested(), new showcase.Nested()];
  one.lamps[0].brightness = 9;
  one.matrix[1][2] = 9;
  assert.equal(other.lamps[0].brightness, 0);
  assert.equal(one.lamps[1].brightness, 0);
  assert.equal(other.matrix[1][2], 0);
});

test("a polluted Object.prototype changes nothing", () => {
  const polluted = ["sensorId", "name", "code", "offset", "value", "length", "toJSON2"];
  for (const key of polluted) Object.prototype[key] = "polluted";
  try {
    const value = decode(encode({ __proto__: null, sensorId: 7, v1: 1, v2: 2, ts: 3, name: "n" }));
    assert.deepEqual([value.sensorId, value.name], [7, "n"]);
    assert.equal(refused(() => decode(new Uint8Array(3)), "short").offset, 3);
  } finally {
    for (const key of polluted) delete Object.prototype[key];
  }
  assert.deepEqual(Object.keys(Object.prototype), []);
});

test("only WireErrors leave, whatever comes in", () => {
  let state = 1;
  const random = (n) => (state = (state * 48271) % 0x7fffffff) % n;
  for (let i = 0; i < 20000; i++) {
    const data = Uint8Array.from({ length: random(90) }, () => random(256));
    for (const read of [showcase.decodeRuled, showcase.decodeTexts, showcase.decodeNamed, showcase.decodePacked]) caught(() => read(data));
  }
  const odd = [undefined, null, NaN, -1, 2 ** 60, 5n, "x", [], {}, () => 0, Symbol("s"), new Date(), new Uint8Array(3), Object.create(null)];
  for (const [encode, make] of [
    [showcase.encodeNested, () => new showcase.Nested()],
    [showcase.encodeRuled, () => new showcase.Ruled()],
    [showcase.encodeTexts, () => new showcase.Texts()],
    [showcase.encodePacked, () => new showcase.Packed()],
    [showcase.encodeWidths, () => new showcase.Widths()],
  ]) {
    for (const key of Object.keys(make())) for (const value of odd) caught(() => encode(Object.assign(make(), { [key]: value })));
  }
});

test("a module of another version is refused", () => {
  madeFor("0.1.0");
  assert.throws(() => madeFor("0.0.9"), /is of version/);
});
