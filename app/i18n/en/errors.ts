import type { ErrorCode } from "~/domain/errors";

type Facts = Readonly<Record<string, unknown>>;

/** Facts of an error are data from outside: read them as text, whatever they are. */
const text = (value: unknown) => (value === undefined || value === null ? "" : String(value));

export const errors = {
  generic: "Something did not work, and nothing was changed. Please try again.",
  /** One sentence for each DomainError code: a text, or a function of the error's facts. */
  codes: {
    not_found: "This is not here, or it is not open to you.",
    not_signed_in: "Sign in first, please.",
    not_allowed:
      "Your role here does not include this. Ask the coordination, or a person of your organization who may.",
    invalid_input: "Some answers need a change.",
    required: "An answer is needed here.",
    too_long: ({ max }: Facts) =>
      max !== undefined ? `This is too long. Write at most ${text(max)} characters.` : "This is too long. Write less.",
    invalid_email: "Write the email with an @, like name@organization.org",
    invalid_url: "Write the whole address, beginning with https://",
    invalid_zone: "Choose a time zone from the list.",
    invalid_time: "Write a day and a time that exist.",
    invalid_country: "Choose a country from the list.",
    wrong_credentials: "This email and this password do not go together.",
    wrong_password: "This is not your password. Type it again; the rest stays as you wrote it.",
    password_too_short: ({ min }: Facts) =>
      min !== undefined
        ? `Write at least ${text(min)} characters. Four words in a row are easy to keep in mind.`
        : "Write a longer password. Four words in a row are easy to keep in mind.",
    password_too_long: ({ max }: Facts) =>
      max !== undefined ? `Write at most ${text(max)} characters.` : "Write a shorter password.",
    password_common: "Many people use this password, so it is easy to guess. Choose another.",
    reset_invalid: "This link was used already or is too old. Ask for a new one.",
    invitation_invalid: "This invitation was used already, taken back, or is too old. Ask for a new one.",
    invitation_other_person: "This invitation is for another email. Sign out and open it again.",
    invitation_duplicate: "This person has an invitation already.",
    too_many_attempts: ({ minutes }: Facts) =>
      minutes !== undefined
        ? `Too many attempts. Please wait ${text(minutes)} min.`
        : "Too many attempts. Please wait a little.",
    step_up_needed: "Confirm with your password that it is you.",
    step_up_stale: "More than five minutes passed. Confirm with your password once more.",
    last_signatory: "This is the only authorized signatory of the organization. Name another one first.",
    last_coordinator: "A coalition needs a coordinator. Invite another one first.",
    rule_needs_two: "This sign-off rule needs two authorized signatories. Name a second one first.",
    organization_exists: "An organization of this name is here already.",
    already_member: "This person belongs to the organization already.",
    lead_cannot_leave: "A lead organization cannot leave its letter. Name another lead first.",
    wrong_status: "The letter is at another stage by now. Reload the page and look again.",
    text_closed: "The text is frozen; nobody can change it. Copy what you wrote if you want to keep it.",
    review_incomplete: "The letter needs a title, a recipient, an ask and a text before it goes to consultation.",
    co_lead_consent_missing: "A co-lead organization has not agreed yet.",
    has_signatures: "The letter has signatures already, so its text stays as it is.",
    deadline_past: "Choose a deadline in the future.",
    deadline_not_later: "Choose a deadline later than the one before.",
    reason_required: "Say why; it stays in the record.",
    recipient_required: "Choose at least one recipient.",
    language_exists: "The letter has a version in this language already.",
    language_authoritative: "This is the text of reference; it cannot be taken out.",
    language_empty: "This language version has no text yet.",
    list_not_reviewed: "Look through the list first: a possible duplicate or an unconfirmed signature is open.",
    not_finalized: "Compose the list first.",
    embargo_past: "Choose a moment in the future.",
    delivery_exists: "Another record says exactly this already.",
    confirmation_needed: "Tick the box to say that this is meant.",
    nothing_delivered: "Record at least one delivery first.",
    no_signatures: "No organization has signed, so there is no list to compose.",
    list_changed: "The list changed since you looked at it. Look through it once more.",
    moment_in_future: "This lies in the future. Write when it happened.",
    version_unchanged: "Nothing has changed since the last version.",
    signing_closed: "The sign-on has closed. You can ask to be in the next edition.",
    text_changed: "The text changed since you opened it. Read it as it stands now, then decide.",
    not_invited: "Your organization is not invited to sign this letter.",
    invitation_answered:
      "This organization has answered in the meantime, so its invitation cannot be taken back any more.",
    lead_stays_invited: "The organizations that lead a letter stay invited to sign it.",
    signature_state: "This signature is at another step by now. Reload the page and look again.",
    already_approved: "You have authorized this signature already; the rule asks for a second person.",
    reminded_recently: ({ days }: Facts) =>
      days !== undefined
        ? `This organization had a reminder in the last ${text(days)} days.`
        : "This organization had a reminder in the last three days.",
    message_empty: "Write something first.",
    message_too_long: ({ max }: Facts) =>
      max !== undefined
        ? `The message is too long. Write at most ${text(max)} characters.`
        : "The message is too long. Write it in two.",
    campaign_archived: "This campaign is archived: everything in it stays readable, and nothing new begins.",
    room_archived: "This room is archived; what was said stays readable.",
    already_guest: "This person is a guest here already.",
    ends_before_start: "Choose an end after the beginning.",
    action_cancelled: "This action was cancelled.",
    schema_outdated: "The portal was renewed. Reload the page to go on writing; your text is kept.",
    update_refused: "This change could not be stored. Copy what you wrote and reload the page.",
    too_large: "That is too much for one request.",
    rate_limited: "That was very fast. Please wait a moment and try again.",
    busy: "Very many people are signing in right now. Please try again in a few seconds.",
    unexpected: "Something did not work, and nothing was changed. Please try again.",
  } satisfies Record<ErrorCode, string | ((facts: Facts) => string)>,
  /** What an empty field of this name lacks: says more than `required`. */
  missing: {
    email: "Write an email address.",
    password: "Write your password.",
    presentPassword: "Write the password that you have now.",
    name: "Write a name.",
    title: "Write a title.",
    subject: "Write what the letter is about.",
    deadline: "Choose a day and a time.",
    starts: "Choose a day.",
  } as Record<string, string>,
  page: {
    notFoundTitle: "There is nothing at this address",
    notFoundBody: "The page was moved or closed, or it is not open to you. The address may also be incomplete.",
    forbiddenTitle: "This page is not open to you",
    forbiddenBody: "Ask a person of your organization or the coordination of the coalition for access.",
    crashTitle: "The portal could not show this page",
    crashBody: "The mistake is ours. What you sent before is safe. Please try again in a moment.",
    crossSiteBody:
      "The request did not come from a page of this portal, so it was refused. Open the page again and repeat it there.",
    tooLargeBody: "That is too much for one request: at most 1 MB goes through at once.",
    offlineTitle: "There is no connection",
    offlineBody: "What you write is kept on this device and sent when the connection returns.",
    tooManyTitle: "One moment, please",
    tooManyBody: "There were many requests from here in a short time. Please try again in a few minutes.",
    goHome: "Go to the start page",
    reload: "Try again",
  },
};
