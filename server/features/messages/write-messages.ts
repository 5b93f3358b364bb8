import { sql } from 'kysely'
import type { Tx } from '#lib/db'
import type { Writes } from './writes.ts'

/**
 * Writes it all in one statement, so that a transaction that opens conversations holds the account's counter for one round
 * trip and its commit. Locks are taken in the order cards → inbox counts → counter; chat, contact and conversation are
 * locked by the caller.
 * @returns the numbers of the openings, in their order.
 */
export async function writeMessages(tx: Tx, writes: Writes): Promise<number[]> {
  const a = writes.accountId
  const openings = writes.openings.length
  const { rows } = await sql<{ number: number }>`
  with d as materialized (
    select r.*, nextval('deal_ids') as id from jsonb_to_recordset(${rowsOf(writes.deals)}::jsonb) r(place int, "pipelineId" bigint,
      "stageId" bigint, name text, "responsibleUserId" bigint, "contactId" bigint, "channelId" bigint, conversations int, unread int)
  ), new_deals as (
    insert into deals (account_id, id, root_id, pipeline_id, stage_id, name, responsible_user_id, main_contact_id, source_channel_id,
      conversations, unread_conversations)
    select ${a}, id, id, "pipelineId", "stageId", name, "responsibleUserId", "contactId", "channelId", conversations, unread from d
  ), new_card_contacts as (
    insert into card_contacts (account_id, card_kind, card_id, contact_id, is_main) select ${a}, 'deal', id, "contactId", true from d
  ), customer_counts as (
    update customers t set conversations = t.conversations + r.conversations, unread_conversations = t.unread_conversations + r.unread
    from jsonb_to_recordset(${rowsOf(writes.cards)}::jsonb) r(kind text, id bigint, conversations int, unread int)
    where t.account_id = ${a} and t.id = r.id and r.kind = 'customer' returning 1
  ), card_counts as (
    update deals t set conversations = t.conversations + r.conversations, unread_conversations = t.unread_conversations + r.unread
    from jsonb_to_recordset(${rowsOf(writes.cards)}::jsonb) r(kind text, id bigint, conversations int, unread int)
    where t.account_id = ${a} and t.id = r.id and r.kind = 'deal'
      and (select count(*) from customer_counts) >= 0 returning 1
  ), cell_counts as (
    insert into inbox_counts as t (account_id, card_kind, responsible_user_id, contact_responsible_user_id, open, unread, unanswered)
    select ${a}, "cardKind", "responsibleUserId", "contactResponsibleUserId", open, unread, unanswered
    from jsonb_to_recordset(${rowsOf(writes.cells)}::jsonb) r(place int, "cardKind" text, "responsibleUserId" bigint,
      "contactResponsibleUserId" bigint, open int, unread int, unanswered int)
    where (select count(*) from card_counts) >= 0 order by r.place
    on conflict (account_id, card_kind, responsible_user_id, contact_responsible_user_id) do update set
      open = t.open + excluded.open, unread = t.unread + excluded.unread, unanswered = t.unanswered + excluded.unanswered
    returning 1
  ), counter as (
    update account_counters set value = value + ${openings} where ${openings}::int > 0 and account_id = ${a} and kind = 'conversation'
      and (select count(*) from cell_counts) >= 0 returning value
  ), o as materialized (
    select r.*, counter.value - ${openings}::int + r.place as number, coalesce(r."cardId", d.id) as card
    from jsonb_to_recordset(${rowsOf(writes.openings)}::jsonb) r(place int, "chatId" uuid, "channelId" bigint, "contactId" bigint,
      "newDeal" int, "cardKind" text, "cardId" bigint, "openedAt" timestamptz, "openedBy" jsonb, way text, "readAt" timestamptz,
      unread int, "waitingSince" timestamptz, "dueAt" timestamptz, "limitMinutes" int, "firstAnswerAt" timestamptz,
      "lastMessageId" uuid, "lastMessageAt" timestamptz,
      "lastIncomingId" uuid, "lastAnswerId" uuid, "responsibleUserId" bigint, "contactResponsibleUserId" bigint)
    cross join counter left join d on d.place = r."newDeal"
  ), new_conversations as (
    insert into conversations (account_id, number, chat_id, channel_id, contact_id, card_kind, card_id, opened_at, opened_by_kind,
      opened_by_id, opened_way, read_at, unread, waiting_since, due_at, limit_minutes, first_answer_at, last_message_id,
      last_message_at, last_incoming_id,
      last_answer_id, responsible_user_id, contact_responsible_user_id)
    select ${a}, number, "chatId", "channelId", "contactId", "cardKind", card, "openedAt", "openedBy"->>'kind',
      ("openedBy"->>'id')::bigint, way, "readAt", unread, "waitingSince", "dueAt", "limitMinutes", "firstAnswerAt", "lastMessageId",
      "lastMessageAt",
      "lastIncomingId", "lastAnswerId", "responsibleUserId", "contactResponsibleUserId" from o
  ), opened_chats as (
    update chats t set open_number = o.number from o where t.account_id = ${a} and t.id = o."chatId"
  ), changed_conversations as (
    update conversations t set read_at = r."readAt", unread = r.unread, waiting_since = r."waitingSince",
      due_at = r."dueAt", limit_minutes = r."limitMinutes", missed_at = r."missedAt",
      first_answer_at = r."firstAnswerAt", last_message_id = r."lastMessageId", last_message_at = r."lastMessageAt",
      last_incoming_id = r."lastIncomingId", last_answer_id = r."lastAnswerId",
      card_kind = coalesce(t.card_kind, r.card->>'kind'), card_id = coalesce(t.card_id, d.id, (r.card->>'id')::bigint),
      responsible_user_id = case when t.card_id is null then r."responsibleUserId" else t.responsible_user_id end
    from jsonb_to_recordset(${rowsOf(writes.conversations)}::jsonb) r(number bigint, "readAt" timestamptz, unread int,
      "waitingSince" timestamptz, "dueAt" timestamptz, "limitMinutes" int, "missedAt" timestamptz, "firstAnswerAt" timestamptz,
      "lastMessageId" uuid, "lastMessageAt" timestamptz,
      "lastIncomingId" uuid, "lastAnswerId" uuid, card jsonb, "responsibleUserId" bigint)
    left join d on d.place = -(r.card->>'id')::bigint
    where t.account_id = ${a} and t.number = r.number
  ), new_leads as (
    insert into incoming_leads (account_id, deal_id, channel_id, number, received_at)
    select ${a}, d.id, d."channelId", min(o.number), min(o."openedAt") from d
    join stages s on s.account_id = ${a} and s.pipeline_id = d."pipelineId" and s.id = d."stageId" and s.kind = 'incoming'
    join o on o."newDeal" = d.place group by d.id, d."channelId"
  ), new_messages as (
    insert into messages (account_id, id, chat_id, number, direction, kind, unsupported, actor_kind, actor_id, body, entities,
      reply_to_id, quote, forwarded_from, album_key, placed_at, external_seq, received_at, state, edited_at, has_attachments, is_late,
      extra)
    select ${a}, r.id, r."chatId", coalesce(r.number, o.number), direction, case when unsupported is null then 'text' else 'unsupported' end,
      unsupported, actor->>'kind', (actor->>'id')::bigint, body, nullif(entities, '[]'), "replyToId", quote, "forwardedFrom", "albumKey",
      "placedAt", "externalSeq", "receivedAt", state, "editedAt", "hasAttachments", "isLate",
      case when jsonb_typeof(location) = 'object' then jsonb_build_object('location', location) end
    from jsonb_to_recordset(${rowsOf(writes.messages)}::jsonb) r(place int, id uuid, "chatId" uuid, number bigint, opening int,
      direction text, unsupported text, actor jsonb, body text, entities jsonb, "replyToId" uuid, quote jsonb, "forwardedFrom" text,
      "albumKey" text, "placedAt" timestamptz, "externalSeq" bigint, "receivedAt" timestamptz, state text, "editedAt" timestamptz,
      "hasAttachments" boolean, "isLate" boolean, location jsonb)
    left join o on o.place = r.opening order by r.place
  ), new_parts as (
    insert into message_parts (account_id, message_id, position, chat_id, channel_id, external_id, sent_text, files, state, placed_at,
      give_up_at, send_id)
    select ${a}, "messageId", position, "chatId", "channelId", "externalId", "sentText",
      array(select jsonb_array_elements_text(files)::int), state, "placedAt", "giveUpAt",
      case when state is not null then nextval('send_ids') end
    from jsonb_to_recordset(${rowsOf(writes.parts)}::jsonb) r(place int, "messageId" uuid, position int, "chatId" uuid,
      "channelId" bigint, "externalId" text, "sentText" text, files jsonb, state text,
      "placedAt" timestamptz, "giveUpAt" timestamptz) order by r.place
  ), new_attachments as (
    insert into attachments (account_id, message_id, position, part_position, file_id, kind, name, mime, size_bytes,
      duration_seconds, width, height, state, remote_ref)
    select ${a}, "messageId", position, "partPosition", "fileId", kind, name, mime, "sizeBytes", "durationSeconds", width, height,
      state, "remoteRef"
    from jsonb_to_recordset(${rowsOf(writes.attachments)}::jsonb) r("messageId" uuid, position int, "partPosition" int, "fileId" uuid,
      kind text, name text, mime text, "sizeBytes" bigint, "durationSeconds" real, width int, height int, state text, "remoteRef" text)
  ), f as materialized (
    select r.*, coalesce(r.number, o.number) as "inNumber", coalesce(r."cardId", o.card, d.id) as card,
      case when coalesce(r."cardId", o.card, d.id) is null then null else coalesce(r."cardKind", o."cardKind", 'deal') end as "ofCardKind"
    from jsonb_to_recordset(${rowsOf(writes.facts)}::jsonb) r(place int, id uuid, type text, at timestamptz, actor jsonb, road text,
      "subjectKind" text, "subjectId" text, "chatId" uuid, "messageId" uuid, "contactId" bigint, number bigint, opening int,
      "newDeal" int, "cardKind" text, "cardId" bigint, "channelId" bigint, before jsonb, after jsonb)
    left join o on o.place = r.opening left join d on d.place = r."newDeal"
  ), new_events as (
    insert into events (account_id, at, id, type, actor_kind, actor_id, road, subject_kind, subject_id, number, message_id,
      contact_id, card_kind, card_id, channel_id, before, after)
    select ${a}, at, id, type, actor->>'kind', (actor->>'id')::bigint, road, "subjectKind",
      coalesce("subjectId", case "subjectKind" when 'deal' then card else "inNumber" end::text), "inNumber", "messageId",
      "contactId", "ofCardKind", card, "channelId", before, case when type = 'conversation.moved' and "newDeal" is not null
        then after || jsonb_build_object('card', jsonb_build_object('kind', 'deal', 'id', card)) else after end from f order by place
  ), new_changes as (
    insert into changes (account_id, topic, number, chat_id, message_id, contact_id, card_kind, card_id, event_id)
    select ${a}, type, "inNumber", "chatId", "messageId", "contactId", "ofCardKind", card, id from f order by place
  ), other_changes as (
    insert into changes (account_id, topic, number, chat_id, message_id)
    select ${a}, topic, number, "chatId", "messageId" from jsonb_to_recordset(${rowsOf(writes.liveChanges)}::jsonb)
      r(topic text, number bigint, "chatId" uuid, "messageId" uuid)
  )
  select number from o order by place`.execute(tx)
  return rows.map((row) => row.number)
}

/** A list as the JSON that PostgreSQL reads as rows; `place` counts from 1. */
function rowsOf(list: readonly object[]): string {
  return JSON.stringify(list.map((row, index) => ({ ...row, place: index + 1 })))
}
