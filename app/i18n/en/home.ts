import { plural } from "../plural";

export const home = {
  title: "Home",
  overline: ({ day, time, city, there }: { day: string; time: string; city: string; there: string | null }) =>
    `${day} · ${time} in ${city}${there ? `, ${there}` : ""}`,
  waiting: ({ n, organization }: { n: number; organization: string }) =>
    plural("en", n, {
      one: `One letter waits for ${organization}`,
      other: `${n <= 10 ? words[n] : n} letters wait for ${organization}`,
    }),
  nothingWaiting: ({ organization }: { organization: string }) => `Nothing waits for ${organization}`,
  welcome: ({ name }: { name: string }) => `Good to see you, ${name}`,
  newLetter: "New letter",
  awaiting: {
    title: "Awaiting your organization’s decision",
    all: "All letters",
    inbox: "Sign-on inbox",
    prepared: ({ name, when }: { name: string; when: string }) =>
      `${name} prepared the signature (${when}) and asks you to authorize it`,
    asked: ({ when }: { when: string }) => `With your authorized signatory since ${when}`,
    toSign: ({ to, campaign }: { to: string | null; campaign: string }) =>
      `${to ? `To ${to} · ` : ""}${campaign} · for your signature`,
    forOrganization: ({ name }: { name: string }) => `For ${name}`,
    review: ({ campaign }: { campaign: string }) => `${campaign} · your comments are asked`,
    authorize: "Authorize",
    readFirst: "Read first",
    decide: "Read and decide",
    read: "Read",
    comment: "Read and comment",
    noDeadline: "No deadline",
    none: {
      title: "Nothing to decide",
      text: "Letters that your organization is asked to sign appear here, the nearest deadline first.",
    },
  },
  /** For those who lead letters. */
  tasks: {
    title: "Letters that you lead",
    late_request: ({ n }: { n: number }) =>
      plural("en", n, {
        one: "1 organization asks for a place in the next edition",
        other: `${n} organizations ask for a place in the next edition`,
      }),
    review_list: "sign-on has closed, its list waits for you",
    deliver: "the list is composed, the letter can be delivered",
    follow_up: ({ when }: { when: string }) => `follow-up since ${when}: ask what became of it`,
    go: {
      late_request: "Decide about it",
      review_list: "Look through the list",
      deliver: "Record the delivery",
      follow_up: "Note the answer",
    },
  },
  signedOf: ({ signed, total }: { signed: number; total: number }) => `${signed} / ${total}`,
  mentions: {
    title: "You were mentioned",
    all: "All notices",
    none: "Nobody has mentioned you since you last read.",
    where: ({ campaign, room }: { campaign: string; room: string }) =>
      campaign === room ? `in ${room}` : `in ${room}, ${campaign}`,
  },
  actions: { title: "Next actions", all: "Calendar", none: "Nothing is planned yet." },
  progress: {
    title: "Letters in progress",
    none: "No letter is under way.",
    lead: "you lead it",
    coLead: "you co-lead it",
    followUp: ({ when }: { when: string }) => `follow-up on ${when}`,
  },
  since: { title: "Lately", none: "Nothing has happened in the last three days." },
  empty: {
    title: "This is the beginning",
    text: "A campaign holds letters, rooms and actions. Create the first one, then write a letter in it.",
    guestTitle: "You are a guest here",
    guestText: "You were invited to these rooms:",
    waitText: "As soon as your organization takes part in a campaign, its letters and rooms appear here.",
  },
  /** {tokens} are replaced by names with links. */
  activity: {
    "organization.joined": () => "{organization} joined the coalition",
    "organization.left": () => "{organization} left the coalition",
    "person.joined": () => "{person} joined",
    "campaign.created": () => "{actor} created the campaign {campaign}",
    "campaign.organization_left": () => "{organization} left {campaign}",
    "campaign.organization_joined": ({ others }: { others: number }) =>
      plural("en", others, {
        zero: "{organization} joined {campaign}",
        one: "{organization} and one other joined {campaign}",
        other: `{organization} and ${others} others joined {campaign}`,
      }),
    "letter.created": () => "{actor} began the letter {letter}",
    "letter.sent_to_review": () => "{actor} opened the consultation on {letter}",
    "letter.returned_to_draft": () => "{actor} took {letter} back to drafting",
    "letter.frozen": () => "{actor} froze the text of {letter}",
    "letter.unfrozen": () => "{actor} took {letter} back to consultation",
    "letter.opened": () => "{letter} is open for signatures",
    "letter.extended": () => "{actor} extended the deadline of {letter}",
    "letter.closed": () => "{letter} closed",
    "letter.reopened": () => "{actor} reopened {letter}",
    "letter.finalized": () => "{actor} finalized the list of {letter}",
    "letter.delivered": () => "{letter} was delivered",
    "letter.published": () => "{letter} was published",
    "letter.cancelled": () => "{actor} cancelled {letter}",
    "letter.version_saved": () => "{actor} saved a version of {letter}",
    "letter.signed": ({ others }: { others: number }) =>
      plural("en", others, {
        zero: "{organization} signed {letter}",
        one: "{organization} and one other signed {letter}",
        other: `{organization} and ${others} others signed {letter}`,
      }),
    "signature.withdrawn": () => "{organization} withdrew its signature from {letter}",
    "room.created": () => "{actor} opened the room {room}",
    "action.planned": () => "{actor} planned {action}",
    "action.changed": () => "{actor} changed {action}",
    "action.cancelled": () => "{actor} cancelled {action}",
    "action.restored": () => "{action} takes place after all, says {actor}",
  },
  /** The clock, or somebody whose name is gone. */
  somebody: "The clock",
  more: {
    title: "More",
    organizations: "Organizations",
    campaigns: "Campaigns",
    notices: "Notices",
    settings: "Coalition settings",
    profile: "My profile",
    notifications: "Notices by mail",
    calendar: "Calendar address",
    sessions: "My sessions",
    verify: "Verify a letter",
    signOut: "Sign out",
    inbox: "Sign-on inbox",
  },
  mailbox: {
    title: "Mail sent",
    intro: "In development and in the demo, mail goes here instead of into the world.",
    none: "No mail has been written yet.",
    to: "To",
    subject: "Subject",
    when: "When",
    kind: "Kind",
    state: "State",
    sent: "sent",
    queued: "waits",
    failed: ({ code }: { code: string }) => `failed (${code})`,
    text: "As text",
    html: "As it looks",
    back: "All mail",
  },
};

const words = ["no", "one", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];
