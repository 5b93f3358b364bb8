import { sql } from 'kysely'
import { mostListedOfCompany, type CompanyView } from '#contract/companies'
import { mayDo, seesCompany, seesContact, seesDeal, type Viewer } from '#features/access'
import { firstPoint, pointsOf } from '#features/contacts'
import { tagsOf } from '#features/tags'
import type { Read } from '#lib/db'

type Linked = Omit<CompanyView['contacts'][number], 'canEdit'> & {
  responsibleUserId: number | null
  responsibleGroupId: number | null
}
type Stored = Omit<CompanyView, 'canEdit' | 'canDelete' | 'contacts' | 'createdAt' | 'updatedAt'> & {
  contacts: Linked[]
  createdAt: Date
  updatedAt: Date
  responsibleGroupId: number | null
}

/** A company with its points, contacts and deals, of what the viewer may see; null when he may not see the company. */
export async function findCompanyView(
  db: Read,
  viewer: Viewer,
  companyId: number,
): Promise<CompanyView | null> {
  const contacts = sql`from companies kin
    join contacts k on k.account_id = kin.account_id and k.company_id = kin.id and k.id = k.root_id and k.deleted_at is null
      and ${seesContact(viewer, 'k')}
    where kin.account_id = b.account_id and kin.root_id = b.id`
  const deals = sql`from companies kin
    join deals d on d.account_id = kin.account_id and d.company_id = kin.id and d.deleted_at is null and ${seesDeal(viewer, 'd')}
    where kin.account_id = b.account_id and kin.root_id = b.id`
  const { rows } = await sql<Stored>`
    select b.id, b.name, b.website, b.address, b.responsible_user_id as "responsibleUserId", u.group_id as "responsibleGroupId",
      ${tagsOf('company', 'b')} as tags, b.created_at as "createdAt", b.updated_at as "updatedAt", (select ${pointsOf('company')} from (select b.*) o) as points,
      (select count(*)::int ${contacts}) as "contactCount",
      coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'avatarUrl', '/api/avatars/' || o.avatar_file_id,
          'phone', ${firstPoint('contact', 'phone')}, 'responsibleUserId', o.responsible_user_id, 'responsibleGroupId', own.group_id)
          order by o.updated_at desc, o.id desc)
        from (select k.* ${contacts} order by k.updated_at desc, k.id desc limit ${sql.lit(mostListedOfCompany)}) o
        left join users own on own.account_id = o.account_id and own.id = o.responsible_user_id), '[]') as contacts,
      (select count(*)::int ${deals}) as "dealCount",
      coalesce((select jsonb_agg(jsonb_build_object('id', l.id, 'name', l.name, 'stageName', s.name, 'stageColor', s.color)
          order by l.updated_at desc, l.id desc)
        from (select d.* ${deals} order by d.updated_at desc, d.id desc limit ${sql.lit(mostListedOfCompany)}) l
        join stages s on s.account_id = l.account_id and s.pipeline_id = l.pipeline_id and s.id = l.stage_id), '[]') as deals
    from companies asked
    join companies b on b.account_id = asked.account_id and b.id = asked.root_id
    left join users u on u.account_id = b.account_id and u.id = b.responsible_user_id
    where asked.account_id = ${viewer.accountId} and asked.id = ${companyId} and b.deleted_at is null
      and ${seesCompany(viewer, 'b')}`.execute(db)
  const [row] = rows
  if (!row) return null
  const { responsibleGroupId, createdAt, updatedAt, ...company } = row
  const responsible = { userId: row.responsibleUserId, groupId: responsibleGroupId }
  return {
    ...company,
    contacts: row.contacts.map(({ responsibleUserId: userId, responsibleGroupId: groupId, ...contact }) => ({
      ...contact,
      canEdit: mayDo(viewer, 'contacts', 'edit', { userId, groupId }),
    })),
    canEdit: mayDo(viewer, 'companies', 'edit', responsible),
    canDelete: mayDo(viewer, 'companies', 'delete', responsible),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}
