import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useI18n } from "~/i18n/use-i18n";
import type { Dye } from "./faja";
import { type LanguageLink, LanguageSwitch } from "./language-switch";
import { EntryCloth } from "./orillo";
import { Wordmark } from "./wordmark";

/**
 * Sign-in, invitation and the like, with the cloth at the side. Children are one `<main>`: `entry__form` for a form,
 * `invite` for an invitation.
 */
export function EntryLayout({
  dye = "grana",
  languages,
  hostedBy,
  footer,
  children,
}: {
  dye?: Dye;
  languages?: readonly LanguageLink[];
  hostedBy?: string | null;
  footer?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useI18n();
  return (
    <>
      <a className="skip-link" href="#main">
        {t.shell.skip}
      </a>
      <div className="entry">
        <EntryCloth dye={dye} />
        <div className="entry__main">
          <header className="entry__top">
            <Link to="/">
              <Wordmark />
            </Link>
            {languages && <LanguageSwitch languages={languages} />}
          </header>
          {children}
          <footer className="entry__foot">
            {hostedBy && <span>{t.shell.entry.hosted({ by: hostedBy })}</span>}
            {footer}
          </footer>
        </div>
      </div>
    </>
  );
}
