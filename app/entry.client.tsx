import { RemixBrowser } from "@remix-run/react";
import { StrictMode, startTransition } from "react";
import { hydrateRoot } from "react-dom/client";
import { loadDictionary } from "#dictionaries";
import { isLocale } from "./i18n/locales";

/** Tells the server the reader's time zone for the next page, until an account says it. It names a region, no person. */
function rememberTimeZone() {
  if (/(?:^|; )tz=/.test(document.cookie)) return;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone) return;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: Firefox and Safari before 2025 have no Cookie Store
  document.cookie = `tz=${encodeURIComponent(zone)}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}

async function start() {
  const { lang } = document.documentElement;
  // The page's words must be here before React compares them with what the server sent.
  await loadDictionary(isLocale(lang) ? lang : "en");
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <RemixBrowser />
      </StrictMode>,
    );
  });
  rememberTimeZone();
}

void start();
