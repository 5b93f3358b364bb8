import { sql } from 'kysely'
import type { CardParts } from '#contract/cards'
import type { CardRef } from '#contract/common'
import { seesChat, seesConversation, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { companyOf } from './company-of.ts'

type Parts = Omit<CardParts, 'canEdit'>

/** Contacts with their chats, participants and open conversations of a card, of what the viewer may see. The card is seen by him. */
export async function findCardParts(db: Read, viewer: Viewer, card: CardRef): Promise<Parts> {
  const { rows } = await sql<Parts>`
    select ${companyOf('d', viewer)} as company,
      coalesce((select jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name,
          'avatarUrl', '/api/avatars/' || k.avatar_file_id, 'isMain', cc.is_main, 'isBlocked', k.blocked_at is not null,
          'phone', (select p.shown from contact_points p where p.account_id = k.account_id and p.contact_id = k.id and p.kind = 'phone'
            order by p.is_primary desc, p.created_at limit 1),
          'chats', coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'channelKind', ch.kind, 'channelName', ch.name,
              'openNumber', (select v.number from conversations v where v.account_id = c.account_id and v.chat_id = c.id
                and v.closed_at is null and ${seesConversation(viewer, 'v')})) order by c.created_at, c.id)
            from contacts kin join chats c on c.account_id = kin.account_id and c.contact_id = kin.id and ${seesChat(viewer, 'c')}
            join channels ch on ch.account_id = c.account_id and ch.id = c.channel_id
            where kin.account_id = k.account_id and kin.root_id = k.id), '[]')) order by cc.is_main desc, cc.added_at)
        from card_contacts cc
        join contacts own on own.account_id = cc.account_id and own.id = cc.contact_id
        join contacts k on k.account_id = own.account_id and k.id = own.root_id
        where cc.account_id = d.account_id and cc.card_kind = d.kind and cc.card_id = d.id), '[]') as contacts,
      coalesce((select jsonb_agg(jsonb_build_object('kind', p.principal_kind, 'id', p.principal_id,
          'name', coalesce(pu.name, g.name)) order by p.at, p.principal_kind desc, p.principal_id)
        from participants p
        left join users pu on p.principal_kind = 'user' and pu.account_id = p.account_id and pu.id = p.principal_id
        left join groups g on p.principal_kind = 'group' and g.account_id = p.account_id and g.id = p.principal_id
        where p.account_id = d.account_id and p.card_kind = d.kind and p.card_id = d.id), '[]') as participants,
      coalesce((select jsonb_agg(jsonb_build_object('number', v.number, 'chatId', v.chat_id, 'channelKind', h.kind,
          'contactName', k.name, 'waitingSince', v.waiting_since, 'due', case when v.due_at is not null then jsonb_build_object('at', v.due_at,
            'limitMinutes', v.limit_minutes, 'isMissed', v.missed_at is not null) end, 'isRead', v.read_at is not null) order by v.last_message_at desc)
        from conversations v
        join channels h on h.account_id = v.account_id and h.id = v.channel_id
        join contacts own on own.account_id = v.account_id and own.id = v.contact_id
        join contacts k on k.account_id = own.account_id and k.id = own.root_id
        where v.account_id = d.account_id and v.card_kind = d.kind and v.card_id = d.id and v.closed_at is null
          and ${seesConversation(viewer, 'v')}), '[]') as "openConversations"
    from cards d where d.account_id = ${viewer.accountId} and d.kind = ${card.kind} and d.id = ${card.id}`.execute(
    db,
  )
  const [found] = rows
  if (!found) throw new Error('A row was asked for')
  return {
    ...found,
    openConversations: found.openConversations.map((open) => ({
      ...open,
      waitingSince: open.waitingSince === null ? null : new Date(open.waitingSince).toISOString(),
      due: open.due && { ...open.due, at: new Date(open.due.at).toISOString() },
    })),
  }
}
