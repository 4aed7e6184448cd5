import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLocation,
  useMatches,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import { type ReactNode, useEffect, useRef } from "react";
import { locales } from "./i18n/locales";
import { pageTitle } from "./i18n/page-title";
import { I18nProvider } from "./i18n/use-i18n";
import { useNonce } from "./nonce";
import { readRootData } from "./routes/root-data.server";
import "./styles/app.css";
import { Pending } from "./ui/pending";
import { ErrorPage } from "./ui/states";
import { ToastProvider } from "./ui/toast";

/** A route with `handle = { noScript: true }` is a page for everybody: it works, and is served, without script. */
export type RouteHandle = { noScript?: boolean };

export async function loader({ request, context }: LoaderFunctionArgs) {
  return readRootData(request, context);
}

export const links: LinksFunction = () => [
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
  { rel: "mask-icon", href: "/logo/conjunta-mark-mono.svg" },
];

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, "");

function useNoScript(): boolean {
  return useMatches().some(
    ({ handle }) => typeof handle === "object" && handle !== null && "noScript" in handle && handle.noScript === true,
  );
}

/** Moves the focus to the new page's heading, so that a screen reader and the keyboard begin there. */
function useFocusOnNavigation() {
  const { pathname, hash } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    if (hash) return;
    const headings = document.querySelectorAll<HTMLElement>("h1");
    const heading = [...headings].find((one) => one.checkVisibility?.() ?? true) ?? headings[0];
    if (!heading) return;
    if (!heading.hasAttribute("tabindex")) heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }, [pathname, hash]);
}

/** The document around every page, also around errors, when not even the root's own data may be there. */
export function Layout({ children }: { children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>("root");
  const nonce = useNonce();
  // Without data the reader's language is unknown: such a page speaks both and needs no script.
  const noScript = useNoScript() || !data;
  return (
    <html lang={data?.locale ?? "en"} data-theme={data?.theme ?? undefined}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
        <meta name="color-scheme" content={data?.theme ?? "light dark"} />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        {!noScript && (
          <>
            <ScrollRestoration nonce={nonce} />
            <Scripts nonce={nonce} />
          </>
        )}
      </body>
    </html>
  );
}

export default function App() {
  const data = useRouteLoaderData<typeof loader>("root");
  useFocusOnNavigation();
  if (!data) throw new Error("The root loader answers before any page is drawn");
  return (
    <I18nProvider locale={data.locale} timeZone={data.timeZone}>
      <ToastProvider>
        <Pending />
        <Outlet />
      </ToastProvider>
    </I18nProvider>
  );
}

/** Everything that no page of its own caught: not there, not allowed, too often, broken, or no connection. */
export function ErrorBoundary() {
  const error = useRouteError();
  const data = useRouteLoaderData<typeof loader>("root");
  const status = isRouteErrorResponse(error) ? error.status : isOffline(error) ? 0 : 500;
  const spoken = data ? [data.locale] : locales;
  return (
    <main className="page status-main" id="main">
      {spoken.map((locale, index) => (
        <div key={locale} lang={locale}>
          <I18nProvider locale={locale} timeZone={data?.timeZone ?? "UTC"}>
            <ErrorPage status={status} level={index === 0 ? 1 : 2} home="/" />
          </I18nProvider>
        </div>
      ))}
    </main>
  );
}

function isOffline(error: unknown): boolean {
  return typeof navigator !== "undefined" && navigator.onLine === false && error instanceof Error;
}
