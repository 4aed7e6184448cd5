import { Link } from "@remix-run/react";
import { useI18n } from "~/i18n/use-i18n";

export type LanguageLink = { locale: string; name: string; to: string; current?: boolean };

/** The same page in another language, as links: works without script. */
export function LanguageSwitch({ languages }: { languages: readonly LanguageLink[] }) {
  const { t } = useI18n();
  return (
    <nav className="lang-switch" aria-label={t.shell.menu.language}>
      {languages.map(({ locale, name, to, current }) => (
        <Link
          key={locale}
          to={to}
          lang={locale}
          hrefLang={locale}
          aria-current={current ? "true" : undefined}
          reloadDocument
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
