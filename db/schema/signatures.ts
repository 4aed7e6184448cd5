import { index, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, id, moment } from "./columns";
import { textVersions } from "./letter-text";
import { letters } from "./letters";
import { organizations } from "./organizations";
import { people } from "./people";

export const signatureStates = [
  "invited",
  "considering",
  "pending_approval",
  "confirmed",
  "declined",
  "withdrawn",
] as const;

/** One live signature per organization and letter: the row is the invitation first and the signature later. */
export const signatures = pgTable(
  "signatures",
  {
    id: id(),
    letterId: text("letter_id")
      .notNull()
      .references(() => letters.id),
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
    state: text("state", { enum: signatureStates }).notNull().default("invited"),
    invitedAt: moment("invited_at").notNull().defaultNow(),
    /** First time somebody of the organization who may decide opened it. */
    consideringAt: moment("considering_at"),
    requestedBy: text("requested_by").references(() => people.id),
    requestedAt: moment("requested_at"),
    requestNote: text("request_note").notNull().default(""),
    confirmedBy: text("confirmed_by").references(() => people.id),
    /** By the database's clock, under the letter's row lock. */
    confirmedAt: moment("confirmed_at"),
    /** The sign-off rule in force when it was confirmed. */
    rule: text("rule", { enum: ["one", "two"] }),
    /** The language read, its text version and hash: what exactly was agreed to. */
    locale: text("locale"),
    textVersionId: text("text_version_id").references(() => textVersions.id),
    sha256: text("sha256"),
    /** The organization's name as it is to stand in the list. */
    listedName: text("listed_name").notNull().default(""),
    /** Name and title of who signs for it, as they are to stand; may be empty. */
    listedPerson: text("listed_person").notNull().default(""),
    capacity: text("capacity", { enum: ["organization", "individual"] })
      .notNull()
      .default("organization"),
    /** Confidential visibilities follow in a later issue; the place is kept. */
    visibility: text("visibility", { enum: ["public"] })
      .notNull()
      .default("public"),
    declinedBy: text("declined_by").references(() => people.id),
    declinedAt: moment("declined_at"),
    /** Private to the lead and the own organization. */
    declineReason: text("decline_reason").notNull().default(""),
    withdrawnBy: text("withdrawn_by").references(() => people.id),
    withdrawnAt: moment("withdrawn_at"),
    withdrawReason: text("withdraw_reason").notNull().default(""),
    /** A lead let it into the next edition after the list had been composed: it may be confirmed although sign-on is closed. */
    lateAdmittedAt: moment("late_admitted_at"),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("one_live_signature").on(t.letterId, t.organizationId),
    index().on(t.organizationId, t.state),
    index("signatures_by_letter").on(t.letterId, t.state, t.confirmedAt),
  ],
);

/** Who of the organization has approved (rule `two` needs two different signatories). */
export const signatureApprovals = pgTable(
  "signature_approvals",
  {
    signatureId: text("signature_id")
      .notNull()
      .references(() => signatures.id),
    personId: text("person_id")
      .notNull()
      .references(() => people.id),
    sha256: text("sha256").notNull(),
    approvedAt: moment("approved_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.signatureId, t.personId] })],
);

/** A step-up: single use, bound to person, organization and exact text; five minutes. */
export const stepUps = pgTable(
  "step_ups",
  {
    nonce: text("nonce").primaryKey(),
    personId: text("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    letterId: text("letter_id")
      .notNull()
      .references(() => letters.id),
    organizationId: text("organization_id").notNull(),
    sha256: text("sha256").notNull(),
    createdAt: createdAt(),
    usedAt: moment("used_at"),
  },
  (t) => [index().on(t.personId)],
);

/** A reminder that the lead wrote to an undecided organization; at most one in three days. */
export const reminders = pgTable(
  "reminders",
  {
    id: id(),
    letterId: text("letter_id")
      .notNull()
      .references(() => letters.id),
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
    sentBy: text("sent_by").references(() => people.id),
    body: text("body").notNull(),
    createdAt: createdAt(),
  },
  (t) => [index().on(t.letterId, t.organizationId, t.createdAt)],
);
