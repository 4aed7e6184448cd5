import type { Found } from "~/domain/coalitions/search-coalition.server";
import type { Format, Messages } from "~/i18n";
import { Avatar } from "~/ui/avatar";
import type { PaletteItem } from "~/ui/command-palette";
import { OrgMark } from "~/ui/org-mark";

/** A result of the search as the command palette shows it. */
export function paletteItem(found: Found, base: string, t: Messages, format: Format): PaletteItem {
  const id = `${found.kind} ${found.id}`;
  switch (found.kind) {
    case "letter":
      return {
        id,
        group: "letters",
        label: found.label,
        lang: found.lang,
        icon: "scroll-text",
        to: `${base}/letters/${found.id}`,
        meta: t.common.stage[found.status as keyof Messages["common"]["stage"]],
      };
    case "organization":
      return {
        id,
        group: "organizations",
        label: found.label,
        lang: found.lang,
        meta: found.meta,
        to: `${base}/organizations/${found.id}`,
        mark: <OrgMark id={found.id} name={found.label} size="sm" />,
      };
    case "person":
      return {
        id: `${id} ${found.organizationId}`,
        group: "people",
        label: found.label,
        meta: found.meta,
        to: found.organizationId ? `${base}/organizations/${found.organizationId}` : base,
        mark: <Avatar id={found.id} name={found.label} size="sm" />,
      };
    case "room":
      return {
        id,
        group: "rooms",
        label: found.label,
        meta: found.meta,
        icon: "messages-square",
        to: `${base}/campaigns/${found.campaignId}/rooms/${found.id}`,
      };
    case "action":
      return {
        id,
        group: "actions",
        label: found.label,
        icon: "calendar-days",
        to: `${base}/actions/${found.id}`,
        meta: found.startsAt ? format.day(found.startsAt) : found.startsOn ? format.day(found.startsOn) : undefined,
      };
  }
}
