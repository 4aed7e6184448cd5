import type { Server, Socket } from "socket.io";
import { isDomainError } from "~/domain/errors";
import type { Member, Person } from "~/domain/member";
import type { Stream } from "~/domain/streams";
import { log } from "~/log.server";
import {
  type Answer,
  type Answers,
  type ClientMessage,
  type ClientPayload,
  type ClientToServer,
  clientMessages,
  type Refusal,
  type ServerToClient,
} from "./contract";

/** What the gateway knows of a socket. Everything in it comes from the session, nothing from the browser. */
export type SocketData = {
  person: Person;
  sessionId: string;
  /** One browser tab. */
  sessionKey: string;
  /** Proofs by coalition, dropped whenever the person's access may have changed. */
  members: Map<string, Promise<Member>>;
  /** Streams that were refused, and until when that is remembered (`performance.now()`). */
  refused: Map<Stream, number>;
  /** Raised whenever the person's access may have changed: what was asked before counts no more. */
  epoch: number;
};
export type LiveServer = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
export type LiveSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

/**
 * The one wrapper around every socket message: checks the payload, catches what the handler throws (an exception in an
 * async listener would end the process) and answers with a code. A payload that does not fit the contract is not an
 * honest browser's: the socket is disconnected.
 */
export function on<M extends ClientMessage>(
  socket: LiveSocket,
  message: M,
  handler: (payload: ClientPayload<M>) => Promise<Answers[M]> | Answers[M],
): void {
  const listener = async (raw: unknown, answer?: unknown) => {
    const reply = (value: Answer<M>) => {
      if (typeof answer === "function") (answer as (a: Answer<M>) => void)(value);
    };
    const parsed = clientMessages[message].safeParse(raw);
    if (!parsed.success) {
      reply({ ok: false, code: "invalid_input" });
      socket.disconnect(true);
      return;
    }
    try {
      const result = await handler(parsed.data as ClientPayload<M>);
      reply({ ok: true, ...result } as Answer<M>);
    } catch (error) {
      reply(refusal(error, message));
    }
  };
  socket.on(message, listener as never);
}

function refusal(error: unknown, message: string): Refusal {
  if (isDomainError(error)) return { ok: false, code: error.code, facts: error.facts };
  log.error({ error, event: message }, "A socket message failed");
  return { ok: false, code: "unexpected" };
}
