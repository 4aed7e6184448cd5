/**
 * The peer to which the goals of p99, CPU and edits per second refer: Hocuspocus as its manual sets it up, with its documents in
 * PostgreSQL. It sends on before it stores (2 s after the last edit, 10 s at most), and stores the whole document each time.
 *
 * It prints its port. Started by `startHocuspocus`.
 */
import { Server } from "@hocuspocus/server";
import postgres from "postgres";
import * as Y from "yjs";

const sql = postgres(process.env.DATABASE_URL ?? "", { max: 4, onnotice: () => {} });

const server = new Server({
  quiet: true,
  address: "127.0.0.1",
  stopOnSignals: false,
  async onLoadDocument({ documentName, document }) {
    const [row] = await sql<{ data: Buffer }[]>`select data from documents where name = ${documentName}`;
    if (row) Y.applyUpdate(document, row.data);
  },
  async onStoreDocument({ documentName, document }) {
    const data = Buffer.from(Y.encodeStateAsUpdate(document));
    await sql`insert into documents (name, data) values (${documentName}, ${data})
      on conflict (name) do update set data = excluded.data`;
  },
});
await server.listen(0);
console.log(server.address.port);
