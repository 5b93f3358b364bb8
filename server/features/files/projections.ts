import type { Projection } from '#lib/projections'

/** What files keep beside their rows (the stars of the migrations), and how it follows from them. */
export const projections: Projection[] = [
  {
    what: 'room that files take',
    wrong: `
      select a.id as account_id, 'all files' as id, coalesce(u.bytes, 0) as kept, f.bytes as counted
      from accounts a left join storage_use u on u.account_id = a.id
      cross join lateral (select coalesce(sum(size_bytes), 0)::bigint as bytes from files f
        where f.account_id = a.id and f.erased_at is null) f
      where coalesce(u.bytes, 0) <> f.bytes`,
  },
  {
    what: 'how far an upload is',
    wrong: `
      select u.account_id, u.id, u.received_bytes as kept, p.bytes as counted
      from uploads u cross join lateral (select coalesce(sum(size_bytes), 0)::bigint as bytes from upload_pieces p
        where p.account_id = u.account_id and p.upload_id = u.id) p
      where u.received_bytes <> p.bytes`,
  },
]
