import { DomainError } from "~/domain/errors";
import { PASSWORD_MAX, PASSWORD_MIN } from "~/domain/people/password";

type Estimator = { check(password: string, about: string[]): { score: number } };
let estimator: Promise<Estimator> | undefined;

/** Words that the English lists lack, and the product's own. */
const OWN_WORDS = [
  "contraseña",
  "contrasena",
  "clave",
  "secreto",
  "bienvenido",
  "bienvenida",
  "administrador",
  "usuario",
  "coalicion",
  "coalición",
  "teamo",
  "tequiero",
  "senha",
  "conjunta",
  "carta",
  "letter",
  "coalition",
];
/** Estimating takes the square of the length; what makes a password common shows in its beginning. */
const LOOKED_AT = 64;
/** Scores of the estimator: 0 to 2 fall to fewer than 10^8 guesses, which are the lists that everybody uses. */
const ENOUGH = 3;

/** Loaded at first use: the lists of common passwords take about half a second. They are files of ours, nothing is asked outside. */
async function load(): Promise<Estimator> {
  const [{ ZxcvbnFactory }, lists] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  return new ZxcvbnFactory({ dictionary: { ...lists.dictionary, own: OWN_WORDS }, graphs: lists.adjacencyGraphs });
}

/**
 * Is this password fit to be set? Twelve characters or more, none of the common ones and their variations, nothing made of
 * the person's own name and address.
 * @param about name and address of the person
 * @param field the input that the error is shown at
 * @throws password_too_short, password_too_long, password_common
 */
export async function checkPassword(plain: string, about: readonly string[], field = "password"): Promise<void> {
  const length = [...plain.normalize("NFC")].length;
  if (length < PASSWORD_MIN) throw new DomainError("password_too_short", { min: PASSWORD_MIN }, field);
  if (length > PASSWORD_MAX) throw new DomainError("password_too_long", { max: PASSWORD_MAX }, field);
  estimator ??= load();
  const words = about
    .flatMap((text) => [fold(text), ...fold(text).split(/[^\p{L}\p{N}]+/u)])
    .filter((w) => w.length > 2);
  const { score } = (await estimator).check(plain.slice(0, LOOKED_AT).toLowerCase(), [...words, ...OWN_WORDS]);
  if (score < ENOUGH || isMadeOf(fold(plain), words)) throw new DomainError("password_common", {}, field);
}

/** Lower case without accents. */
function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Whether hardly a letter is left when the person's own name and address are taken out. */
function isMadeOf(plain: string, words: readonly string[]): boolean {
  const rest = [...words].sort((a, b) => b.length - a.length).reduce((left, word) => left.replaceAll(word, " "), plain);
  return rest !== plain && rest.replace(/[^\p{L}]/gu, "").length < 4;
}
