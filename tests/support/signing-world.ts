import { sql } from "drizzle-orm";
import { newId } from "~/domain/id";
import { openLetter } from "~/domain/letters/open-letter.server";
import { recordStepUp } from "~/domain/letters/step-up.server";
import { canonicalText } from "~/domain/letters/text/canonical";
import { parsePlainText } from "~/domain/letters/text/parse-plain-text";
import { sha256Hex } from "~/domain/letters/text/sha256.server";
import type { Member, PostRole } from "~/domain/member";
import { readMember } from "~/domain/people/read-member.server";
import { wallTimeOf } from "~/domain/time-zones";
import { transaction } from "~db/client.server";
import {
  campaignOrganizations,
  campaigns,
  coalitionOrganizations,
  coalitions,
  coordinators,
  languageVersions,
  letterLeads,
  letters,
  organizations,
  people,
  posts,
  recipients,
  textVersions,
} from "~db/schema";

/** Coalitions with organizations, people and a frozen letter, made as rows: for tests of what follows the freeze. */

export type WorldOrganization = {
  id: string;
  name: string;
  signatory: Member;
  second: Member;
  delegate: Member;
  person: Member;
};
export type World = {
  coalitionId: string;
  slug: string;
  campaignId: string;
  coordinator: Member;
  /** The first leads, the second co-leads; all of them take part in the campaign. */
  organizations: WorldOrganization[];
  /** A partner of the coalition that takes no part in the campaign. */
  outsider: WorldOrganization;
};

export async function makePerson(name: string, locale: "en" | "es" = "en"): Promise<string> {
  const id = newId();
  await transaction((tx) =>
    tx.insert(people).values({ id, name, email: `${id}@example.org`, locale, timeZone: "America/Bogota" }),
  );
  return id;
}

async function member(personId: string, coalitionId: string, name: string): Promise<Member> {
  return readMember({ id: personId, name, locale: "en", timeZone: "America/Bogota" }, { id: coalitionId });
}

/** A world of its own: two of them are two coalitions that must not see each other. */
export async function makeWorld(
  options: { organizations?: number; names?: string[]; nameLocale?: string; rule?: "one" | "two" } = {},
): Promise<World> {
  const names =
    options.names ??
    Array.from(
      { length: options.organizations ?? 5 },
      (_, i) => `Organization ${String.fromCharCode(65 + (i % 26))}${i}`,
    );
  const coalitionId = newId();
  const campaignId = newId();
  const slug = `w-${coalitionId.slice(-12)}`;
  const coordinatorId = await makePerson("Coordinator");
  await transaction(async (tx) => {
    await tx.insert(coalitions).values({ id: coalitionId, slug, name: "Coalition", dye: "grana" });
    await tx.insert(coordinators).values({ coalitionId, personId: coordinatorId });
    await tx.insert(campaigns).values({ id: campaignId, coalitionId, name: "Campaign" });
  });
  const roles: PostRole[] = ["signatory", "signatory", "delegate", "member"];
  const made = [...names, "Outsider"].map((name) => ({ id: newId(), name, peopleIds: roles.map(() => newId()) }));
  await transaction(async (tx) => {
    await tx.insert(organizations).values(
      made.map(({ id, name }, i) => ({
        id,
        name,
        nameLocale: options.nameLocale ?? "en",
        country: ["MX", "GT", "HT", "US"][i % 4] ?? "US",
        signOffRule: options.rule ?? "one",
      })),
    );
    await tx.insert(coalitionOrganizations).values(made.map(({ id }) => ({ coalitionId, organizationId: id })));
    await tx
      .insert(campaignOrganizations)
      .values(made.slice(0, -1).map(({ id }) => ({ campaignId, organizationId: id })));
    await tx
      .insert(people)
      .values(
        made.flatMap(({ name, peopleIds }) =>
          peopleIds.map((id, r) => ({ id, name: `${roles[r]} ${r} of ${name}`, email: `${id}@example.org` })),
        ),
      );
    await tx
      .insert(posts)
      .values(
        made.flatMap(({ id, peopleIds }) =>
          peopleIds.map((personId, r) => ({ organizationId: id, personId, role: roles[r] ?? "member" })),
        ),
      );
  });
  const full = await Promise.all(
    made.map(async ({ id, name, peopleIds }): Promise<WorldOrganization> => {
      const [signatory, second, delegate, person] = await Promise.all(
        peopleIds.map((personId, r) => member(personId, coalitionId, `${roles[r]} of ${name}`)),
      );
      if (!signatory || !second || !delegate || !person) throw new Error("four people each");
      return { id, name, signatory, second, delegate, person };
    }),
  );
  const outsider = full.pop();
  if (!outsider) throw new Error("there is always an outsider");
  return {
    coalitionId,
    slug,
    campaignId,
    organizations: full,
    outsider,
    coordinator: await member(coordinatorId, coalitionId, "Coordinator"),
  };
}

export type FrozenLetter = {
  letterId: string;
  slug: string;
  recipientIds: string[];
  sha256: Record<string, string>;
  textIds: Record<string, string>;
};

/** A letter whose text stands: led by the first organization, co-led by the second. */
export async function freezeNewLetter(
  world: World,
  texts: { locale: string; subject: string; body: string }[] = [
    { locale: "en", subject: "Protect the rivers", body: "We ask you to protect the rivers.\n\nSincerely," },
    { locale: "es", subject: "Proteger los ríos", body: "Pedimos que se protejan los ríos.\n\nAtentamente," },
  ],
): Promise<FrozenLetter> {
  const letterId = newId();
  const slug = newId().slice(-12);
  const [lead, coLead] = world.organizations;
  if (!lead || !coLead || !texts[0]) throw new Error("a letter has a lead, a co-lead and a text");
  const to = [
    { kind: "to" as const, name: "The Chair", office: "Committee on Appropriations", address: "Washington, DC 20515" },
    { kind: "cc" as const, name: "The Secretary", office: "Department of State", address: "Washington, DC 20520" },
  ];
  const recipientIds = to.map(() => newId());
  const sha256: Record<string, string> = {};
  const textIds: Record<string, string> = {};
  await transaction(async (tx) => {
    await tx.insert(letters).values({
      id: letterId,
      coalitionId: world.coalitionId,
      campaignId: world.campaignId,
      title: texts[0]?.subject ?? "",
      ask: "Protect them.",
      authoritativeLocale: texts[0]?.locale ?? "en",
      publicSlug: slug,
      createdBy: lead.delegate.personId,
    });
    await tx.insert(letterLeads).values([
      { letterId, organizationId: lead.id, kind: "lead" },
      { letterId, organizationId: coLead.id, kind: "co_lead" },
    ]);
    await tx
      .insert(recipients)
      .values(to.map((r, i) => ({ ...r, id: recipientIds[i] as string, letterId, position: i })));
    for (const { locale, subject, body } of texts) {
      const languageVersionId = newId();
      const doc = parsePlainText(body);
      const canonical = canonicalText({
        subject,
        dateLine: "",
        doc,
        recipients: to.map((r) => ({ kind: r.kind, lines: [r.name, r.office, r.address] })),
      });
      sha256[locale] = sha256Hex(canonical);
      textIds[locale] = newId();
      await tx.insert(languageVersions).values({ id: languageVersionId, letterId, locale, subject });
      await tx.insert(textVersions).values({
        id: textIds[locale],
        languageVersionId,
        number: 1,
        kind: "frozen",
        subject,
        recipients: to,
        doc,
        canonical,
        sha256: sha256[locale],
        createdBy: lead.signatory.personId,
      });
    }
    await tx.update(letters).set({ status: "frozen", frozenAt: sql`clock_timestamp()` }).where(sql`id = ${letterId}`);
  });
  return { letterId, slug, recipientIds, sha256, textIds };
}

/** A moment `ms` from now as a field of a form has it. The field has no seconds, so it may be up to a minute earlier. */
export function inFuture(ms: number, zone = "America/Bogota"): { deadline: string; zone: string } {
  return { deadline: wallTimeOf(new Date(Date.now() + ms), zone), zone };
}

/** The same, opened by its lead for three days: the campaign's organizations are asked to sign, and whom `more` names. */
export async function openNewLetter(world: World, more: { organizationIds?: string[] } = {}): Promise<FrozenLetter> {
  const letter = await freezeNewLetter(world);
  const lead = world.organizations[0];
  if (!lead) throw new Error("a letter has a lead");
  await openLetter(lead.signatory, {
    letterId: letter.letterId,
    ...inFuture(3 * 86_400_000),
    meaning: "It stands under the letter.",
    inviteCampaign: true,
    ...more,
  });
  return letter;
}

/** What a signatory sends, with a step-up of its own. */
export async function confirmation(
  who: Member,
  letter: FrozenLetter,
  organization: { id: string; name: string },
  locale = "en",
) {
  const sha256 = letter.sha256[locale] ?? "";
  return {
    letterId: letter.letterId,
    organizationId: organization.id,
    locale,
    sha256,
    nonce: await recordStepUp(who, { letterId: letter.letterId, organizationId: organization.id, sha256 }),
    listedName: organization.name,
  };
}
