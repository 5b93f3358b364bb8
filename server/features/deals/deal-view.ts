import { sql } from 'kysely'
import type { DealView } from '#contract/deals'
import { mayDo, seesChat, seesConversation, seesDeal, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { selectDealRows } from './deal-rows.ts'

type Extra = Pick<DealView, 'source' | 'contacts' | 'participants'> & {
  responsibleGroupId: number | null
}

/** The card of a deal; null when the viewer may not see it. */
export async function findDealView(db: Read, viewer: Viewer, dealId: number): Promise<DealView | null> {
  const [found] = await selectDealRows(
    db,
    sql`select d.*, 1 as ord from deals d where d.account_id = ${viewer.accountId} and d.id = ${dealId}
      and d.deleted_at is null and ${seesDeal(viewer, 'd')}`,
  )
  if (!found) return null
  const { row } = found
  const [extra, openConversations] = await Promise.all([
    findExtra(db, viewer, dealId),
    findOpenConversations(db, viewer, dealId),
  ])
  const responsible = { userId: row.responsibleUserId, groupId: extra.responsibleGroupId }
  return {
    ...row,
    source: extra.source,
    contacts: extra.contacts,
    participants: extra.participants,
    openConversations,
    canEdit: mayDo(viewer, 'deals', 'edit', responsible),
  }
}

async function findExtra(db: Read, viewer: Viewer, dealId: number): Promise<Extra> {
  const { rows } = await sql<Extra>`
    select u.group_id as "responsibleGroupId",
      case when h.id is null then null else jsonb_build_object('channelKind', h.kind, 'channelName', h.name) end as source,
      coalesce((select jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name,
          'avatarUrl', '/api/avatars/' || k.avatar_file_id, 'isMain', cc.is_main,
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
        where cc.account_id = d.account_id and cc.card_kind = 'deal' and cc.card_id = d.id), '[]') as contacts,
      coalesce((select jsonb_agg(jsonb_build_object('kind', p.principal_kind, 'id', p.principal_id,
          'name', coalesce(pu.name, g.name)) order by p.at, p.principal_kind desc, p.principal_id)
        from participants p
        left join users pu on p.principal_kind = 'user' and pu.account_id = p.account_id and pu.id = p.principal_id
        left join groups g on p.principal_kind = 'group' and g.account_id = p.account_id and g.id = p.principal_id
        where p.account_id = d.account_id and p.card_kind = 'deal' and p.card_id = d.id), '[]') as participants
    from deals d
    left join channels h on h.account_id = d.account_id and h.id = d.source_channel_id
    left join users u on u.account_id = d.account_id and u.id = d.responsible_user_id
    where d.account_id = ${viewer.accountId} and d.id = ${dealId}`.execute(db)
  const [extra] = rows
  if (!extra) throw new Error('A deal without its row')
  return extra
}

type OpenConversation = Omit<DealView['openConversations'][number], 'waitingSince'> & {
  waitingSince: Date | null
}

async function findOpenConversations(
  db: Read,
  viewer: Viewer,
  dealId: number,
): Promise<DealView['openConversations']> {
  const { rows } = await sql<OpenConversation>`
    select v.number, v.chat_id as "chatId", h.kind as "channelKind", k.name as "contactName", v.waiting_since as "waitingSince",
      v.read_at is not null as "isRead"
    from conversations v
    join channels h on h.account_id = v.account_id and h.id = v.channel_id
    join contacts own on own.account_id = v.account_id and own.id = v.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id
    where v.account_id = ${viewer.accountId} and v.card_kind = 'deal' and v.card_id = ${dealId} and v.closed_at is null
      and ${seesConversation(viewer, 'v')}
    order by v.last_message_at desc`.execute(db)
  return rows.map((row) => ({ ...row, waitingSince: row.waitingSince?.toISOString() ?? null }))
}
