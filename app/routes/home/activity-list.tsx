import { Link } from "@remix-run/react";
import { Fragment, type ReactNode } from "react";
import type { ActivityItem, ActivityType } from "~/domain/home/activity";
import { useI18n } from "~/i18n/use-i18n";
import { Icon, type IconName } from "~/ui/icon";

const icons: Partial<Record<ActivityType, IconName>> = {
  "organization.joined": "building-2",
  "organization.left": "building-2",
  "person.joined": "user-plus",
  "campaign.created": "flag",
  "campaign.organization_joined": "building-2",
  "letter.frozen": "lock-keyhole",
  "letter.delivered": "send",
  "letter.published": "globe",
  "room.created": "messages-square",
  "action.planned": "calendar-plus",
  "action.changed": "calendar-days",
  "action.cancelled": "calendar-days",
};

/** Replaces {tokens} of a sentence by names, which may be links. */
export function fillIn(sentence: string, names: Readonly<Record<string, ReactNode>>): ReactNode[] {
  return sentence.split(/(\{\w+\})/).map((part, index) => {
    const token = /^\{(\w+)\}$/.exec(part)?.[1];
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence have an order and no other identity
    return <Fragment key={index}>{token ? names[token] : part}</Fragment>;
  });
}

/** What happened lately: an organization's signature is a thread, everything else has its icon. */
export function ActivityList({ items, base, now }: { items: readonly ActivityItem[]; base: string; now: string }) {
  const { t, format } = useI18n();
  return (
    <ul className="activity">
      {items.map((item) => (
        <li key={item.id}>
          {item.type === "letter.signed" ? (
            <span className="thread-glyph" aria-hidden="true" />
          ) : (
            <Icon name={icons[item.type] ?? (item.type.startsWith("letter.") ? "scroll-text" : "pencil")} small />
          )}
          <span>
            {fillIn(t.home.activity[item.type]({ others: item.others }), {
              actor: <b>{item.actor?.name ?? t.home.somebody}</b>,
              organization: item.organization && <b>{item.organization.name}</b>,
              person: item.person && <b>{item.person.name}</b>,
              letter: item.letter && (
                <Link to={`${base}/letters/${item.letter.id}`}>
                  <i>{item.letter.title}</i>
                </Link>
              ),
              campaign: item.campaign && <Link to={`${base}/campaigns/${item.campaign.id}`}>{item.campaign.name}</Link>,
              room: item.room && item.campaign && (
                <Link to={`${base}/campaigns/${item.campaign.id}/rooms/${item.room.id}`}>{item.room.name}</Link>
              ),
              action: item.action && <Link to={`${base}/actions/${item.action.id}`}>{item.action.title}</Link>,
            })}
            {". "}
            <time dateTime={item.at}>{format.happened(item.at, now)}</time>
          </span>
        </li>
      ))}
    </ul>
  );
}
