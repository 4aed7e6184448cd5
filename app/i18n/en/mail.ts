/** What a mail may name; everything is text that was made for the reader, empty when there is none. */
export type MailFacts = {
  /** Who did it. */
  by: string;
  organization: string;
  coalition: string;
  letter: string;
  room: string;
  action: string;
  /** "Friday, March 20, 2026, 5:00 pm in Washington (3:00 pm in Guatemala City)" */
  deadline: string;
  /** When an action takes place. */
  when: string;
  place: string;
  reason: string;
  edition: string;
  /** "83 organizations" */
  signers: string;
  sha256: string;
  role: string;
};

const by = ({ by: name }: MailFacts) => name || "Somebody";
const until = ({ deadline }: MailFacts) => (deadline ? [`Sign-on closes on ${deadline}.`] : []);
const because = ({ reason }: MailFacts) => (reason ? [`Why: ${reason}`] : []);
const what = ({ when, place }: MailFacts) =>
  [when && `When: ${when}.`, place && `Where: ${place}.`].filter((s) => s !== "");

type Words = { subject: (f: MailFacts) => string; says: (f: MailFacts) => string[]; open: string };

const kinds = {
  signature_awaited: {
    subject: (f) => `${f.letter}: does ${f.organization} sign?`,
    says: (f) => [
      `The letter “${f.letter}” of ${f.coalition} is open for signatures, and waits for ${f.organization}.`,
      ...until(f),
      "Nothing is signed by opening the page: there you read the text and decide.",
    ],
    open: "Read and decide",
  },
  approval_requested: {
    subject: (f) => `To authorize: ${f.organization} on “${f.letter}”`,
    says: (f) => [
      `${by(f)} asks you, as an authorized signatory, to sign “${f.letter}” for ${f.organization}.`,
      ...until(f),
      "You can authorize it or decline. Until you do, your organization is not on the list.",
    ],
    open: "Read and decide",
  },
  reminder: {
    subject: (f) => `Reminder: ${f.letter}`,
    says: (f) => [
      `${by(f)} writes to ${f.organization || "you"} about the letter “${f.letter}”, on which it has not decided.`,
      ...until(f),
    ],
    open: "Read and decide",
  },
  review_opened: {
    subject: (f) => `For your comments: ${f.letter}`,
    says: (f) => [`${by(f)} opened the consultation on the letter “${f.letter}”. The text can still change.`],
    open: "Read and comment",
  },
  deadline_extended: {
    subject: (f) => `More time to sign: ${f.letter}`,
    says: (f) => [
      `The deadline of the letter “${f.letter}” was extended. ${f.deadline ? `It now closes on ${f.deadline}.` : ""}`.trim(),
      ...because(f),
    ],
    open: "Read and decide",
  },
  deadline_near: {
    subject: (f) => `Closes soon: ${f.letter}`,
    says: (f) => [`The letter “${f.letter}” closes soon, and ${f.organization} has not decided.`, ...until(f)],
    open: "Read and decide",
  },
  letter_closed: {
    subject: (f) => `Closed: ${f.letter}`,
    says: (f) => [`The letter “${f.letter}” takes no more signatures. Its list is being composed.`],
    open: "See the letter",
  },
  letter_delivered: {
    subject: (f) => `Delivered: ${f.letter}`,
    says: (f) => [`The letter “${f.letter}” was delivered.`],
    open: "See the letter as delivered",
  },
  letter_cancelled: {
    subject: (f) => `Cancelled: ${f.letter}`,
    says: (f) => [
      `${by(f)} cancelled the letter “${f.letter}”. It is not delivered, and signatures under it go no further.`,
      ...because(f),
    ],
    open: "See the letter",
  },
  signature_withdrawn: {
    subject: (f) => `Signature withdrawn: ${f.letter}`,
    says: (f) => [
      `${f.organization} withdrew its signature from the letter “${f.letter}”.`,
      "The list must be looked through again. An edition that exists stays as it is; the name leaves with the next one.",
    ],
    open: "See the letter",
  },
  late_request: {
    subject: (f) => `A late request: ${f.organization} on “${f.letter}”`,
    says: (f) => [
      `${f.organization} asks for a place in the next edition of the letter “${f.letter}”, after sign-on closed.`,
      "You decide whether it may still sign.",
    ],
    open: "See the request",
  },
  follow_up_due: {
    subject: (f) => `Follow up: ${f.letter}`,
    says: (f) => [
      `The letter “${f.letter}” was delivered two weeks ago, and no answer is recorded.`,
      "Ask what became of it, and note what you learn. The follow-up ends with an answer, or when you end it.",
    ],
    open: "See the deliveries",
  },
  final_copy: {
    subject: (f) => `Final copy: ${f.letter}`,
    says: (f) => [
      `The letter “${f.letter}”, which ${f.organization} signed, was delivered${f.signers ? ` with ${f.signers}` : ""}. This is where its final copy is, edition ${f.edition}.`,
      `SHA-256 of the text that was signed: ${f.sha256}`,
    ],
    open: "See the letter and its PDF",
  },
  mention: {
    subject: (f) => (f.room ? `${by(f)} mentioned you in ${f.room}` : `${by(f)} mentioned you`),
    says: (f) => [`${by(f)} mentioned you${f.room ? ` in the room ${f.room}` : ""}, in ${f.coalition}.`],
    open: "Read it there",
  },
  comment_reply: {
    subject: (f) => `A reply on ${f.letter}`,
    says: (f) => [`${by(f)} replied to your comment on “${f.letter}”.`],
    open: "Read the reply",
  },
  action_planned: {
    subject: (f) => `New: ${f.action}`,
    says: (f) => [`${by(f)} planned “${f.action}” in ${f.coalition}.`, ...what(f)],
    open: "Answer",
  },
  action_changed: {
    subject: (f) => `Changed: ${f.action}`,
    says: (f) => [`“${f.action}” has changed. This is how it stands now.`, ...what(f)],
    open: "See what changed",
  },
  action_cancelled: {
    subject: (f) => `Cancelled: ${f.action}`,
    says: (f) => [`“${f.action}” does not take place.`, ...what(f), ...because(f)],
    open: "See the action",
  },
  action_reminder: {
    subject: (f) => `Soon: ${f.action}`,
    says: (f) => [`You said that you are coming to “${f.action}”.`, ...what(f)],
    open: "See the action",
  },
  role_changed: {
    subject: (f) => `Your role in ${f.organization}`,
    says: (f) => [
      f.role ? `${by(f)} made you ${f.role} in ${f.organization}.` : `Your role in ${f.organization} was changed.`,
    ],
    open: "See the organization",
  },
  rule_change_asked: {
    subject: (f) => `To confirm: one signatory for ${f.organization}`,
    says: (f) => [
      `Today two signatories sign for ${f.organization}. ${by(f)} asks that one be enough.`,
      "It changes only when another signatory confirms it. You can also refuse.",
    ],
    open: "Confirm or refuse",
  },
  organization_authority_changed: {
    subject: (f) => `Who signs for ${f.organization}`,
    says: (f) => [
      `${by(f)} changed who signs for ${f.organization}, or how many signatories it takes.`,
      "If this surprises you, look at it now and speak with the other signatories.",
    ],
    open: "See who signs",
  },
} satisfies Record<string, Words>;

export const mail = {
  kinds: kinds as Record<keyof typeof kinds, Words>,
  greeting: ({ name }: { name: string }) => (name ? `Dear ${name},` : "Good day,"),
  /** Before words that a person wrote. */
  writes: ({ by: name }: { by: string }) => (name ? `${name} writes:` : "The message:"),
  why: ({ coalition }: { coalition: string }) => `You receive this as part of ${coalition} on Conjunta.`,
  settings: "Choose which mails you receive",
  /** A time in the zone where it counts, with the reader's own in brackets. */
  alsoHere: ({ there, here }: { there: string; here: string }) => `${there} (${here})`,
  days: ({ first, last }: { first: string; last: string }) => `${first} to ${last}`,
};
