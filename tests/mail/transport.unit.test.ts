import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { composeMail } from "~/mail/mails";
import { type MailTransport, makeTransport } from "~/mail/transport.server";

type Received = { from: string; to: string[]; raw: string };

/** A real mail server on a free port, which keeps what it is given. */
async function startMailServer() {
  const received: Received[] = [];
  let connections = 0;
  let refuse = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onConnect(_session, done) {
      connections++;
      done();
    },
    onRcptTo(_address, _session, done) {
      if (refuse-- > 0) done(Object.assign(new Error("Mailbox busy"), { responseCode: 450 }));
      else done();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map((it) => it.address),
          raw: Buffer.concat(chunks).toString("latin1"),
        });
        done();
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    received,
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}?ignoreTLS=true`,
    connections: () => connections,
    refuseNext: (n: number) => {
      refuse = n;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const heads = (raw: string) => (raw.split("\r\n\r\n")[0] ?? "").replace(/\r\n[ \t]+/g, " ").split("\r\n");

/** The header's text, with its RFC 2047 words read. */
function header(raw: string, name: string): string {
  const line = heads(raw).find((it) => it.toLowerCase().startsWith(`${name.toLowerCase()}:`)) ?? "";
  const words = line
    .slice(name.length + 1)
    .trim()
    .replace(/\?=\s+=\?/g, "?==?");
  return words.replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
    how.toLowerCase() === "b"
      ? Buffer.from(text, "base64").toString("utf8")
      : quotedPrintable(text.replaceAll("_", " ")),
  );
}

const quotedPrintable = (text: string) =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, "")
      .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");

/** The parts of a multipart mail, decoded. */
function parts(raw: string): string[] {
  const boundary = /boundary="([^"]+)"/.exec(raw)?.[1] ?? "none";
  return raw
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const [head = "", ...body] = part.split("\r\n\r\n");
      const text = body.join("\r\n\r\n");
      return /base64/i.test(head) ? Buffer.from(text, "base64").toString("utf8") : quotedPrintable(text);
    });
}

describe("mail through a real SMTP server", () => {
  let server: Awaited<ReturnType<typeof startMailServer>>;
  let transport: MailTransport;
  beforeEach(async () => {
    server = await startMailServer();
    transport = makeTransport({ smtpUrl: server.url, from: "Mesa Hemisférica <mesa@mesa.example>" });
  });
  afterEach(async () => {
    transport.close();
    await server.close();
  });

  const only = (): Received => {
    expect(server.received).toHaveLength(1);
    const [mail] = server.received;
    if (!mail) throw new Error("No mail came");
    return mail;
  };

  test("arrives with every accent, in both forms", async () => {
    const mail = composeMail("signature_awaited", "es", {
      name: "Wideline Théodore",
      timeZone: "America/Port-au-Prince",
      coalition: "Mesa Hemisférica",
      organization: "Òganizasyon Łódź Ελλάδα K’iche’",
      letter:
        "Protección de quienes defienden los ríos: ¿qué pide la Mesa «Garífuna» al Congreso? Ñandutí, Kreyòl, Кириллица",
      url: "https://mesa.example/c/mesa/letters/1?ref=mail&x=1",
    });
    await transport.sendMail({ to: "wideline@example.org", ...mail, locale: "es", messageId: "<abc@mesa.example>" });
    const { from, to, raw } = only();
    expect([from, to]).toEqual(["mesa@mesa.example", ["wideline@example.org"]]);
    expect(header(raw, "Subject")).toBe(mail.subject);
    expect(header(raw, "From")).toContain("Mesa Hemisférica");
    expect(header(raw, "Message-ID")).toBe("<abc@mesa.example>");
    expect(header(raw, "Content-Language")).toBe("es");
    expect(header(raw, "Auto-Submitted")).toBe("auto-generated");
    expect(header(raw, "List-Unsubscribe")).toBe("");
    const [text, html] = parts(raw).map((part) => part.replaceAll("\r\n", "\n").trim());
    expect(text).toBe(mail.text.trim());
    expect(html).toBe(mail.html.trim());
    // Only 7-bit lines that no server has to cut.
    expect([...raw].every((c) => c.charCodeAt(0) < 128)).toBe(true);
    expect(Math.max(...raw.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(998);
  });

  const plain = { subject: "Subject", text: "text", html: "<p>text</p>" };

  test("names where it is turned off, when told", async () => {
    await transport.sendMail({
      ...plain,
      to: "a@example.org",
      listUnsubscribe: "https://mesa.example/settings/notices",
    });
    expect(header(only().raw, "List-Unsubscribe")).toBe("<https://mesa.example/settings/notices>");
  });

  test("takes no header from a subject, an id or a language", async () => {
    await transport.sendMail({
      ...plain,
      to: "a@example.org",
      subject: "Hello\r\nBcc: victim@example.org\r\n\r\nBody of mine",
      messageId: "<x@y>\r\nX-Evil: 1",
      locale: "es\r\nX-Evil: 2",
      listUnsubscribe: "https://mesa.example/x\r\nX-Evil: 3",
    });
    const { to, raw } = only();
    expect(to).toEqual(["a@example.org"]);
    expect(heads(raw).filter((line) => /^(?:bcc|x-evil)/i.test(line))).toEqual([]);
    expect(header(raw, "Subject")).toContain("Bcc: victim@example.org");
  });

  test.each([
    "a@example.org, b@example.org",
    "a@example.org\r\nRCPT TO:<b@example.org>",
    "Group: a@example.org;",
    "<a@example.org>",
    "not an address",
    "",
  ])("goes to one address only: %j is refused", async (to) => {
    await expect(transport.sendMail({ ...plain, to })).rejects.toThrow("Not one mail address");
    expect(server.received).toEqual([]);
  });

  test("uses its connections again", async () => {
    for (let i = 0; i < 8; i++) await transport.sendMail({ ...plain, to: `p${i}@example.org` });
    expect(server.received).toHaveLength(8);
    expect(server.connections()).toBe(1);
  });

  test("says so when the server refuses, and works the next time", async () => {
    server.refuseNext(1);
    await expect(transport.sendMail({ ...plain, to: "a@example.org" })).rejects.toMatchObject({ responseCode: 450 });
    await transport.sendMail({ ...plain, to: "a@example.org" });
    expect(only().to).toEqual(["a@example.org"]);
  });

  test("fails, and does not hang, when nobody listens", async () => {
    const gone = await startMailServer();
    await gone.close();
    const nowhere = makeTransport({ smtpUrl: gone.url, from: "a@mesa.example" });
    await expect(nowhere.sendMail({ ...plain, to: "a@example.org" })).rejects.toThrow();
    nowhere.close();
  });
});
