import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decoder, Encoder, PacketType, pack, unpack } from "~/realtime/parser";

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, true, false),
    fc.string({ unit: "grapheme", maxLength: 300 }),
    fc.double({ noNaN: true }),
    fc.integer(),
    fc.integer({ min: -0x80000000, max: 0xffffffff }),
    fc.uint8Array({ maxLength: 400 }),
    fc.array(tie("any"), { maxLength: 20 }),
    fc.dictionary(
      fc.string({ unit: "grapheme" }).filter((key) => key !== "__proto__"),
      tie("any"),
      { noNullPrototype: true },
    ),
  ),
})).any;

describe("the wire", () => {
  it("gives back what was put in, bytes as bytes", () => {
    fc.assert(
      fc.property(value, (input) => {
        expect(unpack(pack(input))).toStrictEqual(input);
      }),
    );
  });

  it("carries long texts and many bytes", () => {
    for (const size of [31, 32, 85, 86, 255, 256, 21_845, 65_535, 65_536, 200_000]) {
      expect(unpack(pack("é".repeat(size)))).toBe("é".repeat(size));
      expect(unpack(pack("a".repeat(size)))).toBe("a".repeat(size));
      const bytes = new Uint8Array(size).fill(7);
      expect(Buffer.compare(unpack(pack(bytes)) as Uint8Array, bytes)).toBe(0);
      expect(unpack(pack(new Array(size).fill(1)))).toHaveLength(size);
    }
  });

  it("sends only the bytes of a view, and hands out bytes that nobody else writes to", () => {
    const block = Uint8Array.from([9, 9, 1, 2, 9]);
    const frame = pack(block.subarray(2, 4));
    expect(frame).toHaveLength(4);
    const read = unpack(Buffer.from(frame)) as Uint8Array;
    frame.fill(0);
    expect(read).toStrictEqual(Uint8Array.from([1, 2]));
    expect(read.buffer.byteLength).toBe(2);
  });

  it("writes like JSON what JSON cannot say", () => {
    const at = new Date("2026-03-10T12:00:00Z");
    expect(unpack(pack({ a: undefined, b: [undefined], at }))).toEqual({ b: [null], at: at.toISOString() });
    expect(() => pack(() => 0)).toThrow();
    expect(() => pack(10n)).toThrow();
  });

  it("throws on any other bytes, and never hangs or takes memory for what is not there", () => {
    const start = performance.now();
    let thrown = 0;
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (bytes) => {
        try {
          unpack(bytes);
        } catch {
          thrown++;
        }
      }),
      { numRuns: 5_000 },
    );
    expect(thrown).toBeGreaterThan(2_500);
    expect(performance.now() - start).toBeLessThan(20_000);
    for (const hostile of [
      [0xdd, 0xff, 0xff, 0xff, 0xff],
      [0xc6, 0xff, 0xff, 0xff, 0xff],
      [0xdf, 0xff, 0xff, 0xff, 0xff],
      new Array(10_000).fill(0x91),
      [0x81, 0xa9, ...Buffer.from("__proto__"), 0x80],
      [0x81, 0x01, 0x01],
    ]) {
      expect(() => unpack(Uint8Array.from(hostile))).toThrow();
    }
  });
});

describe("packets", () => {
  const roundTrip = (packet: Parameters<Encoder["encode"]>[0]) => {
    const decoder = new Decoder();
    let got: unknown;
    decoder.on("decoded", (decoded) => {
      got = decoded;
    });
    for (const frame of new Encoder().encode(packet)) decoder.add(frame);
    return got;
  };

  it("are one frame each and come out as they went in", () => {
    const packet = {
      type: PacketType.EVENT,
      nsp: "/",
      id: 3,
      data: ["doc:update", { update: Uint8Array.from([1, 2]) }],
    };
    expect(new Encoder().encode(packet)).toHaveLength(1);
    expect(roundTrip(packet)).toEqual(packet);
    expect(roundTrip({ type: PacketType.CONNECT, nsp: "/", data: { token: "x" } })).toBeTruthy();
    expect(roundTrip({ type: PacketType.DISCONNECT, nsp: "/" })).toBeTruthy();
  });

  it.each([
    { type: PacketType.EVENT, nsp: "/", data: "no" },
    { type: PacketType.EVENT, nsp: "/", data: [7] },
    { type: PacketType.ACK, nsp: "/", data: [] },
    { type: PacketType.BINARY_EVENT, nsp: "/", data: ["x"] },
    { type: 9, nsp: "/", data: [] },
    { type: PacketType.EVENT, nsp: 1 as never, data: ["x"] },
    { type: PacketType.EVENT, nsp: "/", data: ["x"], id: -1 },
  ])("that are none are refused: %j", (packet) => expect(() => roundTrip(packet)).toThrow());
});
