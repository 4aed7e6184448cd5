import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { I18nProvider } from "~/i18n/use-i18n";
import { Avatar, initials, voiceOf } from "~/ui/avatar";
import { Button } from "~/ui/button";
import { axisSteps, MomentumChart, ThreadBars } from "~/ui/charts";
import { findFolded } from "~/ui/command-palette";
import { Deadline } from "~/ui/deadline";
import { FajaBand } from "~/ui/faja-band";
import { ErrorSummary, fieldErrors, TextField } from "~/ui/field";
import { OrgMark } from "~/ui/org-mark";
import { StageBadge, stageNumber } from "~/ui/stage";

const draw = (element: ReactElement, locale: "en" | "es" = "en") =>
  renderToStaticMarkup(
    <I18nProvider locale={locale} timeZone="America/Mexico_City">
      {element}
    </I18nProvider>,
  );

const now = "2026-03-10T16:14:00Z";

describe("every component", () => {
  it("writes no style attribute, which the policy would block", () => {
    const html = draw(
      <>
        <FajaBand signed={3} total={9} dye="anil" letterId="l" />
        <Deadline at="2026-03-12T16:00:00Z" since="2026-03-01T16:00:00Z" now={now} />
        <Avatar name="Lucía Arriaga" presence="here" />
        <OrgMark id="o" name="Casa Ceiba" />
        <StageBadge status="open" />
        <MomentumChart dye="grana" now={now} points={[{ at: "2026-03-02T15:00:00Z", count: 12 }]} />
        <ThreadBars rows={[{ label: "Colombia", count: 4 }]} />
      </>,
    );
    expect(html).toContain("dye-anil");
    expect(html).not.toMatch(/\sstyle=/);
  });
});

describe("a band", () => {
  it("says its count in words, in the reader's language", () => {
    expect(draw(<FajaBand signed={87} total={140} dye="grana" />)).toContain(
      'aria-label="87 of 140 organizations have signed"',
    );
    expect(draw(<FajaBand signed={1} total={2} dye="grana" />, "es")).toContain("Ha firmado 1 de 2 organizaciones");
    expect(draw(<FajaBand signed={400} total={500} dye="grana" />)).toContain("One thread stands for two");
  });
});

describe("a deadline", () => {
  const kind = (at: string) => /class="(deadline[^"]*)"/.exec(draw(<Deadline at={at} now={now} />))?.[1];
  it("turns marigold under 72 hours and grana under 24", () => {
    expect(kind("2026-03-13T16:14:01Z")).toBe("deadline");
    expect(kind("2026-03-13T16:14:00Z")).toBe("deadline deadline--soon");
    expect(kind("2026-03-11T16:14:00Z")).toBe("deadline deadline--urgent");
    expect(kind("2026-03-10T16:14:00Z")).toBe("deadline");
  });
  it("shows the recipient's clock only when it differs", () => {
    const at = "2026-03-20T21:00:00Z";
    expect(draw(<Deadline at={at} now={now} zone="America/New_York" />)).toContain("5:00 pm in Washington");
    expect(draw(<Deadline at={at} now={now} zone="America/Costa_Rica" />)).not.toContain(" in ");
  });
});

describe("a field", () => {
  it("names its hint and its error, in this order, and is marked invalid", () => {
    const html = draw(<TextField name="email" label="Work email" hint="We write once." error="Write it with an @" />);
    expect(html).toContain('aria-describedby="email-hint email-error"');
    expect(html).toContain('aria-invalid="true"');
    expect(html.indexOf("Write it with an @")).toBeLessThan(html.indexOf("<input"));
  });
  it("is linked from the summary, which is not there without errors", () => {
    const html = draw(<ErrorSummary errors={fieldErrors({ email: "Write it with an @", name: null })} />);
    expect(html).toContain('href="#email"');
    expect(html).toContain("One answer needs a change");
    expect(draw(<ErrorSummary errors={[]} />)).toBe("");
  });
});

describe("a button that is blocked", () => {
  it("stays reachable and says why", () => {
    const html = draw(<Button blocked="You wrote on Monday">Nudge</Button>);
    expect(html).toContain('aria-disabled="true"');
    expect(html).not.toMatch(/\sdisabled/);
    const id = /aria-describedby="([^"]+)"/.exec(html)?.[1];
    expect(html).toContain(`id="${id}" class="btn__reason">You wrote on Monday`);
  });
});

describe("small rules", () => {
  it("initials leave out small words and opening marks", () => {
    expect(
      ["Lucía Arriaga", "Red de Defensoras Tz’unun", "Casa Ceiba – Refugio y Defensa", "«Ñandú»", ""].map(initials),
    ).toEqual(["LA", "RT", "CD", "Ñ", "?"]);
  });
  it("a person keeps one of eight voices", () => {
    const voices = Array.from({ length: 200 }, (_, n) => voiceOf(`person-${n}`));
    expect(new Set(voices)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]));
  });
  it("search ignores accents and marks the text's own letters", () => {
    const at = (text: string, query: string) => {
      const found = findFolded(text, query);
      return found && text.slice(...found);
    };
    expect(at("Colectivo Río Abajo", "rio")).toBe("Río");
    expect(at("Colectivo Ri\u0301o Abajo", "RÍO")).toBe("Ri\u0301o");
    expect(at("Colectivo Río Abajo", "mar")).toBeNull();
    expect(at("Río", " ")).toBeNull();
  });
  it("an axis goes in round steps from 0 past its greatest value", () => {
    for (const max of [0, 1, 7, 87, 120, 999]) {
      const steps = axisSteps(max);
      expect(steps[0]).toBe(0);
      expect(steps[steps.length - 1]).toBeGreaterThanOrEqual(max);
      expect(steps.length).toBeLessThanOrEqual(5);
      expect(steps.every(Number.isInteger)).toBe(true);
    }
    expect(axisSteps(120)).toEqual([0, 40, 80, 120]);
  });
  it("the six stages cover every state of a letter", () => {
    expect(stageNumber("amending")).toBe(4);
    expect(draw(<StageBadge status="in_review" />, "es")).toContain("Consulta");
  });
});
