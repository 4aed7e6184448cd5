/**
 * Socket.IO parser: one MessagePack frame for each packet. socket.io-msgpack-parser does that too, but takes a Uint8Array for an
 * object in browsers, and on Node sends the whole memory block that a view is part of. Here bytes are bytes on both sides:
 * a Uint8Array goes in, a Uint8Array of its own comes out. Written for our own peers only, so numbers are small integers or
 * doubles, and whatever else MessagePack knows is an error.
 *
 * The names and the shape of `Encoder` and `Decoder` are Socket.IO's (protocol 5).
 */

export const protocol = 5;

export const PacketType = {
  CONNECT: 0,
  DISCONNECT: 1,
  EVENT: 2,
  ACK: 3,
  CONNECT_ERROR: 4,
  BINARY_EVENT: 5,
  BINARY_ACK: 6,
} as const;

type Packet = { type: number; nsp: string; data?: unknown; id?: number; [option: string]: unknown };
type Listener = (packet: Packet) => void;

/** Deeper than this nothing of ours nests; it bounds recursion over what a stranger sends. */
const MAX_DEPTH = 24;

export class Encoder {
  encode(packet: Packet): Uint8Array[] {
    const { type, nsp, data, id } = packet;
    return [pack(id === undefined ? { type, nsp, data } : { type, nsp, data, id })];
  }
}

export class Decoder {
  #listeners = new Set<Listener>();

  on(_event: "decoded", listener: Listener): this {
    this.#listeners.add(listener);
    return this;
  }

  off(_event?: "decoded", listener?: Listener): this {
    if (listener) this.#listeners.delete(listener);
    else this.#listeners.clear();
    return this;
  }

  removeListener(event: "decoded", listener: Listener): this {
    return this.off(event, listener);
  }

  /** Takes one frame. Throws on anything that is not a packet; Socket.IO then ends the connection. */
  add(frame: unknown): void {
    const packet = unpack(asBytes(frame));
    if (!isPacket(packet)) throw new Error("not a packet");
    for (const listener of [...this.#listeners]) listener(packet);
  }

  destroy(): void {}
}

function asBytes(frame: unknown): Uint8Array {
  if (frame instanceof Uint8Array) return frame;
  if (frame instanceof ArrayBuffer) return new Uint8Array(frame);
  throw new Error("not a binary frame");
}

function isPacket(value: unknown): value is Packet {
  if (typeof value !== "object" || value === null) return false;
  const { type, nsp, data, id } = value as Partial<Packet>;
  if (typeof nsp !== "string" || (id !== undefined && !(Number.isSafeInteger(id) && id >= 0))) return false;
  switch (type) {
    case PacketType.CONNECT:
      return data === undefined || (typeof data === "object" && data !== null);
    case PacketType.DISCONNECT:
      return data === undefined;
    case PacketType.CONNECT_ERROR:
      return typeof data === "string" || (typeof data === "object" && data !== null);
    case PacketType.EVENT:
      return Array.isArray(data) && typeof data[0] === "string";
    case PacketType.ACK:
      return Array.isArray(data) && id !== undefined;
    default:
      return false;
  }
}

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder("utf-8");

/** Where packets are written; each leaves it as a copy of its own. */
let memory = new Uint8Array(4096);
let view = new DataView(memory.buffer);
let length = 0;

function reserve(more: number): void {
  if (length + more <= memory.length) return;
  const larger = new Uint8Array(Math.max(memory.length * 2, length + more));
  larger.set(memory.subarray(0, length));
  memory = larger;
  view = new DataView(memory.buffer);
}

/**
 * One value in MessagePack. Like JSON: what is undefined is left out of objects and is null in arrays, and what has a `toJSON`
 * is written as that. Throws on functions, symbols and big integers.
 */
export function pack(value: unknown): Uint8Array {
  length = 0;
  write(value, 0);
  return memory.slice(0, length);
}

function writeHead(fix: number, fixMax: number, prefixes: readonly [number, number, number], size: number): void {
  reserve(5);
  const [p8, p16, p32] = prefixes;
  if (size <= fixMax) view.setUint8(length++, fix | size);
  else if (size <= 0xff && p8 !== 0) {
    view.setUint8(length++, p8);
    view.setUint8(length++, size);
  } else if (size <= 0xffff) {
    view.setUint8(length++, p16);
    view.setUint16(length, size);
    length += 2;
  } else {
    view.setUint8(length++, p32);
    view.setUint32(length, size);
    length += 4;
  }
}

function write(value: unknown, depth: number): void {
  if (depth > MAX_DEPTH) throw new Error("nested too deep");
  switch (typeof value) {
    case "string":
      writeString(value);
      return;
    case "number":
      writeNumber(value);
      return;
    case "boolean":
      reserve(1);
      view.setUint8(length++, value ? 0xc3 : 0xc2);
      return;
    case "undefined":
      reserve(1);
      view.setUint8(length++, 0xc0);
      return;
    case "object":
      writeObject(value, depth);
      return;
    default:
      throw new Error(`cannot send a ${typeof value}`);
  }
}

function writeString(text: string): void {
  // Room for the longest head and the longest encoding first; the head is written when the length is known.
  reserve(5 + text.length * 3);
  const start = length;
  const guess = text.length <= 10 ? 1 : text.length * 3 <= 0xff ? 2 : text.length * 3 <= 0xffff ? 3 : 5;
  const { written } = utf8.encodeInto(text, memory.subarray(start + guess));
  const needed = written <= 31 ? 1 : written <= 0xff ? 2 : written <= 0xffff ? 3 : 5;
  if (needed !== guess) memory.copyWithin(start + needed, start + guess, start + guess + written);
  writeHead(0xa0, 31, [0xd9, 0xda, 0xdb], written);
  length += written;
}

function writeNumber(value: number): void {
  reserve(9);
  if (!Number.isInteger(value) || value < -0x80000000 || value > 0xffffffff || Object.is(value, -0)) {
    view.setUint8(length++, 0xcb);
    view.setFloat64(length, value);
    length += 8;
  } else if (value >= 0 && value <= 0x7f) view.setUint8(length++, value);
  else if (value < 0 && value >= -32) view.setInt8(length++, value);
  else if (value >= 0) {
    view.setUint8(length++, 0xce);
    view.setUint32(length, value);
    length += 4;
  } else {
    view.setUint8(length++, 0xd2);
    view.setInt32(length, value);
    length += 4;
  }
}

function writeObject(value: object | null, depth: number): void {
  if (value === null) {
    reserve(1);
    view.setUint8(length++, 0xc0);
    return;
  }
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) {
    const bytes = asBytes(value);
    writeHead(0, -1, [0xc4, 0xc5, 0xc6], bytes.length);
    reserve(bytes.length);
    memory.set(bytes, length);
    length += bytes.length;
    return;
  }
  if (Array.isArray(value)) {
    writeHead(0x90, 15, [0, 0xdc, 0xdd], value.length);
    for (const item of value) write(item, depth + 1);
    return;
  }
  if ("toJSON" in value && typeof value.toJSON === "function") {
    write(value.toJSON(), depth + 1);
    return;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  writeHead(0x80, 15, [0, 0xde, 0xdf], entries.length);
  for (const [key, item] of entries) {
    writeString(key);
    write(item, depth + 1);
  }
}

/** The value in these bytes, all of them. Throws on anything that `pack` would not write. */
export function unpack(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  const value = reader.read(0);
  if (!reader.atEnd) throw new Error("bytes left over");
  return value;
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  read(depth: number): unknown {
    if (depth > MAX_DEPTH) throw new Error("nested too deep");
    const prefix = this.#view.getUint8(this.#at++);
    if (prefix < 0x80) return prefix;
    if (prefix < 0x90) return this.#map(prefix & 0x0f, depth);
    if (prefix < 0xa0) return this.#array(prefix & 0x0f, depth);
    if (prefix < 0xc0) return this.#string(prefix & 0x1f);
    if (prefix >= 0xe0) return prefix - 0x100;
    switch (prefix) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
        return this.#take(this.#uint8()).slice();
      case 0xc5:
        return this.#take(this.#uint16()).slice();
      case 0xc6:
        return this.#take(this.#uint32()).slice();
      case 0xcb: {
        const value = this.#view.getFloat64(this.#at);
        this.#at += 8;
        return value;
      }
      case 0xce:
        return this.#uint32();
      case 0xd2: {
        const value = this.#view.getInt32(this.#at);
        this.#at += 4;
        return value;
      }
      case 0xd9:
        return this.#string(this.#uint8());
      case 0xda:
        return this.#string(this.#uint16());
      case 0xdb:
        return this.#string(this.#uint32());
      case 0xdc:
        return this.#array(this.#uint16(), depth);
      case 0xdd:
        return this.#array(this.#uint32(), depth);
      case 0xde:
        return this.#map(this.#uint16(), depth);
      case 0xdf:
        return this.#map(this.#uint32(), depth);
      default:
        throw new Error("unknown type of value");
    }
  }

  #uint8(): number {
    return this.#view.getUint8(this.#at++);
  }

  #uint16(): number {
    const value = this.#view.getUint16(this.#at);
    this.#at += 2;
    return value;
  }

  #uint32(): number {
    const value = this.#view.getUint32(this.#at);
    this.#at += 4;
    return value;
  }

  /** A plain view (never Node's Buffer, whose `slice` does not copy). */
  #take(size: number): Uint8Array {
    if (size > this.#bytes.length - this.#at) throw new Error("cut off");
    const part = new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + this.#at, size);
    this.#at += size;
    return part;
  }

  #string(size: number): string {
    const bytes = this.#take(size);
    // Short names are most of what is read, and mostly ASCII: quicker by hand than through the decoder.
    if (size < 24) {
      let text = "";
      for (const byte of bytes) {
        if (byte > 0x7f) return fromUtf8.decode(bytes);
        text += String.fromCharCode(byte);
      }
      return text;
    }
    return fromUtf8.decode(bytes);
  }

  #array(size: number, depth: number): unknown[] {
    // Each item takes a byte at least, so that a short frame cannot ask for a long array.
    if (size > this.#bytes.length - this.#at) throw new Error("cut off");
    const out: unknown[] = [];
    for (let i = 0; i < size; i++) out.push(this.read(depth + 1));
    return out;
  }

  #map(size: number, depth: number): Record<string, unknown> {
    if (size * 2 > this.#bytes.length - this.#at) throw new Error("cut off");
    const out: Record<string, unknown> = {};
    for (let i = 0; i < size; i++) {
      const key = this.read(depth + 1);
      if (typeof key !== "string" || key === "__proto__") throw new Error("not a name");
      out[key] = this.read(depth + 1);
    }
    return out;
  }
}
