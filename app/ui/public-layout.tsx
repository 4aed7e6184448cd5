import type { ReactNode } from "react";
import { useI18n } from "~/i18n/use-i18n";
import { CoalitionMark } from "./coalition-mark";
import type { Dye } from "./faja";
import { Icon } from "./icon";
import { type LanguageLink, LanguageSwitch } from "./language-switch";
import { Wordmark } from "./wordmark";

/**
 * A page for everybody, without script: its route has `handle = { noScript: true }`.
 * @param offer the page in the language that its reader prefers, above everything else, in that language's words
 * @param grid the sheet and a column beside it (`public-grid`); else one column
 */
export function PublicLayout({
  coalition,
  languages,
  offer,
  footer,
  grid = true,
  children,
}: {
  coalition?: { name: string; dye: Dye; href?: string | null; lang?: string } | null;
  languages?: readonly LanguageLink[];
  offer?: LanguageLink | null;
  footer?: ReactNode;
  grid?: boolean;
  children: ReactNode;
}) {
  const { t } = useI18n();
  const mark = coalition && (
    <>
      <CoalitionMark dye={coalition.dye} />
      <span>{coalition.name}</span>
    </>
  );
  return (
    <div className="public">
      <a className="skip-link" href="#main">
        {t.shell.skip}
      </a>
      <header>
        {offer && (
          <p className="public-offer" lang={offer.locale}>
            <a href={offer.to} hrefLang={offer.locale}>
              <Icon name="languages" small />
              {offer.name}
            </a>
          </p>
        )}
        <div className="public-bar">
          {coalition?.href ? (
            <a className="public-bar__coalition" href={coalition.href} lang={coalition.lang}>
              {mark}
            </a>
          ) : coalition ? (
            <span className="public-bar__coalition" lang={coalition.lang}>
              {mark}
            </span>
          ) : (
            <Wordmark />
          )}
          {languages && languages.length > 1 && <LanguageSwitch languages={languages} />}
        </div>
      </header>
      <main className={grid ? "public-grid" : "public-page"} id="main" tabIndex={-1}>
        {children}
      </main>
      <footer className="public-foot">
        {footer}
        <span>{t.shell.publicFooter.noTracking}</span>
        <span className="public-foot__made">
          {t.shell.publicFooter.madeWith} <Wordmark height={20} />
        </span>
      </footer>
    </div>
  );
}
