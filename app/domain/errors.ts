/**
 * The closed list of things that can go wrong, with the HTTP status of each. Words belong to `app/i18n/…/errors.ts`,
 * where every code must have a text. Add a code here and both texts there.
 */
export const errorStatuses = {
  // asking for what is not there, or not yours: the same answer
  not_found: 404,
  not_signed_in: 401,
  not_allowed: 403,
  // input
  invalid_input: 400,
  required: 400,
  too_long: 400,
  invalid_email: 400,
  invalid_url: 400,
  invalid_zone: 400,
  invalid_time: 400,
  invalid_country: 400,
  // getting in
  wrong_credentials: 401,
  /** Of somebody who is signed in: the step-up. */
  wrong_password: 401,
  password_too_short: 400,
  password_too_long: 400,
  password_common: 400,
  reset_invalid: 410,
  invitation_invalid: 410,
  invitation_other_person: 403,
  invitation_duplicate: 409,
  too_many_attempts: 429,
  step_up_needed: 403,
  step_up_stale: 403,
  // organizations
  last_signatory: 409,
  last_coordinator: 409,
  rule_needs_two: 409,
  organization_exists: 409,
  already_member: 409,
  lead_cannot_leave: 409,
  // letters
  wrong_status: 409,
  text_closed: 409,
  review_incomplete: 409,
  co_lead_consent_missing: 409,
  has_signatures: 409,
  deadline_past: 400,
  deadline_not_later: 400,
  reason_required: 400,
  recipient_required: 400,
  language_exists: 409,
  language_authoritative: 409,
  language_empty: 409,
  list_not_reviewed: 409,
  not_finalized: 409,
  embargo_past: 400,
  nothing_delivered: 409,
  delivery_exists: 409,
  confirmation_needed: 400,
  no_signatures: 409,
  list_changed: 409,
  moment_in_future: 400,
  version_unchanged: 409,
  // signatures
  signing_closed: 409,
  text_changed: 409,
  not_invited: 409,
  signature_state: 409,
  already_approved: 409,
  reminded_recently: 409,
  invitation_answered: 409,
  lead_stays_invited: 409,
  // rooms, actions
  message_empty: 400,
  message_too_long: 400,
  room_archived: 409,
  campaign_archived: 409,
  already_guest: 409,
  ends_before_start: 400,
  action_cancelled: 409,
  // co-editing
  schema_outdated: 409,
  update_refused: 400,
  // the machine
  too_large: 413,
  rate_limited: 429,
  /** Too many wait for the same thing; nothing was tried or counted against whoever asks. */
  busy: 503,
  unexpected: 500,
} as const;

export type ErrorCode = keyof typeof errorStatuses;
export type ErrorFacts = Readonly<Record<string, string | number>>;

/**
 * A rule said no. `field` names the input that it is about, where there is one. Recognize it with `isDomainError`:
 * `instanceof` fails across the two module graphs.
 */
export class DomainError extends Error {
  override readonly name = "DomainError";
  constructor(
    readonly code: ErrorCode,
    readonly facts: ErrorFacts = {},
    readonly field?: string,
  ) {
    super(code);
  }
  get status(): number {
    return errorStatuses[this.code];
  }
}

export function isDomainError(error: unknown): error is DomainError {
  return typeof error === "object" && error !== null && (error as { name?: unknown }).name === "DomainError";
}

/** Not yours = not there. */
export function notFound(): DomainError {
  return new DomainError("not_found");
}

/** Several fields at once: { fieldErrors: { name: {code, facts} } }. Thrown by input checks, shown beside the fields. */
export type FieldErrors = Record<string, { code: ErrorCode; facts?: ErrorFacts }>;
export class InputError extends DomainError {
  constructor(readonly fieldErrors: FieldErrors) {
    super("invalid_input");
  }
}
export function fieldErrorsOf(error: DomainError): FieldErrors {
  const fields = (error as Partial<InputError>).fieldErrors;
  if (fields) return fields;
  return error.field ? { [error.field]: { code: error.code, facts: error.facts } } : {};
}
