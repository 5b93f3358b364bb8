import { sql, type RawBuilder } from 'kysely'

/** Whether a message, a draft, a planned message, a note, a quick answer, a picture or a running import needs the file `f`. */
export const isNeeded: RawBuilder<boolean> = sql<boolean>`(
  exists (select from attachments t where t.account_id = f.account_id and t.file_id = f.id)
  or exists (select from internal_attachments t where t.account_id = f.account_id and t.file_id = f.id)
  or exists (select from drafts d where d.account_id = f.account_id and f.id = any(d.file_ids))
  or exists (select from internal_drafts d where d.account_id = f.account_id and d.file_ids @> array[f.id])
  or exists (select from scheduled_messages s where s.account_id = f.account_id and s.file_ids @> array[f.id]
    and s.sent_at is null and s.cancelled_at is null)
  or exists (select from notes n where n.account_id = f.account_id and n.file_ids @> array[f.id]
    and n.file_ids <> '{}' and n.deleted_at is null)
  or exists (select from quick_answers q where q.account_id = f.account_id and q.file_ids @> array[f.id])
  or exists (select from imports i where i.account_id = f.account_id and i.file_id = f.id
    and i.state in ('draft', 'checking', 'checked', 'failed', 'running')))`
