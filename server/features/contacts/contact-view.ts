import { sql, type RawBuilder } from 'kysely'
import type { ContactView } from '#contract/contacts'
import {
  mayDo,
  seesChat,
  seesContact,
  seesConversation,
  seesCustomer,
  seesDeal,
  type Viewer,
} from '#features/access'
import { companyOf } from '#features/cards'
import { tagsOf } from '#features/tags'
import type { Read } from '#lib/db'
import { pointsOf } from './write-points.ts'

type Stored = Omit<ContactView, 'canEdit' | 'createdAt' | 'updatedAt'> & {
  createdAt: Date
  updatedAt: Date
  responsibleGroupId: number | null
}

/** A contact with its points, chats and deals, of what the viewer may see; null when he may not see the contact. */
export async function findContactView(
  db: Read,
  viewer: Viewer,
  contactId: number,
): Promise<ContactView | null> {
  const number = (which: RawBuilder<number>, state: RawBuilder<boolean>): RawBuilder<number> => sql`(
    select ${which} from conversations v where v.account_id = c.account_id and v.chat_id = c.id and ${state}
      and ${seesConversation(viewer, 'v')})`
  const { rows } = await sql<Stored>`
    select o.id, o.name, '/api/avatars/' || o.avatar_file_id as "avatarUrl", o.responsible_user_id as "responsibleUserId", u.group_id as "responsibleGroupId",
      ${companyOf('o', viewer)} as company, o.blocked_at is not null as "isBlocked", o.created_at as "createdAt", o.updated_at as "updatedAt",
      ${pointsOf('contact')} as points, ${tagsOf('contact', 'o')} as tags,
      coalesce((select jsonb_agg(jsonb_build_object('channelKind', i.kind, 'handle', i.handle, 'externalId', i.external_id)
          order by i.created_at, i.kind, i.external_id)
        from contacts kin join contact_identities i on i.account_id = kin.account_id and i.contact_id = kin.id and i.kind <> 'website'
        where kin.account_id = o.account_id and kin.root_id = o.id), '[]') as identities,
      coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'channelId', h.id, 'channelKind', h.kind, 'channelName', h.name,
          'handle', c.person_handle, 'openNumber', ${number(sql<number>`min(v.number)`, sql<boolean>`v.closed_at is null`)},
          'lastNumber', ${number(sql<number>`max(v.number)`, sql<boolean>`true`)}) order by c.created_at, c.id)
        from contacts kin
        join chats c on c.account_id = kin.account_id and c.contact_id = kin.id and ${seesChat(viewer, 'c')}
        join channels h on h.account_id = c.account_id and h.id = c.channel_id
        where kin.account_id = o.account_id and kin.root_id = o.id), '[]') as chats,
      coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'stageName', s.name, 'stageColor', s.color)
          order by d.created_at desc, d.id desc)
        from contacts kin
        join card_contacts cc on cc.account_id = kin.account_id and cc.contact_id = kin.id and cc.card_kind = 'deal'
        join deals d on d.account_id = cc.account_id and d.id = cc.card_id and d.deleted_at is null and ${seesDeal(viewer, 'd')}
        join stages s on s.account_id = d.account_id and s.pipeline_id = d.pipeline_id and s.id = d.stage_id
        where kin.account_id = o.account_id and kin.root_id = o.id), '[]') as deals,
      coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'stageName', s.name, 'stageColor', s.color)
          order by d.created_at desc, d.id desc)
        from contacts kin
        join card_contacts cc on cc.account_id = kin.account_id and cc.contact_id = kin.id and cc.card_kind = 'customer'
        join customers d on d.account_id = cc.account_id and d.id = cc.card_id and d.deleted_at is null and ${seesCustomer(viewer, 'd')}
        join stages s on s.account_id = d.account_id and s.pipeline_id = d.pipeline_id and s.id = d.stage_id
        where kin.account_id = o.account_id and kin.root_id = o.id), '[]') as customers
    from contacts asked
    join contacts o on o.account_id = asked.account_id and o.id = asked.root_id
    left join users u on u.account_id = o.account_id and u.id = o.responsible_user_id
    where asked.account_id = ${viewer.accountId} and asked.id = ${contactId} and o.deleted_at is null
      and ${seesContact(viewer, 'o')}`.execute(db)
  const [row] = rows
  if (!row) return null
  const { responsibleGroupId, createdAt, updatedAt, ...contact } = row
  const responsible = { userId: row.responsibleUserId, groupId: responsibleGroupId }
  return {
    ...contact,
    canEdit: mayDo(viewer, 'contacts', 'edit', responsible),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}
