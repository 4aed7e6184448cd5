import { useRouteLoaderData } from "@remix-run/react";
import type { EventType } from "~/domain/events";
import type { loader } from "./layout";

/** What the layout of a letter's pages has read: the letter, where it lies, the moment of reading. */
export function useLetter() {
  const data = useRouteLoaderData<typeof loader>("routes/letters/layout");
  if (!data) throw new Error("Only pages below a letter's layout ask for it");
  return data;
}

/** A page of a letter says how the layout's bar looks on it: none unless it asks for one. */
export type LetterHandle = {
  /** `title`: the bar's title is the page's h1. `bar`: the page has an h1 of its own. */
  letterBar?: "title" | "bar";
  /** Event types that the page takes in itself (`useLiveEvents`): the layout does not read again for them. */
  appends?: readonly EventType[];
};
