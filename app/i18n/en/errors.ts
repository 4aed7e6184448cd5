/** Facts of an error are data from outside: read them as text, whatever they are. */
const text = (value: unknown) => (value === undefined || value === null ? "" : String(value));

export const errors = {
  generic: "Something did not work, and nothing was changed. Please try again.",
  /** One sentence for each DomainError code: a text, or a function of the error's facts. */
  codes: {
    not_found: "This is not here, or it is not open to you.",
    forbidden: "You may not do this here.",
    invalid: "Some answers need a change.",
    conflict: "Somebody changed this in the meantime. Reload the page and look again.",
    too_many: ({ minutes }: Readonly<Record<string, unknown>>) =>
      minutes ? `Too many attempts. Please wait ${text(minutes)} minutes.` : "Too many attempts. Please wait a little.",
    offline: "There is no connection. Please try again when it returns.",
  },
  page: {
    notFoundTitle: "There is nothing at this address",
    notFoundBody: "The page was moved or closed, or it is not open to you. The address may also be incomplete.",
    forbiddenTitle: "This page is not open to you",
    forbiddenBody: "Ask a person of your organization or the coordination of the coalition for access.",
    crashTitle: "The portal could not show this page",
    crashBody: "The mistake is ours. What you sent before is safe. Please try again in a moment.",
    crossSiteBody: "The request did not come from a page of this portal, so it was refused. Open the page again and repeat it there.",
    tooLargeBody: "That is too much for one request: at most 1 MB goes through at once.",
    offlineTitle: "There is no connection",
    offlineBody: "What you write is kept on this device and sent when the connection returns.",
    tooManyTitle: "One moment, please",
    tooManyBody: "There were many requests from here in a short time. Please try again in a few minutes.",
    goHome: "Go to the start page",
    reload: "Try again",
  },
};
