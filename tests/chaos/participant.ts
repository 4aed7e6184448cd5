import { setTimeout as pause } from "node:timers/promises";
import { io } from "socket.io-client";
import { newId } from "~/domain/id";
import { type Stream, stream } from "~/domain/streams";
import type { Answer, ClientPayload, WireEvent } from "~/realtime/contract";
import { LetterDoc } from "~/realtime/letter-doc.client";
import * as parser from "~/realtime/parser";
import type { TestSocket } from "~tests/support/live-reader";
import { SimulatedEditor } from "~tests/support/simulated-editor";
import { hashOf, hashOfEvent, type Ledger } from "./ledger";
import { type ChaosWorld, type OpenLetter, PASSWORD, type Signer } from "./world";

const ANSWER_MS = 10_000;

/**
 * One of those who write, talk and sign at once, with a browser's own halves where there are any: the shared document that
 * keeps what is not saved, reconnecting, catching up by numbers. Whatever is acknowledged goes into the ledger.
 */
export class Participant {
  readonly socket: TestSocket;
  readonly doc: LetterDoc;
  readonly #editor: SimulatedEditor;
  readonly #cursors = new Map<Stream, number>();
  readonly #signed = new Set<string>();
  /** Updates of others as they arrived, for the question whether somebody saw what a crash then lost. */
  shown: Uint8Array[] = [];
  /** Answers that an honest client must never get, and answers that contradict earlier ones. */
  readonly wrong: string[] = [];
  /** Events that came without the one before; the page then asks again. Cost, not loss. */
  gaps = 0;
  #active = false;
  #loops: Promise<void>[] = [];

  constructor(
    readonly signer: Signer,
    readonly world: ChaosWorld,
    readonly url: string,
    readonly ledger: Ledger,
    readonly random: (n: number) => number,
  ) {
    this.socket = io(url, {
      parser,
      transports: ["websocket"],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 200,
      extraHeaders: { Cookie: signer.cookie, Origin: url },
    });
    for (const name of [stream("room", world.roomId), ...world.letters.map((l) => stream("letter", l.letterId))])
      this.#cursors.set(name, 0);
    this.socket.on("connect", () => this.#subscribe([...this.#cursors.keys()]));
    this.socket.on("live:events", ({ stream: name, events }) => this.#receive(name, events));
    this.socket.on("live:reset", ({ stream: name }) => this.wrong.push(`reset of ${name}`));
    this.socket.on("live:denied", ({ stream: name }) => this.wrong.push(`denied ${name}`));
    this.socket.on("session:ended", () => this.wrong.push("session ended"));
    this.socket.on("doc:update", ({ update }) => this.shown.push(update));
    this.#noteSavedEdits();
    this.doc = new LetterDoc(this.socket, world.languageVersionId, null);
    this.#editor = new SimulatedEditor(signer.member.personId, random, this.doc.doc);
  }

  get name(): string {
    return this.signer.name;
  }

  /** In the letter, and following everything. */
  get isHere(): boolean {
    return this.socket.connected && (this.doc.status === "saved" || this.doc.status === "saving");
  }

  get cursors(): ReadonlyMap<Stream, number> {
    return this.#cursors;
  }

  get hasSignedAll(): boolean {
    return this.#signed.size === this.world.letters.length;
  }

  /** Begins to write, talk and sign, until `rest`. */
  work(): void {
    this.#active = true;
    this.#loops = [this.#write(), this.#talk(), this.#sign()];
  }

  /** Ends when the last thing that was begun is acknowledged. */
  async rest(): Promise<void> {
    this.#active = false;
    await Promise.all(this.#loops);
  }

  leave(): void {
    this.doc.destroy();
    this.socket.close();
  }

  // --------------------------------------------------------------- writing

  async #write(): Promise<void> {
    while (this.#active) {
      // Also without a connection: it goes out when there is one again.
      if (this.doc.editable) this.#editor.edit();
      await pause(40 + this.random(120));
    }
  }

  /** Puts the ledger between the browser's half and its socket: every saved update passes here. */
  #noteSavedEdits(): void {
    const emit = this.socket.emit.bind(this.socket) as (...args: unknown[]) => TestSocket;
    const noting = (message: string, ...args: unknown[]): TestSocket => {
      const reply = args.at(-1);
      if (message !== "doc:update" || typeof reply !== "function") return emit(message, ...args);
      const { opId, update } = args[0] as ClientPayload<"doc:update">;
      // A copy: nobody can change what the ledger will say.
      const sent = Uint8Array.from(update);
      return emit(message, args[0], (answer: Answer<"doc:update">) => {
        if (answer.ok) {
          this.ledger.write({
            kind: "edit",
            who: this.name,
            op: opId,
            hash: hashOf(sent),
            update: Buffer.from(sent).toString("base64"),
          });
        } else if (answer.code !== "unexpected" && answer.code !== "not_found") {
          this.wrong.push(`an edit was refused: ${answer.code} ${JSON.stringify(answer.facts)}`);
        }
        (reply as (answer: Answer<"doc:update">) => void)(answer);
      });
    };
    (this.socket as { emit: unknown }).emit = noting;
  }

  // --------------------------------------------------------------- talking

  async #talk(): Promise<void> {
    for (let n = 1; this.#active; n++) {
      const opId = newId();
      const body = `${this.name} ${n}: ¿seguimos? ${opId}`;
      const posted = await this.#post(opId, body);
      this.ledger.write({
        kind: "message",
        who: this.name,
        op: opId,
        hash: hashOf(body),
        roomId: this.world.roomId,
        ...posted,
      });
      if (this.random(6) === 0) {
        // A browser that missed the answer posts the same again.
        const again = await this.#post(opId, body);
        if (again.messageId !== posted.messageId || again.number !== posted.number)
          this.wrong.push(`message ${posted.number} became ${again.number} when it was posted again`);
      }
      await pause(200 + this.random(500));
    }
  }

  /** Posts until it is acknowledged, over any number of crashes. */
  async #post(opId: string, body: string): Promise<{ messageId: string; number: number }> {
    for (;;) {
      const answer = await this.#ask(opId, body);
      if (answer?.ok) return { messageId: answer.messageId, number: answer.number };
      if (answer && answer.code !== "rate_limited" && answer.code !== "unexpected")
        this.wrong.push(`a message was refused: ${answer.code}`);
      await pause(answer ? 300 : 20);
    }
  }

  /** The answer, or null when the connection broke before it came. */
  #ask(opId: string, body: string): Promise<Answer<"message:post"> | null> {
    return new Promise((resolve) => {
      if (!this.socket.connected) return resolve(null);
      const done = (answer: Answer<"message:post"> | null) => {
        clearTimeout(timer);
        this.socket.off("disconnect", broken);
        resolve(answer);
      };
      const broken = () => done(null);
      const timer = setTimeout(broken, ANSWER_MS);
      this.socket.on("disconnect", broken);
      this.socket.emit("message:post", { roomId: this.world.roomId, opId, body, mentions: [] }, done);
    });
  }

  // --------------------------------------------------------------- signing

  async #sign(): Promise<void> {
    while (this.#active) {
      await pause(50 + this.random(400));
      const letter = this.world.open.find((l) => !this.#signed.has(l.letterId));
      if (!letter) continue;
      // Now and then a double click.
      const clicks = this.random(8) === 0 ? 2 : 1;
      const done = await Promise.all(Array.from({ length: clicks }, () => this.#submit(letter)));
      if (!done.includes(true)) continue;
      this.#signed.add(letter.letterId);
      this.ledger.write({
        kind: "signature",
        who: this.name,
        op: `${letter.letterId} ${this.signer.organizationId}`,
        hash: letter.sha256,
        letterId: letter.letterId,
        organizationId: this.signer.organizationId,
      });
    }
  }

  /** Sends the form of the signature's page. @returns whether the answer said that it is signed */
  async #submit({ letterId, sha256 }: OpenLetter): Promise<boolean> {
    const form = new URLSearchParams({
      step: "confirm",
      organization: this.signer.organizationId,
      locale: "en",
      sha256,
      listedName: this.signer.organization,
      listedPerson: "",
      password: PASSWORD,
    });
    const address = `${this.url}/c/${this.world.slug}/letters/${letterId}/signature`;
    const response = await fetch(address, {
      method: "POST",
      redirect: "manual",
      headers: { Cookie: this.signer.cookie, Origin: this.url },
      body: form,
    }).catch(() => null);
    // The connection broke: signed or not, nobody knows; it is sent again.
    if (!response) return false;
    await response.arrayBuffer().catch(() => null);
    const location = response.headers.get("Location") ?? "";
    if (response.status === 302 && location.includes("/signature?")) return true;
    this.wrong.push(`a signature was answered with ${response.status} ${location}`);
    return false;
  }

  // --------------------------------------------------------------- reading

  #subscribe(names: readonly Stream[]): void {
    const cursors = names.map((name) => ({ stream: name, seq: this.#cursors.get(name) ?? 0 }));
    this.socket.emit("live:subscribe", { cursors }, (answer) => {
      if (!answer.ok) this.wrong.push(`following was refused: ${answer.code}`);
      else for (const name of answer.refused) this.wrong.push(`following ${name} was refused`);
    });
  }

  /** As the page's client does: what is not newer is dropped, a gap asks again. */
  #receive(name: Stream, events: readonly WireEvent[]): void {
    const at = this.#cursors.get(name);
    if (at === undefined) return;
    const fresh = events.filter((e) => e.seq > at);
    const [first] = fresh;
    if (!first) return;
    if (first.seq !== at + 1) {
      this.gaps += 1;
      this.#subscribe([name]);
      return;
    }
    this.#cursors.set(name, fresh.at(-1)?.seq ?? at);
    for (const event of fresh) {
      const view = event.view as { body?: string | null } | undefined;
      this.ledger.write({
        kind: "seen",
        who: this.name,
        stream: name,
        seq: event.seq,
        type: event.type,
        hash: hashOfEvent(event.type, event.data),
        ...(event.type === "message.posted" ? { words: hashOf(view?.body ?? "") } : {}),
      });
    }
  }
}
