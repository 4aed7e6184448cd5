import { json } from "@remix-run/node";
import type { z } from "zod";
import {
  type DomainError,
  type ErrorCode,
  type ErrorFacts,
  type FieldErrors,
  fieldErrorsOf,
  isDomainError,
} from "~/domain/errors";

/** What an action answers when a form could not be carried out. Nothing that was typed is lost. */
export type FormFailure = {
  ok: false;
  code: ErrorCode;
  facts: ErrorFacts;
  fields: FieldErrors;
  /** What was typed, for the fields; passwords are left out. */
  values: Record<string, string | string[]>;
};

const PRIVATE = /password|token|nonce/i;

/** A form's fields as an object: a name that stands several times, or that ends in `[]`, gives an array. */
export function formValues(form: FormData): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const name of new Set(form.keys())) {
    const all = form.getAll(name).filter((v): v is string => typeof v === "string");
    const key = name.replace(/\[\]$/, "");
    values[key] = name.endsWith("[]") || all.length > 1 ? all : (all[0] ?? "");
  }
  return values;
}

/** The form that a request carries; null when what it carries is none: another kind of body, or one that is cut off. */
export async function readForm(request: Request): Promise<FormData | null> {
  try {
    return await request.formData();
  } catch (error) {
    // Whoever went away in between sent no bad form.
    if (request.signal.aborted) throw error;
    return null;
  }
}

/** No keyboard writes a NUL, and the database takes none. */
function hasNul(form: FormData): boolean {
  return [...form].some(([name, value]) => name.includes("\0") || (typeof value === "string" && value.includes("\0")));
}

/**
 * Parses a form by a strict schema, runs a verb, and turns what the schema or the domain refuses into an answer that the
 * page shows beside its fields. Other errors pass through.
 */
export async function runForm<S extends z.ZodType, R>(
  request: Request,
  schema: S,
  run: (input: z.infer<S>) => Promise<R>,
): Promise<R | ReturnType<typeof json<FormFailure>>> {
  const form = await readForm(request);
  if (form === null || hasNul(form)) {
    return json<FormFailure>({ ok: false, code: "invalid_input", facts: {}, fields: {}, values: {} }, { status: 400 });
  }
  const values = formValues(form);
  const shown = Object.fromEntries(Object.entries(values).filter(([name]) => !PRIVATE.test(name)));
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    return json<FormFailure>(
      { ok: false, code: "invalid_input", facts: {}, fields: zodFields(parsed.error, values), values: shown },
      { status: 400 },
    );
  }
  try {
    return await run(parsed.data);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    if (error.code === "not_found") throw new Response(null, { status: 404 });
    return json<FormFailure>(
      { ok: false, code: error.code, facts: error.facts, fields: fieldErrorsOf(error), values: shown },
      answerTo(error),
    );
  }
}

/** Status of a refusal; where it passes by itself, also after how many seconds (`Retry-After`, RFC 9110, 10.2.3). */
export function answerTo({ code, facts, status }: DomainError): ResponseInit {
  const seconds = code === "busy" ? 5 : code === "too_many_attempts" ? Number(facts.minutes) * 60 : 0;
  return seconds > 0 ? { status, headers: { "Retry-After": String(seconds) } } : { status };
}

/** Runs a read; what the domain refuses becomes a Response for the error page: 404 for what is not yours. */
export async function guard<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isDomainError(error)) throw error;
    throw json({ code: error.code, facts: error.facts }, answerTo(error));
  }
}

function zodFields(error: z.ZodError, values: Record<string, string | string[]>): FieldErrors {
  const fields: FieldErrors = {};
  for (const issue of error.issues) {
    const name = String(issue.path[0] ?? "form");
    // Whatever an empty field fails by, what it lacks is an answer.
    fields[name] ??= values[name] === "" ? { code: "required" } : fieldError(issue);
  }
  return fields;
}

function fieldError(issue: z.core.$ZodIssue): FieldErrors[string] {
  if (issue.code === "too_small" && issue.origin === "string") return { code: "required" };
  if (issue.code === "too_big" && issue.origin === "string")
    return { code: "too_long", facts: { max: Number(issue.maximum) } };
  if (issue.code === "invalid_type") return { code: "required" };
  if (issue.code === "invalid_format" && issue.format === "email") return { code: "invalid_email" };
  if (issue.code === "invalid_format" && issue.format === "url") return { code: "invalid_url" };
  return { code: "invalid_input" };
}
