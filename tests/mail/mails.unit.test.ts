import { describe, expect, test } from "vitest";
import { locales, messagesFor } from "~/i18n/index";
import {
  absoluteUrl,
  composeMail,
  invitationMail,
  type MailData,
  type MailKind,
  passwordResetMail,
} from "~/mail/mails";

const kinds = Object.keys(messagesFor("en").mail.kinds) as MailKind[];

const data: MailData = {
  name: "Wideline Théodore",
  timeZone: "America/Guatemala",
  coalition: "Mesa Hemisférica",
  url: "https://mesa.example/c/mesa/letters/1",
  settingsUrl: "https://mesa.example/settings/notices",
  by: "Ana Ruk’u’x",
  organization: "Casa Ceiba",
  letter: "Ríos & defensores",
  deadline: { at: new Date("2026-03-20T21:00:00Z"), zone: "America/New_York" },
  room: "Sala «Río»",
  action: "Visita al Capitolio",
  when: { at: new Date("2026-04-21T14:00:00Z"), zone: "America/New_York" },
  place: "Rayburn 2118",
  reason: "Two partners asked for time",
  message: "Please <read> it.\n\nThank you, Ana",
  edition: 2,
  organizations: 83,
  sha256: "ab".repeat(32),
  role: "signatory",
};

describe.each(locales)("in %s", (locale) => {
  test.each(kinds)("%s says in text and HTML the same, with its link whole and nothing fetched", (kind) => {
    const mail = composeMail(kind, locale, data);
    expect(mail.subject).not.toMatch(/[\r\n]|undefined|null/);
    expect(mail.subject.length).toBeLessThan(120);
    expect(mail.text).toContain(`\n${data.url}\n`);
    expect(mail.html).toContain(`href="${data.url}"`);
    expect(mail.html).toContain(`<html lang="${locale}">`);
    expect(mail.html).not.toMatch(/<(?:img|script|link|iframe|form|style)|url\(|src=/i);
    const plain = (html: string) =>
      html
        .replace(/<title>.*<\/title>/, "")
        .replace(/<[^>]+>/g, " ")
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&quot;", '"')
        .replaceAll("&amp;", "&");
    const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu)?.filter((word) => word !== "doctype");
    const withoutLinks = mail.text.replaceAll(data.url, "").replaceAll(data.settingsUrl ?? "", "");
    expect(words(plain(mail.html))).toEqual(words(withoutLinks));
    expect(`${mail.text}${mail.html}`).not.toMatch(/undefined|\bnull\b|\[object/);
  });

  test.each(kinds)("%s reads well without what is not known", (kind) => {
    const bare = composeMail(kind, locale, { name: "", timeZone: "UTC", coalition: "Mesa", url: data.url });
    expect(`${bare.subject}${bare.text}`).not.toMatch(/undefined|null|\( ?\)|\.\.|: *\n\n-- /);
  });
});

describe("what a mail says", () => {
  test("tells the deadline where it counts first, then where the reader is", () => {
    expect(composeMail("signature_awaited", "en", data).text).toContain(
      "Sign-on closes on Friday, March 20, 2026, 5:00 pm in Washington (3:00 pm in Guatemala City).",
    );
    expect(composeMail("signature_awaited", "es", { ...data, timeZone: "America/New_York" }).text).toContain(
      "termina el viernes 20 de marzo de 2026, 17:00 en Washington.",
    );
  });

  test("tells whole days as days, in nobody's zone", () => {
    const when = { firstDay: "2026-04-21", lastDay: "2026-04-22" };
    expect(composeMail("action_planned", "en", { ...data, when }).text).toContain(
      "When: Tuesday, April 21, 2026 to Wednesday, April 22, 2026.",
    );
  });

  test("sets a person's words apart, line for line", () => {
    const { text, html } = composeMail("reminder", "en", data);
    expect(text).toContain("Ana Ruk’u’x writes:\n\n> Please <read> it.\n>\n> Thank you, Ana");
    expect(html).toContain("<p>Please &lt;read&gt; it.</p><p>Thank you, Ana</p></blockquote>");
  });

  test("gives the final copy its count and hash", () => {
    const { text } = composeMail("final_copy", "es", data);
    expect(text).toContain("83 organizaciones");
    expect(text).toContain("edición 2");
    expect(text).toContain(data.sha256);
  });

  test("lets no name write headers, markup or paragraphs of its own", () => {
    const evil = 'X\r\nBcc: victim@example.org\u2028\u202e"><script>alert(1)</script>';
    const mail = composeMail("approval_requested", "en", {
      ...data,
      letter: evil,
      organization: evil,
      by: evil,
      name: evil,
    });
    expect(mail.subject).not.toMatch(/[\r\n\u2028\u202e]/);
    expect(mail.text).not.toMatch(/^Bcc:/m);
    expect(mail.html).not.toMatch(/<script|^Bcc/m);
  });

  test("links to absolute web addresses of this installation only", () => {
    expect(() => composeMail("mention", "en", { ...data, url: "/c/mesa" })).toThrow(RangeError);
    expect(() => composeMail("mention", "en", { ...data, url: "javascript:alert(1)" })).toThrow(RangeError);
    expect(absoluteUrl("https://mesa.example", "/c/mesa")).toBe("https://mesa.example/c/mesa");
    expect(() => absoluteUrl("https://mesa.example", "//evil.example/x")).toThrow(RangeError);
  });
});

describe("mails about getting in", () => {
  const invitation = {
    name: "Rigoberta",
    invitedBy: "Ana Ruk’u’x",
    coalition: "Mesa Hemisférica",
    organization: "Casa Ceiba",
    room: null,
    role: "signatory",
    note: "Bienvenida\nal equipo",
    expiresAt: new Date("2026-03-23T21:00:00Z"),
    timeZone: "America/New_York",
    url: "https://mesa.example/invitations/abc",
  };

  test.each(locales)("an invitation in %s names who, where, until when, and quotes the note", (locale) => {
    const { subject, text, html } = invitationMail(locale, invitation);
    expect(subject).toContain("Casa Ceiba");
    expect(text).toContain("Ana Ruk’u’x");
    expect(text).toContain("> Bienvenida\n> al equipo");
    expect(text).toContain("https://mesa.example/invitations/abc");
    expect(text).toMatch(locale === "en" ? /Mon, Mar 23, 5:00 pm in Washington/ : /lun 23 mar, 17:00 en Washington/);
    expect(html).toContain(`lang="${locale}"`);
  });

  test.each(locales)("a new password in %s says for how long, and that doing nothing is safe", (locale) => {
    const { text } = passwordResetMail(locale, {
      name: "Ana",
      url: "https://mesa.example/password/reset/x",
      minutes: 60,
    });
    expect(text).toContain("60");
    expect(text).toContain("https://mesa.example/password/reset/x");
  });
});
