import { sql, type RawBuilder } from 'kysely'
import { matchesAny } from '#lib/like'
import type { PersonalData, PersonTrace } from '#lib/personal-data'

/** Their values are ids, stages and ways: nothing of a person. */
const plain = ['message.%', 'conversation.%', 'response_time.%', '%.moved', '%.reassigned', 'participant.%']
const withWords = ['conversation.handed_over', 'conversation.moved']

/** Marks as JSON writes them: a quote or a backslash of a name has another one before it there. */
const asJson = (marks: readonly string[]): string[] => marks.map((mark) => JSON.stringify(mark).slice(1, -1))

/** Facts about him and cards of nobody else with values; of cards that he shares, those that name him. */
function tellsOfHim(trace: PersonTrace): RawBuilder<boolean> {
  const { accountId, contactIds, dealIds, customerIds } = trace
  const marks = asJson([...trace.names, ...trace.ids])
  const names = matchesAny(sql`coalesce(e.before::text, '') || coalesce(e.after::text, '')`, marks)
  return sql<boolean>`e.account_id = ${accountId} and (e.before is not null or e.after is not null)
    and (e.type = any(${withWords}::text[]) or not e.type like any(${plain}::text[]) or ${names})
    and (e.contact_id = any(${contactIds}::bigint[])
      or e.card_kind = 'deal' and e.card_id = any(${dealIds}::bigint[])
      or e.card_kind = 'customer' and e.card_id = any(${customerIds}::bigint[])
      or (e.card_kind, e.card_id) in (select cc.card_kind, cc.card_id from card_contacts cc
        where cc.account_id = ${accountId} and cc.contact_id = any(${contactIds}::bigint[])) and ${names})`
}

/** That something happened stays, with its time and author; what it was before and after does not. */
export const eventValues: PersonalData = {
  kind: 'events',
  async count(db, trace) {
    const { rows } = await sql<{
      n: number
    }>`select count(*)::int as n from events e where ${tellsOfHim(trace)}`.execute(db)
    return rows[0]?.n ?? 0
  },
  async erase(tx, trace) {
    const { accountId, contactIds, numbers } = trace
    await sql`update events e set before = null, after = null where ${tellsOfHim(trace)}`.execute(tx)
    // The same values on their way to the browsers.
    await sql`update changes set patch = null where account_id = ${accountId} and patch is not null
      and (contact_id = any(${contactIds}::bigint[]) or number = any(${numbers}::bigint[])
        or (card_kind, card_id) in (select cc.card_kind, cc.card_id from card_contacts cc
          where cc.account_id = ${accountId} and cc.contact_id = any(${contactIds}::bigint[])))`.execute(tx)
    const namesHim = matchesAny(sql`change::text`, asJson([...trace.ids, ...trace.chatIds]))
    await sql`delete from failed_reactions where account_id = ${accountId} and ${namesHim}`.execute(tx)
  },
}
