import { isDomainError } from "~/domain/errors";

/** What a verb answers: "ok", or the code of its refusal. Other errors pass through. */
export async function codeOf(doing: Promise<unknown>): Promise<string> {
  return (await refusal(doing))?.code ?? "ok";
}

/** What a verb answers: "ok", or code and status of its refusal, "not_found 404". Other errors pass through. */
export async function answer(doing: Promise<unknown>): Promise<string> {
  const refused = await refusal(doing);
  return refused ? `${refused.code} ${refused.status}` : "ok";
}

async function refusal(doing: Promise<unknown>) {
  try {
    await doing;
    return null;
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return error;
  }
}
