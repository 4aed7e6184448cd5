/**
 * A plain peer: Socket.IO and nothing behind it. No session, no permission, no gate, no database; what arrives goes out again.
 * It speaks MessagePack by the same parser as the product, so that the ratio is that of what stands behind the socket.
 * `yjs`: the same, with the document in memory as y-websocket has it, so that a newcomer can be answered.
 *
 * It prints its port. Started by `startPeer`.
 */
import http from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import * as Y from "yjs";
import * as parser from "~/realtime/parser";

const doc = process.argv[2] === "yjs" ? new Y.Doc() : null;
const server = http.createServer();
const io = new Server(server, {
  parser,
  transports: ["websocket"],
  perMessageDeflate: false,
  maxHttpBufferSize: 50 * 1024 * 1024,
});
let messages = 0;

io.on("connection", (socket) => {
  socket.on("join", (room: string, answer: () => void) => {
    void socket.join(room);
    answer();
  });
  socket.on("open", (room: string, answer: (state: Uint8Array) => void) => {
    void socket.join(room);
    answer(doc ? Y.encodeStateAsUpdate(doc) : new Uint8Array());
  });
  socket.on("update", (room: string, update: Uint8Array, answer?: () => void) => {
    if (doc) Y.applyUpdate(doc, update);
    socket.to(room).emit("update", update);
    answer?.();
  });
  socket.on("cursor", (room: string, anchor: Uint8Array, head: Uint8Array) => {
    socket.to(room).emit("cursor", socket.id, anchor, head);
  });
  socket.on("message", (room: string, opId: string, body: string, answer: (number: number) => void) => {
    messages += 1;
    io.to(room).emit("message", { opId, number: messages, body, at: new Date().toISOString(), by: socket.id });
    answer(messages);
  });
  socket.on("ping", (answer: () => void) => answer());
});

server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
