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

/**
 * Waits until Remix has read the page's data. `RemixBrowser` throws the promise of it at its first call, before any hook, and
 * would suspend the hydration of the whole document: a click in that moment makes React hydrate at once, find nothing to wait
 * behind, and fail ("Root did not complete", React error 345) with the click lost.
 */
async function readPageData() {
  try {
    RemixBrowser({});
  } catch (reading) {
    await reading;
  }
}

async function start() {
  const { lang } = document.documentElement;
  // The page's words must be here before React compares them with what the server sent.
  await Promise.all([loadDictionary(isLocale(lang) ? lang : "en"), readPageData()]);
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
