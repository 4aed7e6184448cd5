import { useI18n } from "~/i18n/use-i18n";
import { cx } from "./class-names";
import { pick } from "./faja";

export type Voice = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** The colour of a person, the same everywhere: avatars, carets, comment rules. */
export function voiceOf(id: string): Voice {
  return pick<Voice>(id, [1, 2, 3, 4, 5, 6, 7, 8]);
}

/** Two letters for a name: of its first and its last part, small words left out. */
export function initials(name: string): string {
  const parts = name
    .normalize("NFC")
    .split(/[\s–—-]+/u)
    .map((part) => part.replace(/^[^\p{L}\p{N}]+/u, ""))
    .filter(
      (part) => part && !/^(de|del|la|las|los|el|y|e|of|the|for|and|da|do|dos|das|pou|sr|sra|st)\.?$/iu.test(part),
    );
  const [first = "", last = ""] = [parts[0], parts.length > 1 ? parts[parts.length - 1] : ""];
  return ([...first][0] ?? "").concat([...last][0] ?? "").toLocaleUpperCase() || "?";
}

export type AvatarProps = {
  /** Decides the colour, unless `voice` does. */
  id?: string;
  name: string;
  voice?: Voice;
  size?: "sm" | "md" | "lg";
  presence?: "here" | "away" | null;
  /** A name that is withheld, or a person who has not come yet: a dashed circle. */
  kind?: "withheld" | "invited" | null;
};

/** Initials in a circle. Decorative: the name is text beside it; presence is said in words. */
export function Avatar({ id, name, voice, size = "md", presence, kind }: AvatarProps) {
  const { t } = useI18n();
  return (
    <span
      className={cx(
        "avatar",
        size !== "md" && `avatar--${size}`,
        kind && `avatar--${kind}`,
        `voice-${voice ?? voiceOf(id ?? name)}`,
      )}
    >
      <span className="avatar__initials" aria-hidden="true">
        {initials(name)}
      </span>
      {presence && (
        <span className={cx("avatar__state", `avatar__state--${presence}`)}>
          <span className="sr-only">{presence === "here" ? t.common.here : t.common.away}</span>
        </span>
      )}
    </span>
  );
}

/** Several people as one picture, named in full for screen readers. */
export function AvatarStack({
  people,
  max = 4,
  size = "sm",
}: {
  people: readonly { id: string; name: string; voice?: Voice }[];
  max?: number;
  size?: "sm" | "md";
}) {
  const { format, t } = useI18n();
  if (people.length === 0) return null;
  const shown = people.length > max ? people.slice(0, max) : people;
  return (
    <span className="avatar-stack" role="img" aria-label={format.list(people.map(({ name }) => name))}>
      {shown.map((person) => (
        <Avatar key={person.id} {...person} size={size} />
      ))}
      {people.length > shown.length && (
        <span className="avatar-stack__more">{t.common.moreCount({ n: people.length - shown.length })}</span>
      )}
    </span>
  );
}
