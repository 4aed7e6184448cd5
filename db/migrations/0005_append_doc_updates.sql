-- The one way into the log of a letter's text: one statement, so that no torn transaction can leave half of it behind.
--
-- p_rows: [{ n, doc, op, last, data (base64), people: [id], claims: [{ client, person }] }]
--   n       number by which the answer names the row
--   doc     language version
--   op      id of this row, made by the server
--   last    the newest row that the caller's document holds (0 if none)
--   claims  Yjs client ids that a person uses for the first time
--
-- Answers for each row one outcome:
--   stored   committed as update_id when the statement is
--   closed   the letter's text may not be changed any more
--   behind   the log holds rows that the caller has not seen: read them and try again
--   foreign  a client id belongs to somebody else: read the owners and try again
--   busy     a verb holds the letter's row: try again in a moment. Waiting here would hold up all other letters
--   missing  there is no such language version
--
-- Locking the letter's row makes the numbers of one letter's rows follow the order of their commits, on any number of nodes,
-- and makes a freeze and a keystroke follow one another: whichever comes second sees the first.
create function append_doc_updates(p_rows jsonb)
returns table (n int, outcome text, update_id bigint) language plpgsql as $$
declare
  r record;
  current_status text;
  newest bigint;
begin
  for r in
    select x.n, x.doc, x.op, x.last, decode(x.data, 'base64') as data, x.people, coalesce(x.claims, '[]'::jsonb) as claims
    from jsonb_to_recordset(p_rows)
      as x(n int, doc text, op text, last bigint, data text, people jsonb, claims jsonb)
    order by x.doc
  loop
    n := r.n;
    update_id := null;

    select l.status into current_status
      from language_versions v join letters l on l.id = v.letter_id
      where v.id = r.doc
      for no key update of l skip locked;
    if not found then
      outcome := case when exists (select from language_versions where id = r.doc) then 'busy' else 'missing' end;
      return next;
      continue;
    end if;
    if current_status not in ('drafting', 'in_review') then
      outcome := 'closed';
      return next;
      continue;
    end if;

    select coalesce(greatest(
        (select max(u.id) from doc_updates u where u.language_version_id = r.doc),
        (select s.up_to_id from doc_snapshots s where s.language_version_id = r.doc)
      ), 0) into newest;
    if newest <> r.last then
      outcome := 'behind';
      return next;
      continue;
    end if;

    if exists (
      select from jsonb_to_recordset(r.claims) as c(client bigint, person text)
        join doc_clients d on d.language_version_id = r.doc and d.client_id = c.client
        where d.person_id <> c.person
    ) then
      outcome := 'foreign';
      return next;
      continue;
    end if;
    insert into doc_clients (language_version_id, client_id, person_id)
      select r.doc, c.client, c.person from jsonb_to_recordset(r.claims) as c(client bigint, person text)
      on conflict do nothing;

    insert into doc_updates (language_version_id, op_id, data, person_ids)
      values (r.doc, r.op, r.data, array(select jsonb_array_elements_text(r.people)))
      returning id into update_id;
    outcome := 'stored';
    return next;
  end loop;
end $$;
