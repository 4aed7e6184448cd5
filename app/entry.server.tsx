import { PassThrough } from "node:stream";
import type { ActionFunctionArgs, AppLoadContext, EntryContext, LoaderFunctionArgs } from "@remix-run/node";
import { createReadableStreamFromReadable } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { isDomainError } from "~/domain/errors";
import { log } from "~/log.server";
import { NonceProvider } from "./nonce";

/** After this long a deferred part of a page is given up, in milliseconds. */
export const streamTimeout = 5_000;

/** Renders a page: streamed to people, whole to robots, with the nonce of the answer's policy. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  loadContext: AppLoadContext,
): Promise<Response> {
  const nonce = loadContext.cspNonce;
  const ready = isbot(request.headers.get("user-agent") ?? "") ? "onAllReady" : "onShellReady";
  return new Promise((resolve, reject) => {
    let answer = status;
    let shellRendered = false;
    const { pipe, abort } = renderToPipeableStream(
      <NonceProvider value={nonce}>
        <RemixServer context={remixContext} url={request.url} nonce={nonce} />
      </NonceProvider>,
      {
        nonce,
        [ready]() {
          shellRendered = true;
          clearTimeoutWhenDone();
          const body = new PassThrough();
          headers.set("Content-Type", "text/html; charset=utf-8");
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status: answer }));
          pipe(body);
        },
        onShellError: reject,
        onError(error: unknown) {
          answer = 500;
          // Before the shell is there, `onShellError` hands the error on; after it, nobody else would tell.
          if (shellRendered && !request.signal.aborted) {
            log.error({ error, event: "render.failed" }, "Part of a page failed after it began");
          }
        },
      },
    );
    // The stream itself ends `streamTimeout` after it began; this is the belt for a render that hangs.
    const belt = setTimeout(abort, streamTimeout + 1_000);
    belt.unref();
    function clearTimeoutWhenDone() {
      if (ready === "onAllReady") clearTimeout(belt);
    }
  });
}

/** What loaders, actions and rendering threw and nobody expected. A refusal, a 404 and a closed tab are no failures. */
export function handleError(error: unknown, { request }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (request.signal.aborted || isRouteErrorResponse(error) || isDomainError(error)) return;
  log.error({ error, event: "page.failed" }, "A page failed");
}
