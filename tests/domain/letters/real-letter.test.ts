import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addLanguageVersion } from "~/domain/letters/add-language-version.server";
import { closeLetter } from "~/domain/letters/close-letter.server";
import { confirmSignature } from "~/domain/letters/confirm-signature.server";
import { createLetter } from "~/domain/letters/create-letter.server";
import { finalizeLetter } from "~/domain/letters/finalize-letter.server";
import { freezeLetter } from "~/domain/letters/freeze-letter.server";
import { openLetter } from "~/domain/letters/open-letter.server";
import { publishLetter } from "~/domain/letters/publish-letter.server";
import { readEditionPdf } from "~/domain/letters/read-edition.server";
import { readList } from "~/domain/letters/read-list.server";
import { readPublicLetter } from "~/domain/letters/read-public-letter.server";
import { reviewList } from "~/domain/letters/review-list.server";
import { sendToReview } from "~/domain/letters/send-to-review.server";
import { recordStepUp } from "~/domain/letters/step-up.server";
import { verifyText } from "~/domain/letters/verify-text.server";
import { makeEditionPdfs } from "~/jobs/make-edition-pdfs.server";
import { transaction } from "~db/client.server";
import { useDatabase } from "~tests/support/database";
import { parseOrganizationLines } from "~tests/support/organization-lines";
import { pdfPages } from "~tests/support/pdf-text";
import { letterOf, readReal } from "~tests/support/real-letters";
import { inFuture, makeWorld, type WorldOrganization } from "~tests/support/signing-world";

const list = readReal("02_", ".txt");
const english = letterOf(readReal("05_", "_en.txt"));
const spanish = letterOf(readReal("05_", "_es.txt"));

await useDatabase();

describe.runIf(list && english.text && spanish.text)(
  "a real letter in two languages, signed by a real list of 83",
  () => {
    it("is frozen, signed, closed, listed in order, composed and printed with every name and the right count", async () => {
      const names = parseOrganizationLines(list);
      expect(names).toHaveLength(83);
      const world = await makeWorld({ names });
      const lead = world.organizations[0] as WorldOrganization;

      const letterId = await createLetter(lead.delegate, {
        campaignId: world.campaignId,
        subject: english.subject,
        locale: "en",
        leadOrganizationId: lead.id,
        ask: "Permanent and unconditional legalization.",
        dateLine: "Berlin, November 2026",
        recipients: [
          { kind: "to", name: "The Senate of Berlin", office: "Department of the Interior", address: "Berlin" },
        ],
        text: english.text,
      });
      await addLanguageVersion(lead.delegate, {
        letterId,
        locale: "es",
        subject: spanish.subject,
        dateLine: "Berlín, noviembre de 2026",
        text: spanish.text,
      });
      await sendToReview(lead.delegate, { letterId, until: inFuture(86_400_000).deadline, zone: "America/Bogota" });
      const frozen = await freezeLetter(lead.signatory, { letterId });
      expect(frozen.map((f) => f.locale)).toEqual(["en", "es"]);
      expect(new Set(frozen.map((f) => f.sha256)).size).toBe(2);

      await openLetter(lead.signatory, {
        letterId,
        ...inFuture(86_400_000),
        meaning: "The name stands under the letter.",
        inviteCampaign: true,
      });
      // In another order than the list's, some in English and some in Spanish.
      const signing = [...world.organizations].reverse();
      for (const [i, o] of signing.entries()) {
        const text = frozen[i % 2];
        if (!text) throw new Error("two texts");
        const nonce = await recordStepUp(o.signatory, { letterId, organizationId: o.id, sha256: text.sha256 });
        const { state } = await confirmSignature(o.signatory, {
          letterId,
          organizationId: o.id,
          locale: text.locale,
          sha256: text.sha256,
          nonce,
          listedName: o.name,
        });
        expect(state).toBe("confirmed");
      }
      await closeLetter(lead.signatory, { letterId });

      const page = await readList(lead.signatory, letterId, { leadsFirst: true, ignoreArticles: true, listColumns: 3 });
      expect(page.count).toBe(83);
      const ours = page.entries.map((e) => e.name);
      // The list was made by hand: these three stand there against every alphabet. Without them the orders are equal.
      const misplaced = [
        "Centre for Law and Democracy",
        "International Modern Media Institute",
        "Privacy International",
      ];
      const without = (all: string[]) => all.filter((name) => !misplaced.includes(name));
      expect(without(ours)).toEqual(without(names));
      await reviewList(lead.signatory, { letterId, ...page.settings, reviewed: true, fingerprint: page.fingerprint });
      const edition = await finalizeLetter(lead.signatory, { letterId });
      expect(edition).toMatchObject({ number: 1, count: 83 });

      await makeEditionPdfs({ editionId: edition.editionId });
      await makeEditionPdfs({ editionId: edition.editionId });
      const sentences = { en: "83 organizations", es: "83 organizaciones" };
      const figures: string[] = [];
      for (const text of frozen) {
        const { pdf } = await readEditionPdf(lead.person, letterId, 1, text.locale);
        const pages = pdfPages(Buffer.from(pdf));
        const printed = pages.join(" ").normalize("NFC");
        const missing = names.filter((name) => !printed.includes(name.replace(/\s+/g, " ").normalize("NFC")));
        expect(missing).toEqual([]);
        expect(printed).toContain(sentences[text.locale as "en" | "es"]);
        expect(pages.every((p) => p.replace(/\s/g, "").includes(text.sha256))).toBe(true);
        figures.push(
          `${text.locale}: ${pages.length} pages, ${pdf.byteLength} bytes, ${names.length - missing.length} of ${names.length} names`,
        );
      }
      console.info(`a real letter: ${figures.join("; ")}`);

      await publishLetter(lead.signatory, { letterId });
      expect(await verifyText(frozen[1]?.sha256 ?? "")).toMatchObject({
        kind: "match",
        text: { locale: "es", letter: { count: 83 } },
      });
      const { slug } = await readSlug(letterId);
      const published = await readPublicLetter(slug, "es");
      expect(published.signatories.map((s) => s.name)).toEqual(ours);
    }, 180_000);
  },
);

async function readSlug(letterId: string): Promise<{ slug: string }> {
  return transaction(async (tx) => {
    const row = await tx.query.letters.findFirst({ columns: { publicSlug: true }, where: (l) => eq(l.id, letterId) });
    return { slug: row?.publicSlug ?? "" };
  });
}
