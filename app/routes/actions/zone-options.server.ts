import { timeZones } from "~/domain/time-zones";
import { type Locale, makeFormat } from "~/i18n";
import type { ZoneOption } from "./zone-options";

/**
 * All zones with their city and offset. Made on the server and sent along: a browser may know other rules of daylight saving
 * time than this server, and both must draw the same.
 */
export function zoneOptions(locale: Locale, timeZone: string, now: string): ZoneOption[] {
  const format = makeFormat(locale, timeZone);
  return [...new Set([timeZone, ...timeZones()])].map((zone) => ({
    zone,
    city: format.city(zone),
    offset: format.offset(now, zone),
  }));
}
