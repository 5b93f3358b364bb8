import { sql, type RawBuilder } from 'kysely'
import type { PointView } from '#contract/points'
import type { Tx } from '#lib/db'
import type { Point } from './read-points.ts'

/** Whose phones and e-mails. */
export type PointOwner = { accountId: number; kind: 'contact' | 'company'; id: number }

/**
 * Replaces the phones and e-mails of a contact or company by these, in their order; the first of a kind is the primary one.
 * What was there before keeps who vouches for it, and its label when no other one is given.
 */
export async function writePoints(tx: Tx, owner: PointOwner, points: Point[], now: Date): Promise<void> {
  const { table, column } = placeOf(owner)
  const primary = new Set([
    points.find((point) => point.kind === 'phone'),
    points.find((point) => point.kind === 'email'),
  ])
  const rows = points.map((point, place) => ({
    ...point,
    label: point.label ?? null,
    keepsLabel: point.label === undefined,
    place,
    isPrimary: primary.has(point),
  }))
  await sql`
    delete from ${table} p where p.account_id = ${owner.accountId} and p.${column} = ${owner.id}
      and (p.kind, p.normal) not in (select kind, normal from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r(kind text, normal text))`.execute(
    tx,
  )
  // The order is kept in the time of adding: a microsecond apart.
  await sql`
    insert into ${table} as p (account_id, ${column}, kind, normal, shown, label, is_primary, created_at)
    select ${owner.accountId}, ${owner.id}, r.kind, r.normal, r.shown, case when r."keepsLabel" then known.label else r.label end,
      r."isPrimary", ${now}::timestamptz + r.place * interval '1 microsecond'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      r(kind text, normal text, shown text, label text, "keepsLabel" boolean, "isPrimary" boolean, place int)
    left join ${table} known on known.account_id = ${owner.accountId} and known.${column} = ${owner.id}
      and known.kind = r.kind and known.normal = r.normal
    on conflict (account_id, ${column}, kind, normal) do update set
      shown = excluded.shown, label = excluded.label, is_primary = excluded.is_primary, created_at = excluded.created_at`.execute(
    tx,
  )
}

/** The points of the owner `o` as his card tells them, as a JSON array. */
export function pointsOf(kind: PointOwner['kind']): RawBuilder<unknown> {
  const { table, column } = placeOf({ kind })
  const vouched = kind === 'contact' ? sql`, 'verifiedBy', p.verified_by` : sql``
  return sql`coalesce((select jsonb_agg(jsonb_build_object('kind', p.kind, 'value', p.shown, 'label', p.label,
      'isPrimary', p.is_primary ${vouched}) order by p.kind desc, p.is_primary desc, p.created_at, p.normal)
    from ${table} p where p.account_id = o.account_id and p.${column} = o.id), '[]')`
}

/** The first phone or e-mail of the owner `o`. */
export function firstPoint(kind: PointOwner['kind'], of: 'phone' | 'email'): RawBuilder<unknown> {
  const { table, column } = placeOf({ kind })
  return sql`(select p.shown from ${table} p where p.account_id = o.account_id and p.${column} = o.id and p.kind = ${of}
    order by p.is_primary desc, p.created_at limit 1)`
}

/** What an event tells of phones and e-mails. */
export type PointFacts = { phones?: string[]; emails?: string[]; labels?: (string | null)[] }

/** Points as events tell them, before and after; null when nothing differs. `typed`: as they were read, before they were written. */
export function pointDifference(
  before: readonly Pick<PointView, 'kind' | 'value' | 'label'>[],
  typed: readonly Point[],
): { before: PointFacts; after: PointFacts } | null {
  const after = (['phone', 'email'] as const).flatMap((kind) =>
    typed
      .filter((point) => point.kind === kind)
      .map(({ shown, label }) => {
        const known = before.find((each) => each.kind === kind && each.value === shown)
        return { kind, value: shown, label: label === undefined ? (known?.label ?? null) : label }
      }),
  )
  const [was, is] = [factsOf(before), factsOf(after)]
  if (JSON.stringify(was) === JSON.stringify(is)) return null
  const isRelabelled = JSON.stringify(was.labels) !== JSON.stringify(is.labels)
  if (isRelabelled) return { before: was, after: is }
  const { labels: _was, ...plainBefore } = was
  const { labels: _is, ...plainAfter } = is
  return { before: plainBefore, after: plainAfter }
}

function factsOf(points: readonly Pick<PointView, 'kind' | 'value' | 'label'>[]): Required<PointFacts> {
  const of = (kind: string): string[] => points.flatMap((point) => (point.kind === kind ? [point.value] : []))
  return { phones: of('phone'), emails: of('email'), labels: points.map(({ label }) => label) }
}

function placeOf({ kind }: Pick<PointOwner, 'kind'>): {
  table: RawBuilder<unknown>
  column: RawBuilder<unknown>
} {
  return kind === 'contact'
    ? { table: sql`contact_points`, column: sql`contact_id` }
    : { table: sql`company_points`, column: sql`company_id` }
}
