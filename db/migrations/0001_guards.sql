-- What the database itself refuses, whoever asks.

-- A statement that lost its transaction (see db/client.server.ts, guardTransactions) must not commit alone.
create function require_transaction() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('conjunta.tx', true), '') = '' then
    raise exception 'a write to % outside its transaction was refused', tg_table_name using errcode = 'CJ001';
  end if;
  return null;
end $$;
--> statement-breakpoint
do $$
declare name text;
begin
  foreach name in array array[
    'coalitions', 'coalition_organizations', 'coordinators', 'organizations', 'posts', 'invitations', 'campaigns',
    'campaign_organizations', 'letters', 'letter_leads', 'letter_editors', 'recipients', 'letter_decisions',
    'language_versions', 'text_versions', 'comment_threads', 'comments', 'signatures', 'signature_approvals', 'reminders',
    'editions', 'edition_texts', 'deliveries', 'rooms', 'room_guests', 'messages', 'message_mentions', 'actions', 'rsvps',
    'notifications', 'event_streams', 'events'
  ] loop
    execute format('create trigger require_transaction before insert or update or delete on %I
      for each statement execute function require_transaction()', name);
  end loop;
end $$;
--> statement-breakpoint
-- Text versions, editions and events are for ever.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'CJ003';
end $$;
--> statement-breakpoint
create trigger append_only before update or delete on text_versions for each row execute function refuse_change();
--> statement-breakpoint
create trigger append_only before update or delete on editions for each row execute function refuse_change();
--> statement-breakpoint
create trigger append_only before update or delete on events for each row execute function refuse_change();
--> statement-breakpoint
-- The PDF of an edition is written once, by a job; nothing else of it changes.
create function edition_text_once() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.pdf is not null
     or (new.edition_id, new.locale, new.text_version_id, new.sha256)
        is distinct from (old.edition_id, old.locale, old.text_version_id, old.sha256) then
    raise exception 'edition_texts is append-only' using errcode = 'CJ003';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger append_only before update or delete on edition_texts for each row execute function edition_text_once();
--> statement-breakpoint
-- A frozen text cannot be edited: keystrokes, subject, languages and recipients are refused unless the letter is being
-- drafted. The share lock makes a late keystroke wait for a freeze that is under way, and then meet a closed letter.
create function require_editable_letter(letter text) returns void language plpgsql as $$
declare current_status text;
begin
  select status into current_status from letters where id = letter for share;
  if current_status is null or current_status not in ('drafting', 'in_review') then
    raise exception 'the text of this letter is closed' using errcode = 'CJ002';
  end if;
end $$;
--> statement-breakpoint
create function require_editable_text() returns trigger language plpgsql as $$
begin
  perform require_editable_letter((select letter_id from language_versions where id = new.language_version_id));
  return new;
end $$;
--> statement-breakpoint
create trigger text_is_open before insert on doc_updates for each row execute function require_editable_text();
--> statement-breakpoint
create function require_editable_parts() returns trigger language plpgsql as $$
begin
  perform require_editable_letter(case when tg_op = 'DELETE' then old.letter_id else new.letter_id end);
  return case when tg_op = 'DELETE' then old else new end;
end $$;
--> statement-breakpoint
create trigger text_is_open before insert or update or delete on recipients
  for each row execute function require_editable_parts();
--> statement-breakpoint
create trigger text_is_open before insert or update or delete on language_versions
  for each row execute function require_editable_parts();
--> statement-breakpoint
-- Writes one event to its streams: heads, rows and bells in one statement, called last in a transaction.
-- Streams are locked in one order, so that two verbs with the same streams cannot deadlock.
create function record_event(p_streams text[], p_event_id text, p_type text, p_actor text, p_data jsonb)
returns table (stream text, seq bigint) language plpgsql as $$
declare s text; n bigint;
begin
  foreach s in array (select array_agg(distinct x order by x) from unnest(p_streams) x) loop
    insert into event_streams as es (stream, head) values (s, 1)
      on conflict on constraint event_streams_pkey do update set head = es.head + 1 returning es.head into n;
    insert into events (stream, seq, event_id, type, actor, data, created_at)
      values (s, n, p_event_id, p_type, p_actor, p_data, clock_timestamp());
    perform pg_notify('events', s);
    stream := s; seq := n; return next;
  end loop;
end $$;
