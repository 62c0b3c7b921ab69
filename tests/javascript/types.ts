// What programs in TypeScript may and may not write.
import { Command, CommandKind, decodeCommand, encodeCommand, SensorData, SENSOR_DATA_SIZE } from "../../generated/javascript/greenhouse.js";
import { Nested, Widths } from "../../generated/javascript/showcase.js";
import { WireError } from "../../generated/javascript/wirewright.js";

const command: Command = decodeCommand(new ArrayBuffer(8));
const speed: number | undefined = command.speed;
command.speedPhysical = undefined;
command.kind = CommandKind.STOP;
const bytes: Uint8Array<ArrayBuffer> = encodeCommand(command);
const size: 36 = SENSOR_DATA_SIZE;
const widths: bigint = new Widths({ eight: 1n }).eight;
const places: Uint16Array[] = new Nested().matrix;
const code: string = new WireError("short", 0, "", 1, "").code;

// @ts-expect-error a text is no number
new SensorData({ sensorId: "7" });
// @ts-expect-error there is no such member
new SensorData({ sensor_id: 7 });
// @ts-expect-error a text is no message
decodeCommand("0d030200");
// @ts-expect-error enums cannot be changed
CommandKind.STOP = 1;

export { bytes, code, places, size, speed, widths };
